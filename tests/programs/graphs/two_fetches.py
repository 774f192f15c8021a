"""Standardizes batches of measurements and fetches the result together with its statistics."""
import numpy as np
import tensorflow as tf

BATCHES = [
    np.array([[1.0, 20.0], [2.0, 40.0], [3.0, 30.0]], dtype=np.float32),
    np.array([[-1.0, 0.0], [0.5, 5.0]], dtype=np.float32),
    np.array([[10.0, 10.0], [10.0, 12.0], [14.0, 10.0], [6.0, 8.0]], dtype=np.float32),
]

x = tf.placeholder(tf.float32, [None, 2], name='x')
clip = tf.placeholder_with_default(tf.constant(3.0), shape=[], name='clip')

mean, variance = tf.nn.moments(x, axes=[0], keep_dims=True)
standardized = (x - mean) * tf.rsqrt(variance + 1e-3)
standardized = tf.clip_by_value(standardized, -clip, clip)
norms = tf.sqrt(tf.reduce_sum(tf.square(standardized), reduction_indices=1))
covariance = tf.matmul(standardized, standardized, transpose_a=True) / tf.to_float(tf.shape(x)[0])
summary = {
    'largest': tf.reduce_max(tf.abs(standardized)),
    'smallest': tf.reduce_min(standardized),
    'rows': tf.shape(x)[0],
}


def main():
    config = tf.ConfigProto(allow_soft_placement=True)
    config.gpu_options.allow_growth = True
    with tf.Session(config=config) as sess:
        for batch in BATCHES:
            m, v = sess.run([mean, variance], feed_dict={x: batch})
            print('mean', np.round(m[0], 3), 'variance', np.round(v[0], 3))
            z, n = sess.run((standardized, norms), {x: batch})
            print('norms', np.round(n, 3), 'mean of squares %.3f' % np.mean(z ** 2))

        clipped, n = sess.run([standardized, norms], feed_dict={x: BATCHES[2], clip: 0.5})
        print('clipped %.3f' % np.abs(clipped).max(), np.round(n, 3))

        stats = sess.run(summary, feed_dict={x: BATCHES[0]})
        for key in sorted(stats):
            print(key, '%.3f' % stats[key])
        print('correlation %.3f' % covariance.eval(feed_dict={x: BATCHES[0]})[0, 1])


if __name__ == '__main__':
    main()
