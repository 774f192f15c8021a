"""Sums sequences of different lengths with an LSTM (`dynamic_rnn`) and a linear layer on its last state."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

MAX_LENGTH = 5
NUM_UNITS = 4
BATCH_SIZE = 8


def make_sequences(n):
    rng = np.random.RandomState(11)
    lengths = 2 + np.arange(n) % (MAX_LENGTH - 1)
    x = rng.uniform(-1, 1, (n, MAX_LENGTH, 1))
    mask = np.arange(MAX_LENGTH)[np.newaxis, :] < lengths[:, np.newaxis]
    x = x * mask[:, :, np.newaxis]
    return x.astype(np.float32), lengths.astype(np.int32), x.sum(axis=1).astype(np.float32)


def kernel(rows, columns):
    values = np.random.RandomState(5).uniform(-0.4, 0.4, (rows, columns))
    return tf.constant_initializer(values.astype(np.float32))


class Config(object):
    learning_rate = 0.05
    num_epochs = 15
    clip_norm = 5.0


def build(config):
    inputs = tf.placeholder(tf.float32, [None, MAX_LENGTH, 1], name='inputs')
    lengths = tf.placeholder(tf.int32, [None], name='lengths')
    targets = tf.placeholder(tf.float32, [None, 1], name='targets')

    cell = tf.nn.rnn_cell.LSTMCell(NUM_UNITS, forget_bias=1.0, initializer=kernel(1 + NUM_UNITS, 4 * NUM_UNITS))
    outputs, state = tf.nn.dynamic_rnn(cell, inputs, sequence_length=lengths, dtype=tf.float32, scope='rnn')

    with tf.variable_scope('output'):
        w = tf.get_variable('w', [NUM_UNITS, 1], initializer=tf.constant_initializer([0.3, -0.2, 0.1, 0.4]))
        b = tf.get_variable('b', [1], initializer=tf.constant_initializer(0.0))
    predictions = tf.nn.xw_plus_b(state.h, w, b)
    loss = tf.losses.mean_squared_error(targets, predictions)

    tvars = tf.trainable_variables()
    grads, _ = tf.clip_by_global_norm(tf.gradients(loss, tvars), config.clip_norm)
    train_op = tf.train.AdamOptimizer(config.learning_rate).apply_gradients(zip(grads, tvars))
    return inputs, lengths, targets, outputs, predictions, loss, train_op


def main():
    config = Config()
    x, n, y = make_sequences(24)
    inputs, lengths, targets, outputs, predictions, loss, train_op = build(config)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        feed_all = {inputs: x, lengths: n, targets: y}
        first = sess.run(outputs, feed_dict=feed_all)
        print('outputs', first.shape, np.round(first[0, 0], 3))
        print('after the end', np.abs(first[0, n[0]:]).max())
        print('initial %.4f' % sess.run(loss, feed_dict=feed_all))
        for epoch in range(config.num_epochs):
            for i in range(0, len(x), BATCH_SIZE):
                batch = slice(i, i + BATCH_SIZE)
                sess.run(train_op, feed_dict={inputs: x[batch], lengths: n[batch], targets: y[batch]})
            if (epoch + 1) % 5 == 0:
                print('epoch %d loss %.3f' % (epoch + 1, sess.run(loss, feed_dict=feed_all)))
        result = sess.run(predictions, feed_dict={inputs: x[:4], lengths: n[:4]})
        print('predicted', np.round(result.ravel(), 2))
        print('expected', np.round(y[:4].ravel(), 2))


if __name__ == '__main__':
    main()
