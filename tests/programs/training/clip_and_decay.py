"""Trains a two-layer regression with clipped gradients, exponential decay of the rate, and averaged weights."""
from __future__ import absolute_import, division, print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

tf.app.flags.DEFINE_float('learning_rate', 0.2, 'Initial learning rate')
tf.app.flags.DEFINE_integer('max_steps', 60, 'Number of training steps')
tf.app.flags.DEFINE_float('max_norm', 1.0, 'Global norm that gradients are clipped to')
FLAGS = tf.app.flags.FLAGS


def make_data():
    x = np.linspace(-2.0, 2.0, 32, dtype=np.float32)[:, np.newaxis]
    return x, np.sin(2.0 * x) + 0.5 * x + 0.3


def weights(name, rows, columns, scale):
    values = np.cos(np.arange(rows * columns) * 2.1).reshape(rows, columns) * scale
    return tf.get_variable(name, initializer=values.astype(np.float32))


def predict(x, hidden=8):
    w1 = weights('w1', 1, hidden, 1.0)
    b1 = tf.get_variable('b1', [hidden], initializer=tf.zeros_initializer)
    w2 = weights('w2', hidden, 1, 0.5)
    b2 = tf.get_variable('b2', [1], initializer=tf.zeros_initializer)
    return tf.matmul(tf.nn.tanh(tf.matmul(x, w1) + b1), w2) + b2


def main(argv):
    data_x, data_y = make_data()
    x = tf.placeholder(tf.float32, [None, 1])
    y = tf.placeholder(tf.float32, [None, 1])
    predictions = predict(x)
    loss = tf.reduce_mean(tf.squared_difference(predictions, y))

    global_step = tf.train.get_or_create_global_step()
    learning_rate = tf.train.exponential_decay(
        FLAGS.learning_rate, global_step, decay_steps=20, decay_rate=0.5, staircase=True)
    optimizer = tf.train.GradientDescentOptimizer(learning_rate)
    grads_and_vars = optimizer.compute_gradients(loss)
    gradients, variables = zip(*grads_and_vars)
    clipped, norm = tf.clip_by_global_norm(gradients, FLAGS.max_norm)
    apply_op = optimizer.apply_gradients(zip(clipped, variables), global_step=global_step)

    ema = tf.train.ExponentialMovingAverage(decay=0.9, num_updates=global_step)
    with tf.control_dependencies([apply_op]):
        train_op = ema.apply(tf.trainable_variables())
    average = ema.average(tf.trainable_variables()[-1])

    tf.summary.scalar('loss', loss)
    tf.summary.scalar('learning_rate', learning_rate)
    for var in tf.trainable_variables():
        tf.summary.histogram(var.op.name, var)
    merged = tf.summary.merge_all()
    log_dir = tempfile.mkdtemp()

    with tf.Session() as sess:
        writer = tf.summary.FileWriter(log_dir, sess.graph)
        sess.run(tf.global_variables_initializer())
        feed = {x: data_x, y: data_y}
        print('initial %.4f' % sess.run(loss, feed_dict=feed))
        while True:
            sess.run(train_op, feed_dict=feed)
            step = sess.run(global_step)
            if step % 15 == 0:
                value, rate, gradient_norm, summary = sess.run([loss, learning_rate, norm, merged], feed_dict=feed)
                writer.add_summary(summary, step)
                print('step %d loss %.4f rate %.4f norm %.3f' % (step, value, rate, gradient_norm))
            if step >= FLAGS.max_steps:
                break
        writer.close()
        print('event files', len(os.listdir(log_dir)))
        print('global step', tf.train.global_step(sess, global_step))
        print('average', np.round(sess.run(average), 4))
        print('predictions', np.round(sess.run(predictions, {x: [[-1.0], [0.0], [1.0]]}).ravel(), 3))
    shutil.rmtree(log_dir)


if __name__ == '__main__':
    tf.app.run()
