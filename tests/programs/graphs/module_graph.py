"""An exponential filter of time series in a graph of its own at module level, used by several functions."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

WINDOW = 4

graph = tf.Graph()
with graph.as_default():
    series_ph = tf.placeholder(tf.float32, [None], name='series')
    alpha_ph = tf.placeholder(tf.float32, [], name='alpha')

    def _step(previous, current):
        return previous + alpha_ph * (current - previous)

    filtered_op = tf.scan(_step, series_ph, initializer=series_ph[0], name='filtered')
    residual_op = tf.subtract(series_ph, filtered_op, name='residual')
    error_op = tf.sqrt(tf.reduce_mean(tf.square(residual_op)), name='error')

    # Moving average as a convolution over [batch, time, channel].
    _kernel = tf.fill([WINDOW, 1, 1], 1.0 / WINDOW)
    _as_batch = tf.expand_dims(tf.expand_dims(series_ph, 0), 2)
    average_op = tf.squeeze(tf.nn.conv1d(_as_batch, filters=_kernel, stride=1, padding='VALID'), squeeze_dims=[0, 2])

    autocorrelation_op = tf.div(
        tf.reduce_sum(residual_op[1:] * residual_op[:-1]),
        tf.reduce_sum(tf.square(residual_op)) + 1e-8)

session = tf.Session(graph=graph)


def smooth(series, alpha):
    return session.run(filtered_op, feed_dict={series_ph: series, alpha_ph: alpha})


def moving_average(series):
    return session.run(average_op, feed_dict={series_ph: series})


def errors(series, alphas):
    return [session.run(error_op, feed_dict={series_ph: series, alpha_ph: a}) for a in alphas]


def best_alpha(series, alphas):
    values = errors(series, alphas)
    return alphas[int(np.argmin(values))], min(values)


def main():
    time = np.arange(12, dtype=np.float32)
    series = 0.5 * time + np.where(time % 3 == 0, 1.0, -0.5).astype(np.float32)

    print('half', np.round(smooth(series, 0.5), 3))
    print('slow', np.round(smooth(series, 0.1)[-3:], 3))
    print('average', np.round(moving_average(series), 3))
    for alpha, error in zip((0.1, 0.3, 0.9), errors(series, (0.1, 0.3, 0.9))):
        print('alpha %.1f error %.4f' % (alpha, error))
    alpha, error = best_alpha(series, [0.2, 0.4, 0.6, 0.8])
    print('best %.1f %.4f' % (alpha, error))
    correlation = session.run(autocorrelation_op, {series_ph: series, alpha_ph: 0.3})
    print('autocorrelation %.4f' % correlation)
    session.close()


if __name__ == '__main__':
    main()
