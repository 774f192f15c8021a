"""A small GAN for TensorFlow 1, written the way people wrote it in 2018.

It learns to draw points from eight Gaussians on a circle. This is the program that tf2lint's README checks. It runs
on TensorFlow 1.15 and is written in the style of its time on purpose, so please do not modernize it. gan_tf2.py is
the same GAN ported to TensorFlow 2.
"""

import argparse
import os

import numpy as np
import tensorflow as tf
from tensorflow.contrib.layers import xavier_initializer

SEED = 1
NOISE_DIM = 16
DATA_DIM = 2
HIDDEN_UNITS = 64
BATCH_SIZE = 128
LEARNING_RATE = 1e-3
BETA1 = 0.5
L2_SCALE = 1e-4
PRINT_EVERY = 100


def sample_real(rng):
    """Draw a batch of points from eight Gaussians on the unit circle."""
    angles = rng.randint(8, size=BATCH_SIZE) * np.pi / 4
    centers = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return (centers + 0.05 * rng.randn(BATCH_SIZE, DATA_DIM)).astype(np.float32)


def sample_noise(rng):
    """Draw a batch of noise for the generator to start from."""
    return rng.uniform(-1.0, 1.0, size=(BATCH_SIZE, NOISE_DIM)).astype(np.float32)


def generator(inputs):
    """Turn noise into points."""
    with tf.variable_scope("generator"):
        net = tf.layers.dense(inputs, HIDDEN_UNITS, kernel_initializer=xavier_initializer())
        net = tf.layers.batch_normalization(net, training=True)
        net = tf.nn.relu(net)
        net = tf.layers.dense(net, HIDDEN_UNITS, kernel_initializer=xavier_initializer())
        net = tf.layers.batch_normalization(net, training=True)
        net = tf.nn.relu(net)
        return tf.layers.dense(net, DATA_DIM, kernel_initializer=xavier_initializer())


def discriminator(inputs, reuse=False):
    """Compute a logit for each point that rates how real it looks."""
    with tf.variable_scope("discriminator", reuse=reuse):
        regularizer = tf.contrib.layers.l2_regularizer(L2_SCALE)
        net = tf.layers.dense(
            inputs,
            HIDDEN_UNITS,
            activation=tf.nn.leaky_relu,
            kernel_initializer=xavier_initializer(),
            kernel_regularizer=regularizer,
        )
        net = tf.layers.dense(
            net,
            HIDDEN_UNITS,
            activation=tf.nn.leaky_relu,
            kernel_initializer=xavier_initializer(),
            kernel_regularizer=regularizer,
        )
        return tf.layers.dense(net, 1, kernel_initializer=xavier_initializer(), kernel_regularizer=regularizer)


def cross_entropy(labels, logits):
    """Average the sigmoid cross-entropy over a batch."""
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))


def main():
    """Train the GAN, with curves and a checkpoint in --logdir."""
    parser = argparse.ArgumentParser(description="Train a small GAN on eight Gaussians.")
    parser.add_argument("--steps", type=int, default=500, help="training steps")
    parser.add_argument("--logdir", default="gan_logs", help="where the summaries and the checkpoint go")
    args = parser.parse_args()

    tf.set_random_seed(SEED)
    rng = np.random.RandomState(SEED)

    real = tf.placeholder(tf.float32, [None, DATA_DIM], name="real")
    noise = tf.placeholder(tf.float32, [None, NOISE_DIM], name="noise")

    fake = generator(noise)
    real_logits = discriminator(real)
    fake_logits = discriminator(fake, True)

    d_loss = cross_entropy(tf.ones_like(real_logits), real_logits)
    d_loss += cross_entropy(tf.zeros_like(fake_logits), fake_logits)
    d_loss += tf.losses.get_regularization_loss(scope="discriminator")
    g_loss = cross_entropy(tf.ones_like(fake_logits), fake_logits)

    g_vars = tf.trainable_variables(scope="generator")
    d_vars = tf.trainable_variables(scope="discriminator")

    # Batch normalization updates its moving averages in ops that nothing else runs.
    update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(update_ops):
        d_train = tf.train.AdamOptimizer(LEARNING_RATE, beta1=BETA1).minimize(d_loss, var_list=d_vars)
        g_train = tf.train.AdamOptimizer(LEARNING_RATE, beta1=BETA1).minimize(g_loss, var_list=g_vars)

    tf.summary.scalar("d_loss", d_loss)
    tf.summary.scalar("g_loss", g_loss)
    summaries = tf.summary.merge_all()
    saver = tf.train.Saver()

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        writer = tf.summary.FileWriter(args.logdir, sess.graph)

        for step in range(1, args.steps + 1):
            feed = {real: sample_real(rng), noise: sample_noise(rng)}
            sess.run(d_train, feed_dict=feed)
            _, d_value, g_value, summary = sess.run([g_train, d_loss, g_loss, summaries], feed_dict=feed)
            writer.add_summary(summary, step)
            if step % PRINT_EVERY == 0 or step == args.steps:
                print(f"step {step}: d_loss {d_value:.4f} g_loss {g_value:.4f}")

        saver.save(sess, os.path.join(args.logdir, "model.ckpt"))
        writer.close()


if __name__ == "__main__":
    main()
