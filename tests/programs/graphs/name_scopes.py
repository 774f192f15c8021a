"""Detects edges in a small picture; layers of the graph are in name scopes and tensors get names."""
from __future__ import absolute_import, division, print_function

import numpy as np
import tensorflow as tf

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=np.float32)


def conv(x, kernel, scope):
    with tf.name_scope(scope):
        kernel = tf.constant(kernel.reshape(3, 3, 1, 1), name='kernel')
        return tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding='SAME', name='conv')


def edge_graph():
    with tf.name_scope('input'):
        image = tf.placeholder(tf.float32, shape=(None, 8, 8, 1), name='image')
        threshold = tf.placeholder(tf.float32, shape=(), name='threshold')

    with tf.name_scope('gradients'):
        gx = conv(image, SOBEL, 'horizontal')
        gy = conv(image, SOBEL.T, 'vertical')
        magnitude = tf.sqrt(tf.square(gx) + tf.square(gy), name='magnitude')

    with tf.name_scope('edges') as scope:
        edges = tf.to_float(magnitude > threshold)
        pooled = tf.nn.max_pool(edges, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID', name='pool')
        fraction = tf.reduce_mean(edges, axis=[1, 2, 3], name=scope + 'fraction')

    with tf.name_scope('statistics'):
        strongest = tf.reduce_max(magnitude, reduction_indices=[1, 2, 3])
        average = tf.nn.avg_pool(magnitude, [1, 4, 4, 1], [1, 4, 4, 1], 'SAME')
    return image, threshold, pooled, fraction, strongest, average


def square_picture():
    picture = np.zeros((8, 8), dtype=np.float32)
    picture[2:6, 2:6] = 1.0
    return picture


def ramp_picture():
    return np.tile(np.arange(8, dtype=np.float32) / 8.0, (8, 1))


def main():
    image, threshold, pooled, fraction, strongest, average = edge_graph()
    batch = np.stack([square_picture(), ramp_picture()])[..., np.newaxis]

    with tf.Session() as sess:
        edges, shares = sess.run([pooled, fraction], feed_dict={image: batch, threshold: 1.5})
        print('square')
        print(edges[0, :, :, 0].astype(int))
        print('shares', np.round(shares, 4))
        top = sess.run(strongest, feed_dict={image: batch})
        print('strongest', np.round(top, 4))
        means = sess.run(average, feed_dict={image: batch})
        print('means', np.round(means[0].ravel(), 4), np.round(means[1].ravel(), 4))
        for value in (0.5, 2.0, 4.0):
            shares = sess.run(fraction, feed_dict={image: batch, threshold: value})
            print('threshold %.1f' % value, np.round(shares, 4))


if __name__ == '__main__':
    main()
