"""Conditions and loops in a graph whose inputs are fed: greedy decoding of a Markov chain, and matrix powers."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

TRANSITIONS = np.array([
    [0.1, 0.6, 0.3, 0.0],
    [0.4, 0.1, 0.3, 0.2],
    [0.2, 0.2, 0.1, 0.5],
    [0.0, 0.0, 0.0, 1.0],
], dtype=np.float32)
END = 3


def greedy_decode(transitions, start, max_steps):
    """Follows the most likely transition that was not used before."""
    def not_done(step, state, visited, log_prob):
        return tf.logical_and(tf.less(step, max_steps), tf.not_equal(state, END))

    def advance(step, state, visited, log_prob):
        row = tf.gather(transitions, state) * (1.0 - visited)
        following = tf.argmax(row, axis=0, output_type=tf.int32)
        probability = tf.reduce_max(row)
        visited = tf.maximum(visited, tf.one_hot(following, 4))
        return step + 1, following, visited, log_prob + tf.log(probability)

    visited = tf.one_hot(start, 4)
    return tf.while_loop(not_done, advance, [tf.constant(0), start, visited, tf.constant(0.0)])


def matrix_power(matrix, n):
    """By repeated squaring."""
    def body(n, base, result):
        result = tf.cond(tf.equal(n % 2, 1), lambda: tf.matmul(result, base), lambda: result)
        return n // 2, tf.matmul(base, base), result

    identity = tf.eye(tf.shape(matrix)[0])
    loop = tf.while_loop(lambda n, *_: n > 0, body, (n, matrix, identity), back_prop=False)
    return loop[2]


def main():
    transitions = tf.placeholder(tf.float32, [4, 4])
    start = tf.placeholder(tf.int32, [])
    power = tf.placeholder(tf.int32, [])
    training = tf.placeholder_with_default(False, [])

    steps, last, _, log_prob = greedy_decode(transitions, start, 10)
    powered = matrix_power(transitions, power)
    smoothed = tf.cond(
        training,
        lambda: 0.9 * transitions + 0.1 / 4.0,
        lambda: transitions)
    entropy = -tf.reduce_sum(smoothed * tf.log(smoothed + 1e-8), axis=1)

    with tf.Session() as sess:
        for state in range(4):
            n, end, lp = sess.run([steps, last, log_prob], {transitions: TRANSITIONS, start: state})
            print('from %d: %d steps to %d, log probability %.4f' % (state, n, end, lp))
        for n in (0, 1, 5, 50):
            p = sess.run(powered, feed_dict={transitions: TRANSITIONS, power: n})
            print('power', n, np.round(p[0], 4))
        print('entropy', np.round(sess.run(entropy, {transitions: TRANSITIONS})[:3], 4))
        print('smoothed', np.round(sess.run(entropy, {transitions: TRANSITIONS, training: True}), 4))


if __name__ == '__main__':
    main()
