"""A multilayer perceptron of slim layers in an arg_scope, with L2 regularization and slim's training op."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf
import tensorflow.contrib.slim as slim

FEATURES = 4
CLASSES = 3


def make_data():
    """Three clusters on the axes."""
    rng = np.random.RandomState(9)
    labels = np.arange(30) % CLASSES
    centers = np.eye(CLASSES, FEATURES) * 2.0
    return (centers[labels] + 0.4 * rng.randn(30, FEATURES)).astype(np.float32), labels.astype(np.int64)


def grid(rows, columns):
    values = np.sin(np.arange(rows * columns) * 0.77 + 0.5).reshape(rows, columns) * 0.5
    return tf.constant_initializer(values.astype(np.float32))


def mlp_arg_scope(weight_decay=0.001):
    with slim.arg_scope([slim.fully_connected],
                        activation_fn=tf.nn.relu,
                        weights_regularizer=slim.l2_regularizer(weight_decay),
                        biases_initializer=tf.zeros_initializer()) as sc:
        return sc


def mlp(inputs, is_training=True, scope='mlp'):
    with tf.variable_scope(scope):
        net = slim.fully_connected(inputs, 8, weights_initializer=grid(FEATURES, 8), scope='fc1')
        net = slim.fully_connected(net, 6, weights_initializer=grid(8, 6), scope='fc2')
        net = slim.dropout(net, keep_prob=1.0, is_training=is_training, scope='dropout')
        logits = slim.fully_connected(
            net, CLASSES, activation_fn=None, weights_initializer=grid(6, CLASSES), scope='logits')
        return logits, slim.softmax(logits)


def main():
    x, y = make_data()
    inputs = tf.placeholder(tf.float32, [None, FEATURES])
    labels = tf.placeholder(tf.int64, [None])

    with slim.arg_scope(mlp_arg_scope()):
        logits, probabilities = mlp(inputs)

    onehot = slim.one_hot_encoding(labels, CLASSES)
    cross_entropy = tf.losses.softmax_cross_entropy(onehot, logits)
    loss = tf.losses.get_total_loss()
    regularization = tf.add_n(tf.losses.get_regularization_losses())
    accuracy = tf.contrib.metrics.accuracy(tf.argmax(probabilities, 1), labels)

    global_step = slim.get_or_create_global_step()
    optimizer = tf.train.GradientDescentOptimizer(0.3)
    train_op = slim.learning.create_train_op(loss, optimizer, global_step=global_step)

    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        print('variables', [v.get_shape().as_list() for v in slim.get_model_variables('mlp')])
        feed = {inputs: x, labels: y}
        print('regularization %.4f' % sess.run(regularization))
        for step in range(40):
            sess.run(train_op, feed_dict=feed)
            if step % 10 == 0:
                value, correct = sess.run([loss, accuracy], feed_dict=feed)
                print('step %d loss %.4f accuracy %.3f' % (step, value, correct))
        values = sess.run([cross_entropy, regularization], feed_dict=feed)
        print('final', np.round(values, 3))
        print('global step', sess.run(global_step))
        print('probabilities', np.round(sess.run(probabilities, feed_dict={inputs: x[:2]})[:, 0], 3))
        print('classes', sess.run(tf.argmax(probabilities, 1), feed_dict={inputs: x[:9]}))


if __name__ == '__main__':
    main()
