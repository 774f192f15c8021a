"""A ranking model as a class: the constructor builds the graph, a method runs it."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf


class FactorizationMachine(object):
    """Scores feature vectors with a bias, linear weights, and pairwise interactions."""

    def __init__(self, weights, factors, bias=0.0):
        self.weights_value = weights
        self.factors_value = factors
        self.bias_value = bias
        self.build()

    def build(self):
        num_features = self.weights_value.shape[0]
        self.x = tf.placeholder(tf.float32, [None, num_features], name='x')
        self.y = tf.placeholder(tf.float32, [None], name='y')

        bias = tf.constant(self.bias_value, dtype=tf.float32)
        weights = tf.constant(self.weights_value, dtype=tf.float32)
        factors = tf.constant(self.factors_value, dtype=tf.float32)

        linear = tf.squeeze(tf.matmul(self.x, tf.expand_dims(weights, 1)), axis=1)
        self.logits = bias + linear + self._interactions(factors)
        self.scores = tf.sigmoid(self.logits)
        self.loss = tf.reduce_mean(
            tf.nn.sigmoid_cross_entropy_with_logits(labels=self.y, logits=self.logits))

    def _interactions(self, factors):
        squared_sum = tf.square(tf.matmul(self.x, factors))
        sum_squared = tf.matmul(tf.square(self.x), tf.square(factors))
        return 0.5 * tf.reduce_sum(squared_sum - sum_squared, axis=1, keep_dims=False)

    def predict(self, sess, x):
        return sess.run(self.scores, feed_dict={self.x: x})

    def evaluate(self, sess, x, y):
        loss, logits = sess.run([self.loss, self.logits], feed_dict={self.x: x, self.y: y})
        return loss, logits

    def rank(self, sess, x):
        return np.argsort(-self.predict(sess, x))


def make_data():
    grid = np.arange(24, dtype=np.float32).reshape(6, 4)
    x = np.cos(grid * 0.7)
    y = (x.sum(axis=1) > 0).astype(np.float32)
    return x, y


def main():
    weights = np.array([0.5, -0.25, 0.1, 1.0], dtype=np.float32)
    factors = np.linspace(-0.5, 0.5, 8).reshape(4, 2).astype(np.float32)
    x, y = make_data()

    with tf.Graph().as_default():
        model = FactorizationMachine(weights, factors, bias=0.1)
        with tf.Session() as sess:
            scores = model.predict(sess, x)
            print('scores', np.round(scores, 4))
            loss, logits = model.evaluate(sess, x, y)
            print('loss %.4f' % loss)
            print('logits', np.round(logits, 3))
            print('rank', model.rank(sess, x))
            print('accuracy %.3f' % np.mean((scores > 0.5) == (y > 0.5)))
            for start in range(0, len(x), 2):
                batch_loss, _ = model.evaluate(sess, x[start:start + 2], y[start:start + 2])
                print('batch %d: %.4f' % (start // 2, batch_loss))


if __name__ == '__main__':
    main()
