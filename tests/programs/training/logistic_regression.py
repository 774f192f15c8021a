"""Logistic regression whose variables are shared by the training and the evaluation through reuse."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_FEATURES = 3
BATCH_SIZE = 10


def make_data(n, seed):
    rng = np.random.RandomState(seed)
    x = rng.randn(n, NUM_FEATURES).astype(np.float32)
    y = (x.dot(np.array([1.5, -2.0, 0.5])) + 0.3 > 0).astype(np.float32)
    return x, y[:, np.newaxis]


def inference(x, reuse=None):
    """Returns the logits. With `reuse`, the variables must have been made before."""
    with tf.variable_scope('logistic', reuse=reuse):
        w = tf.get_variable(
            'w', shape=[NUM_FEATURES, 1],
            initializer=tf.zeros_initializer(),
            regularizer=tf.contrib.layers.l2_regularizer(0.01))
        b = tf.get_variable('b', shape=[1], initializer=tf.constant_initializer(0.0))
        return tf.matmul(x, w) + b


def total_loss(logits, labels):
    cross_entropy = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=logits, labels=labels))
    regularization = tf.add_n(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
    return cross_entropy + regularization


def main():
    train_x, train_y = make_data(60, seed=1)
    test_x, test_y = make_data(30, seed=2)

    x = tf.placeholder(tf.float32, [None, NUM_FEATURES])
    y = tf.placeholder(tf.float32, [None, 1])
    logits = inference(x)
    loss = total_loss(logits, y)
    train_op = tf.train.GradientDescentOptimizer(0.5).minimize(loss)

    eval_logits = inference(tf.constant(test_x), reuse=True)
    eval_correct = tf.equal(eval_logits > 0.0, tf.constant(test_y) > 0.5)
    eval_accuracy = tf.reduce_mean(tf.to_float(eval_correct))

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print('variables', len(tf.trainable_variables()))
        print('before %.4f' % sess.run(eval_accuracy))
        for epoch in range(10):
            for start in range(0, len(train_x), BATCH_SIZE):
                feed = {x: train_x[start:start + BATCH_SIZE], y: train_y[start:start + BATCH_SIZE]}
                sess.run(train_op, feed_dict=feed)
            if epoch % 3 == 0:
                value, accuracy = sess.run([loss, eval_accuracy], feed_dict={x: train_x, y: train_y})
                print('epoch %d loss %.4f accuracy %.4f' % (epoch, value, accuracy))

        with tf.variable_scope('logistic', reuse=True):
            w = tf.get_variable('w')
            b = tf.get_variable('b')
        print('w', np.round(sess.run(w).ravel(), 3))
        print('b', np.round(sess.run(b), 3))
        print('final %.4f' % sess.run(loss, feed_dict={x: train_x, y: train_y}))


if __name__ == '__main__':
    main()
