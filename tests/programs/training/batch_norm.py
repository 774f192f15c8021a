"""A small convolutional network with batch normalization, whose moving averages are updated with UPDATE_OPS."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_CLASSES = 2
SIZE = 6


def stripes(n):
    """Pictures with horizontal (0) or vertical (1) stripes."""
    rng = np.random.RandomState(3)
    images, labels = [], []
    for i in range(n):
        image = np.zeros((SIZE, SIZE), np.float32)
        if i % 2:
            image[:, ::2] = 1.0
        else:
            image[::2, :] = 1.0
        images.append(image + 0.2 * rng.randn(SIZE, SIZE))
        labels.append(i % 2)
    return np.array(images, np.float32)[..., np.newaxis], np.array(labels, np.int32)


def fixed(*shape):
    size = int(np.prod(shape))
    values = np.sin(np.arange(1, size + 1) * 1.37).reshape(shape) * 0.4
    return tf.constant_initializer(values.astype(np.float32))


def model(images, training):
    net = tf.layers.conv2d(images, filters=4, kernel_size=3, padding='same', use_bias=False,
                           kernel_initializer=fixed(3, 3, 1, 4), name='conv1')
    net = tf.layers.batch_normalization(net, training=training, momentum=0.9, name='bn1')
    net = tf.nn.relu(net)
    net = tf.layers.max_pooling2d(net, pool_size=2, strides=2)
    net = tf.layers.flatten(net)
    net = tf.layers.dense(net, 8, kernel_initializer=fixed(36, 8), name='fc1')
    net = tf.layers.batch_normalization(net, training=training, momentum=0.9, name='bn2')
    net = tf.nn.relu(net)
    return tf.layers.dense(net, NUM_CLASSES, kernel_initializer=fixed(8, 2), name='logits')


def main(_):
    images, labels = stripes(24)
    x = tf.placeholder(tf.float32, [None, SIZE, SIZE, 1], name='x')
    y = tf.placeholder(tf.int32, [None], name='y')
    is_training = tf.placeholder(tf.bool, name='is_training')

    logits = model(x, is_training)
    loss = tf.losses.sparse_softmax_cross_entropy(labels=y, logits=logits)
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

    update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(update_ops):
        train_op = tf.train.MomentumOptimizer(learning_rate=0.05, momentum=0.9).minimize(loss)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        print('updates', len(update_ops), 'trainable', len(tf.trainable_variables()))
        before = sess.run([loss, accuracy], feed_dict={x: images, y: labels, is_training: False})
        print('before %.2f %.3f' % tuple(before))
        for epoch in range(4):
            losses = []
            for i in range(0, len(images), 8):
                _, batch_loss = sess.run(
                    [train_op, loss],
                    feed_dict={x: images[i:i + 8], y: labels[i:i + 8], is_training: True})
                losses.append(batch_loss)
            print('epoch %d loss %.3f' % (epoch, np.mean(losses)))
        after = sess.run([loss, accuracy], feed_dict={x: images, y: labels, is_training: False})
        print('after %.2f %.3f' % tuple(after))
        moving = [v for v in tf.global_variables() if 'bn1/moving' in v.name]
        for value in sess.run(moving):
            print('moving', np.round(value, 2))


if __name__ == '__main__':
    tf.app.run()
