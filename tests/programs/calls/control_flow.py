"""Conditions and loops over constants: Collatz lengths, Newton's method, scans, and assertions."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf


def collatz_length(start):
    """Number of steps until `start` reaches one."""
    def cond(n, steps):
        return tf.not_equal(n, 1)

    def body(n, steps):
        half = lambda: tf.floordiv(n, 2)
        triple = lambda: 3 * n + 1
        n = tf.cond(tf.equal(tf.mod(n, 2), 0), half, triple)
        return n, steps + 1

    _, steps = tf.while_loop(cond, body, [tf.constant(start), tf.constant(0)], back_prop=False)
    return steps


def newton_sqrt(value, iterations=8):
    x = tf.constant(1.0)
    i = tf.constant(0)
    _, x = tf.while_loop(
        lambda i, x: i < iterations,
        lambda i, x: (i + 1, 0.5 * (x + value / x)),
        loop_vars=(i, x),
        parallel_iterations=1)
    return x


def running_average(values, decay):
    return tf.scan(lambda avg, v: decay * avg + (1.0 - decay) * v, values, initializer=tf.constant(0.0))


def clipped(x, limit):
    """Scales `x` so that its largest element is at most `limit`."""
    return tf.cond(
        pred=tf.reduce_max(x) > limit,
        true_fn=lambda: x * (limit / tf.reduce_max(x)),
        false_fn=lambda: tf.identity(x))


def piecewise(x):
    return tf.case({
        tf.less(x, 0.0): lambda: tf.constant(-1.0),
        tf.greater(x, 10.0): lambda: tf.constant(1.0),
    }, default=lambda: x / 10.0, exclusive=True)


def fibonacci(n):
    array = tf.TensorArray(tf.int32, size=n, clear_after_read=False)
    array = array.write(0, 1).write(1, 1)
    for i in range(2, n):
        array = array.write(i, array.read(i - 1) + array.read(i - 2))
    return array.stack()


def main():
    values = tf.constant([1.0, 2.0, 4.0, 8.0])
    with tf.control_dependencies([tf.assert_positive(values), tf.assert_rank(values, 1)]):
        checked = tf.identity(values)

    with tf.Session() as sess:
        print('collatz', [int(sess.run(collatz_length(n))) for n in (1, 6, 7, 27)])
        print('sqrt %.5f %.5f' % (sess.run(newton_sqrt(2.0)), sess.run(newton_sqrt(100.0))))
        print('average', np.round(sess.run(running_average(checked, 0.9)), 4))
        print('clipped', sess.run(clipped(values, 4.0)), sess.run(clipped(values, 16.0)))
        print('piecewise', np.round(sess.run([piecewise(tf.constant(v)) for v in (-3.0, 5.0, 11.0)]), 2))
        print('fibonacci', sess.run(fibonacci(8)))
        print('map', sess.run(tf.map_fn(lambda v: v * v, values, dtype=tf.float32)))
        print('fold', sess.run(tf.foldl(lambda a, v: a * v, values)), sess.run(tf.foldr(lambda a, v: v - a, values)))
        table = tf.einsum('i,j->ij', values, values)
        table = tf.Print(table, [values], message='values: ')
        print('table', sess.run(tf.diag_part(table)))
        mask = tf.sequence_mask(tf.constant([1, 3, 2]), 4)
        print('mask', sess.run(tf.to_int32(mask)).tolist())
        print('boolean', sess.run(tf.boolean_mask(values, tf.constant([True, False, True, False]))))
        parts = tf.dynamic_partition(values, tf.constant([0, 1, 0, 1]), 2)
        print('parts', [p.tolist() for p in sess.run(parts)])
        try:
            sess.run(tf.assert_equal(values, 1.0))
        except tf.errors.InvalidArgumentError:
            print('not all are one')


if __name__ == '__main__':
    main()
