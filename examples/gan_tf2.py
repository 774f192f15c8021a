"""The GAN of gan_tf1.py, ported to TensorFlow 2.

It has the same networks, losses, hyperparameters and data, in the same order, so that you can compare the two files
side by side. Comments mark where a number or a call had to change to keep the behavior.

It needs the packages tensorflow and tensorboard: tf.summary.scalar requires tensorboard, which TensorFlow no longer
installs since 2.21.
"""

import argparse
import os

import numpy as np
import tensorflow as tf

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


def make_generator():
    """Build the network that turns noise into points."""
    # contrib's xavier_initializer() was Glorot uniform; tf.layers used this momentum and epsilon by default.
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(NOISE_DIM,)),
            tf.keras.layers.Dense(HIDDEN_UNITS, kernel_initializer=tf.keras.initializers.GlorotUniform()),
            tf.keras.layers.BatchNormalization(momentum=0.99, epsilon=1e-3),
            tf.keras.layers.ReLU(),
            tf.keras.layers.Dense(HIDDEN_UNITS, kernel_initializer=tf.keras.initializers.GlorotUniform()),
            tf.keras.layers.BatchNormalization(momentum=0.99, epsilon=1e-3),
            tf.keras.layers.ReLU(),
            tf.keras.layers.Dense(DATA_DIM, kernel_initializer=tf.keras.initializers.GlorotUniform()),
        ],
        name="generator",
    )


def make_discriminator():
    """Build the network that computes a logit for each point that rates how real it looks."""
    # contrib's l2_regularizer(s) was s * sum(w ** 2) / 2, Keras's L2(s) is s * sum(w ** 2).
    regularizer = tf.keras.regularizers.L2(0.5 * L2_SCALE)
    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(DATA_DIM,)),
            tf.keras.layers.Dense(
                HIDDEN_UNITS,
                activation=tf.nn.leaky_relu,
                kernel_initializer=tf.keras.initializers.GlorotUniform(),
                kernel_regularizer=regularizer,
            ),
            tf.keras.layers.Dense(
                HIDDEN_UNITS,
                activation=tf.nn.leaky_relu,
                kernel_initializer=tf.keras.initializers.GlorotUniform(),
                kernel_regularizer=regularizer,
            ),
            tf.keras.layers.Dense(
                1,
                kernel_initializer=tf.keras.initializers.GlorotUniform(),
                kernel_regularizer=regularizer,
            ),
        ],
        name="discriminator",
    )


def cross_entropy(labels, logits):
    """Average the sigmoid cross-entropy over a batch."""
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits))


def main():
    """Train the GAN, with curves and a checkpoint in --logdir."""
    parser = argparse.ArgumentParser(description="Train a small GAN on eight Gaussians.")
    parser.add_argument("--steps", type=int, default=500, help="training steps")
    parser.add_argument("--logdir", default="gan_logs", help="where the summaries and the checkpoint go")
    args = parser.parse_args()

    # Not tf.random.set_seed(): Keras 3 seeds its initializers from Python's own generator; this seeds all generators.
    tf.keras.utils.set_random_seed(SEED)
    rng = np.random.RandomState(SEED)

    # Each network is built once and can be called any number of times, which is what reuse=True was for.
    generator = make_generator()
    discriminator = make_discriminator()

    # tf.train.AdamOptimizer's epsilon was 1e-8 by default, Keras's is 1e-7.
    d_optimizer = tf.keras.optimizers.Adam(LEARNING_RATE, beta_1=BETA1, epsilon=1e-8)
    g_optimizer = tf.keras.optimizers.Adam(LEARNING_RATE, beta_1=BETA1, epsilon=1e-8)

    def compute_losses(real, noise):
        # With training=True, batch normalization updates its moving averages itself: no UPDATE_OPS to run.
        fake = generator(noise, training=True)
        real_logits = discriminator(real, training=True)
        fake_logits = discriminator(fake, training=True)

        d_loss = cross_entropy(tf.ones_like(real_logits), real_logits)
        d_loss += cross_entropy(tf.zeros_like(fake_logits), fake_logits)
        d_loss += tf.add_n(discriminator.losses)
        g_loss = cross_entropy(tf.ones_like(fake_logits), fake_logits)
        return d_loss, g_loss

    # One call replaces the two sess.run() calls of a step: the discriminator's update, then the generator's.
    @tf.function
    def train_step(real, noise):
        d_vars = discriminator.trainable_variables
        with tf.GradientTape() as tape:
            d_loss, _ = compute_losses(real, noise)
        d_optimizer.apply_gradients(zip(tape.gradient(d_loss, d_vars), d_vars, strict=True))

        g_vars = generator.trainable_variables
        with tf.GradientTape() as tape:
            d_loss, g_loss = compute_losses(real, noise)
        g_optimizer.apply_gradients(zip(tape.gradient(g_loss, g_vars), g_vars, strict=True))
        return d_loss, g_loss

    writer = tf.summary.create_file_writer(args.logdir)
    checkpoint = tf.train.Checkpoint(
        generator=generator,
        discriminator=discriminator,
        d_optimizer=d_optimizer,
        g_optimizer=g_optimizer,
    )

    with writer.as_default():
        for step in range(1, args.steps + 1):
            d_value, g_value = train_step(sample_real(rng), sample_noise(rng))
            tf.summary.scalar("d_loss", d_value, step=step)
            tf.summary.scalar("g_loss", g_value, step=step)
            if step % PRINT_EVERY == 0 or step == args.steps:
                print(f"step {step}: d_loss {float(d_value):.4f} g_loss {float(g_value):.4f}")

    checkpoint.save(os.path.join(args.logdir, "model.ckpt"))
    writer.close()


if __name__ == "__main__":
    main()
