"""Least squares, decompositions, and properties of random matrices that hold for every seed."""
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

tf.set_random_seed(1234)

A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]], dtype=np.float32)
B = np.array([[1.0], [2.0], [3.0]], dtype=np.float32)
X = np.array([[1, 1], [1, 2], [1, 3], [1, 4], [1, 5]], dtype=np.float32)
Y = np.array([[1.1], [1.9], [3.2], [3.8], [5.1]], dtype=np.float32)


def least_squares(x, y, l2=0.0):
    return tf.matrix_solve_ls(x, y, l2_regularizer=l2)


def projection(x):
    """The matrix that projects on the columns of `x`."""
    xtx = tf.matmul(x, x, transpose_a=True)
    return tf.matmul(x, tf.matmul(tf.matrix_inverse(xtx), x, transpose_b=True))


def power_iteration(a, steps=30):
    v = tf.ones([a.get_shape()[0].value, 1])
    for _ in range(steps):
        v = tf.matmul(a, v)
        v = v / tf.norm(v)
    return tf.squeeze(tf.matmul(tf.transpose(v), tf.matmul(a, v)))


def main():
    a, b = tf.constant(A), tf.constant(B)
    chol = tf.cholesky(a)
    solved = tf.cholesky_solve(chol, b)
    eigenvalues, _ = tf.self_adjoint_eig(a)
    singular = tf.svd(tf.constant(X), compute_uv=False)
    band = tf.matrix_band_part(a, 0, -1)
    triangular = tf.matrix_triangular_solve(chol, b, lower=True)
    trace, det = tf.trace(a), tf.matrix_determinant(a)
    diag = tf.matrix_set_diag(a, tf.zeros([3]))
    p = projection(tf.constant(X))

    # Random tensors: only what does not depend on the values.
    uniform = tf.random_uniform([200], minval=-2.0, maxval=3.0)
    inside = tf.reduce_all(tf.logical_and(uniform >= -2.0, uniform < 3.0))
    shuffled = tf.random_shuffle(tf.range(10))
    truncated = tf.reduce_max(tf.abs(tf.truncated_normal([500], stddev=0.1)))
    drawn = tf.multinomial(tf.log([[1e-20, 1.0, 1e-20]]), 6)
    orthogonal = tf.qr(tf.random_normal([4, 4]))[0]
    identity = tf.matmul(orthogonal, orthogonal, transpose_a=True)
    spectrum = tf.fft(tf.constant([1, 2, 3, 4], dtype=tf.complex64))

    with tf.Session() as sess:
        print('cholesky', np.round(sess.run(chol)[2], 4))
        print('solve', np.round(sess.run(solved).ravel(), 4), np.round(sess.run(tf.matrix_solve(a, b)).ravel(), 4))
        print('eigenvalues', np.round(sess.run(eigenvalues), 3), '%.3f' % sess.run(power_iteration(a)))
        print('singular', np.round(sess.run(singular), 3))
        print('band', sess.run(band).sum(), 'diag', sess.run(diag).sum())
        print('triangular', np.round(sess.run(triangular).ravel(), 4))
        print('trace %.2f det %.2f' % tuple(sess.run([trace, det])))
        for l2 in (0.0, 1.0):
            print('ls', l2, np.round(sess.run(least_squares(X, Y, l2)).ravel(), 3))
        print('projection', np.round(sess.run(tf.trace(p)), 3))
        print('uniform', sess.run(inside), 'shuffled', sorted(sess.run(shuffled).tolist()))
        print('truncated', sess.run(truncated) <= 0.2, 'drawn', sess.run(drawn).tolist())
        print('identity %.3f' % np.abs(sess.run(identity) - np.eye(4)).max())
        print('fft', np.round(sess.run(tf.real(spectrum)), 3), np.round(np.abs(sess.run(tf.imag(spectrum))), 3))


if __name__ == '__main__':
    main()
