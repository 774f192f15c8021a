"""Evaluates a fixed two-layer network batch by batch; the session is passed to the functions that need it."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import collections

import numpy as np
import tensorflow as tf

Network = collections.namedtuple('Network', ['inputs', 'labels', 'keep_prob', 'probabilities', 'correct', 'loss'])


def fixed_weights(rows, columns, scale):
    values = np.sin(np.arange(rows * columns, dtype=np.float32) * scale)
    return tf.constant(values.reshape(rows, columns) * 0.5)


def make_network(num_inputs, num_hidden, num_classes):
    inputs = tf.placeholder(tf.float32, [None, num_inputs])
    labels = tf.placeholder(tf.int64, [None])
    keep_prob = tf.placeholder_with_default(1.0, shape=())

    hidden = tf.nn.relu(tf.nn.xw_plus_b(inputs, fixed_weights(num_inputs, num_hidden, 0.9), tf.zeros([num_hidden])))
    hidden = tf.nn.dropout(hidden, keep_prob=keep_prob)
    logits = tf.matmul(hidden, fixed_weights(num_hidden, num_classes, 1.7))
    correct = tf.equal(tf.argmax(logits, 1), labels)
    loss = tf.reduce_sum(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
    return Network(inputs, labels, keep_prob, tf.nn.softmax(logits), correct, loss)


def batches(x, y, size):
    for start in range(0, len(x), size):
        yield x[start:start + size], y[start:start + size]


def evaluate(sess, net, x, y, batch_size=5):
    """Returns the mean loss and the accuracy."""
    total_loss, hits = 0.0, 0
    for batch_x, batch_y in batches(x, y, batch_size):
        feed = {net.inputs: batch_x, net.labels: batch_y}
        loss, correct = sess.run([net.loss, net.correct], feed_dict=feed)
        total_loss += loss
        hits += correct.sum()
    return total_loss / len(x), hits / len(x)


def predict(session, net, x):
    return session.run(net.probabilities, feed_dict={net.inputs: x})


def sensitivity(session, net, x, index, delta=0.1):
    """How much the probabilities change with one input."""
    changed = x.copy()
    changed[:, index] += delta
    return np.abs(predict(session, net, changed) - predict(session, net, x)).max()


def main():
    x = np.cos(np.arange(16 * 4, dtype=np.float32) * 1.3).reshape(16, 4)
    y = (np.arange(16) % 3).astype(np.int64)
    net = make_network(4, 6, 3)

    sess = tf.Session()
    loss, accuracy = evaluate(sess, net, x, y)
    print('loss %.4f accuracy %.4f' % (loss, accuracy))
    probabilities = predict(sess, net, x[:3])
    for row in probabilities:
        print('probabilities', np.round(row, 4))
    print('classes', predict(sess, net, x).argmax(axis=1))
    for index in range(4):
        print('input %d: %.4f' % (index, sensitivity(sess, net, x, index)))
    kept = sess.run(net.probabilities, {net.inputs: x[:2], net.keep_prob: 1.0})
    print('same', np.allclose(kept, probabilities[:2]))
    sess.close()


if __name__ == '__main__':
    main()
