"""Linear regression with gradient descent, as in a first tutorial."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

# Parameters
learning_rate = 0.05
training_epochs = 40
display_step = 10

# Training data
train_X = np.array([3.3, 4.4, 5.5, 6.7, 6.9, 4.2, 9.8, 6.2, 7.6, 2.2, 7.0, 10.8, 5.3, 8.0, 5.6, 9.3, 3.1],
                   dtype=np.float32) / 10.0
train_Y = np.array([1.7, 2.8, 2.1, 3.2, 1.7, 1.6, 3.4, 2.6, 2.5, 1.2, 2.8, 3.5, 1.7, 2.9, 2.4, 2.9, 1.3],
                   dtype=np.float32)
n_samples = train_X.shape[0]

# Graph input
X = tf.placeholder("float")
Y = tf.placeholder("float")

# Model weights
W = tf.Variable(0.3, name="weight")
b = tf.Variable(-0.1, name="bias")

# Linear model
pred = tf.add(tf.multiply(X, W), b)

# Mean squared error
cost = tf.reduce_sum(tf.pow(pred - Y, 2)) / (2 * n_samples)
optimizer = tf.train.GradientDescentOptimizer(learning_rate).minimize(cost)

init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)

    for epoch in range(training_epochs):
        for (x, y) in zip(train_X, train_Y):
            sess.run(optimizer, feed_dict={X: x, Y: y})

        if (epoch + 1) % display_step == 0:
            c = sess.run(cost, feed_dict={X: train_X, Y: train_Y})
            print("Epoch:", '%04d' % (epoch + 1), "cost=", "{:.4f}".format(c),
                  "W=", "%.4f" % sess.run(W), "b=", "%.4f" % sess.run(b))

    print("Optimization finished")
    training_cost = sess.run(cost, feed_dict={X: train_X, Y: train_Y})
    print("Training cost= %.4f" % training_cost)

    test_X = np.array([6.8, 4.7, 8.9, 7.9], dtype=np.float32) / 10.0
    test_Y = np.array([2.3, 1.8, 2.8, 3.0], dtype=np.float32)
    testing_cost = sess.run(
        tf.reduce_sum(tf.pow(pred - Y, 2)) / (2 * test_X.shape[0]),
        feed_dict={X: test_X, Y: test_Y})
    print("Testing cost= %.4f" % testing_cost)
    print("Absolute difference: %.4f" % abs(training_cost - testing_cost))
    print("Predictions:", np.round(sess.run(pred, feed_dict={X: test_X}), 3))
