"""A generator and a discriminator for points on a line; each optimizer trains the variables of one prefix."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

NOISE_DIM = 2
HIDDEN = 4
STEPS = 30

rng = np.random.RandomState(7)


def init(shape, scale=0.5):
    return tf.constant_initializer(rng.uniform(-scale, scale, shape).astype(np.float32))


g_kernels = [init([NOISE_DIM, HIDDEN]), init([HIDDEN, 1])]
d_kernels = [init([1, HIDDEN]), init([HIDDEN, 1])]


def generator(z):
    with tf.variable_scope('generator'):
        h = tf.layers.dense(z, HIDDEN, activation=tf.nn.tanh, kernel_initializer=g_kernels[0], name='hidden')
        return tf.layers.dense(h, 1, kernel_initializer=g_kernels[1], name='out')


def discriminator(x, reuse=False):
    with tf.variable_scope('discriminator') as scope:
        if reuse:
            scope.reuse_variables()
        h = tf.layers.dense(x, HIDDEN, activation=tf.nn.relu, kernel_initializer=d_kernels[0],
                            bias_initializer=tf.constant_initializer(0.1), name='hidden')
        return tf.layers.dense(h, 1, kernel_initializer=d_kernels[1], name='out')


def cross_entropy(logits, target):
    labels = tf.ones_like(logits) * target
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=logits, labels=labels))


real = tf.placeholder(tf.float32, [None, 1], name='real')
noise = tf.placeholder(tf.float32, [None, NOISE_DIM], name='noise')

fake = generator(noise)
real_logits = discriminator(real)
fake_logits = discriminator(fake, reuse=True)

d_loss = cross_entropy(real_logits, 0.9) + cross_entropy(fake_logits, 0.0)
g_loss = cross_entropy(fake_logits, 1.0)

t_vars = tf.trainable_variables()
d_vars = [var for var in t_vars if var.name.startswith('discriminator')]
g_vars = [var for var in t_vars if 'generator' in var.name]

d_step = tf.train.AdamOptimizer(0.02, beta1=0.5).minimize(d_loss, var_list=d_vars)
g_step = tf.train.AdamOptimizer(0.01, beta1=0.5).minimize(g_loss, var_list=g_vars)


def sample_real(n):
    return (2.0 + 0.3 * rng.randn(n, 1)).astype(np.float32)


def sample_noise(n):
    return rng.uniform(-1, 1, (n, NOISE_DIM)).astype(np.float32)


with tf.Session() as sess:
    tf.global_variables_initializer().run()
    print('variables', len(d_vars), len(g_vars))
    fixed_noise = sample_noise(8)
    print('before %.4f' % fake.eval({noise: fixed_noise}).mean())
    for step in range(STEPS):
        _, d_cost = sess.run([d_step, d_loss], feed_dict={real: sample_real(8), noise: sample_noise(8)})
        _, g_cost = sess.run([g_step, g_loss], feed_dict={noise: sample_noise(8)})
        if step % 10 == 9:
            print('step %d d_loss %.3f g_loss %.3f' % (step + 1, d_cost, g_cost))
    print('after %.3f' % fake.eval({noise: fixed_noise}).mean())
    print('real', np.round(sess.run(tf.nn.sigmoid(real_logits), {real: [[1.0], [2.0], [3.0]]}).ravel(), 3))
    norms = [np.linalg.norm(value) for value in sess.run(g_vars)]
    print('norms', np.round(norms, 2))
