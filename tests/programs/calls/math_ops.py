"""Basic math on small matrices: reductions, comparisons, cumulative sums, segments."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

DATA = np.array([[1.0, 2.5, -3.0, 4.0],
                 [0.5, -1.5, 2.0, 8.0],
                 [3.0, 3.0, -0.25, 1.0]], dtype=np.float32)


def log_sum(x):
    """Numerically stable log-sum-exp over the last axis, keeping the dimension."""
    m = tf.reduce_max(x, axis=-1, keep_dims=True)
    return tf.log(tf.reduce_sum(tf.exp(x - m), axis=-1, keep_dims=True)) + m


def pairwise_distance(a, b):
    # |a|^2 - 2ab + |b|^2
    aa = tf.reduce_sum(tf.square(a), 1, keep_dims=True)
    bb = tf.reduce_sum(tf.square(b), 1, keep_dims=True)
    dist = aa - 2.0 * tf.matmul(a, b, transpose_b=True) + tf.transpose(bb)
    return tf.sqrt(tf.maximum(dist, 1e-12))


def main():
    x = tf.constant(DATA)
    total = tf.reduce_sum(x, reduction_indices=[1])
    mean, var = tf.nn.moments(x, axes=[0])
    normed = tf.nn.l2_normalize(x, dim=1)
    best = tf.argmax(x, dimension=1)
    worst = tf.arg_min(x, 0)
    count = tf.count_nonzero(tf.greater(x, 0.0), axis=1)
    signs = tf.to_int32(tf.sign(x))
    ratio = tf.div(tf.reduce_sum(tf.abs(x)), tf.to_float(tf.size(x)))
    ints = tf.div(tf.constant([7, -7, 9]), tf.constant([2, 2, 4]))
    rounded = tf.floor_div(tf.constant([7.5, -7.5]), 2.0)
    cum = tf.cumsum(x, axis=1, exclusive=True)
    seg = tf.segment_sum(x, tf.constant([0, 0, 1]))
    useg = tf.unsorted_segment_sum(x, tf.constant([1, 0, 1]), 2)
    has_big = tf.reduce_any(tf.greater(x, 5.0), axis=1, keep_dims=True)
    where = tf.where(tf.greater(x, 0.0), x, tf.zeros_like(x))
    sel = tf.where(tf.constant([True, False, True]), x, -x)
    inv = tf.rsqrt(tf.square(x) + 1.0)
    gamma = tf.lgamma(tf.constant([1.5, 3.0, 10.0]))
    diag = tf.matrix_diag(tf.constant([1.0, 2.0, 3.0]))
    dist = pairwise_distance(x, tf.matmul(diag, x))

    with tf.Session() as sess:
        print('sum', np.round(sess.run(total), 4))
        m, v = sess.run([mean, var])
        print('moments', np.round(m, 4), np.round(v, 4))
        print('norm', np.round(sess.run(tf.reduce_sum(normed)), 4))
        print('arg', sess.run(best), sess.run(worst))
        print('count', sess.run(count), 'signs', sess.run(signs).sum())
        print('ratio %.4f' % sess.run(ratio))
        print('div', sess.run(ints), sess.run(rounded))
        print('cumsum', sess.run(cum)[:, -1])
        print('segments', sess.run(seg)[0], sess.run(useg)[1])
        print('any', sess.run(has_big).shape, sess.run(has_big).sum())
        print('where %.3f %.3f' % (sess.run(where).sum(), sess.run(sel).sum()))
        print('rsqrt', np.round(sess.run(inv)[0], 4))
        print('lgamma', np.round(sess.run(gamma), 4))
        print('dist', np.round(sess.run(dist)[1], 3))
        print('lse', np.round(sess.run(log_sum(x)).ravel(), 4))


if __name__ == '__main__':
    main()
