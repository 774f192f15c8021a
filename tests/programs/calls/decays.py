"""Tables of learning-rate schedules, one row per step."""
from __future__ import print_function

import tensorflow as tf

BASE_RATE = 0.1
STEPS = [0, 3, 10, 25, 40, 100]


def staircase(step):
    return tf.train.exponential_decay(BASE_RATE, step, 10, 0.5, staircase=True)


def smooth(step):
    return tf.train.exponential_decay(
        learning_rate=BASE_RATE, global_step=step, decay_steps=10, decay_rate=0.5)


def natural(step):
    return tf.train.natural_exp_decay(BASE_RATE, step, decay_steps=20, decay_rate=0.3)


def inverse(step):
    return tf.train.inverse_time_decay(BASE_RATE, step, 5, 0.5, staircase=False)


def polynomial(step):
    return tf.train.polynomial_decay(BASE_RATE, step, 50, end_learning_rate=0.01, power=2.0)


def cycled(step):
    return tf.train.polynomial_decay(BASE_RATE, step, 15, 0.01, cycle=True)


def piecewise(step):
    return tf.train.piecewise_constant(step, boundaries=[10, 30], values=[1.0, 0.1, 0.01])


def cosine(step):
    return tf.train.cosine_decay(BASE_RATE, step, decay_steps=40, alpha=0.05)


def restarts(step):
    return tf.train.cosine_decay_restarts(BASE_RATE, step, first_decay_steps=20, t_mul=2.0, m_mul=0.8)


def noam(step, hidden_size=64, warmup=20.0):
    """The schedule of the Transformer."""
    step = tf.to_float(step) + 1.0
    return hidden_size ** -0.5 * tf.minimum(tf.rsqrt(step), step * warmup ** -1.5)


SCHEDULES = [
    ('staircase', staircase),
    ('smooth', smooth),
    ('natural', natural),
    ('inverse', inverse),
    ('polynomial', polynomial),
    ('cycled', cycled),
    ('piecewise', piecewise),
    ('cosine', cosine),
    ('restarts', restarts),
    ('noam', noam),
]


def main():
    with tf.Session() as sess:
        for name, schedule in SCHEDULES:
            rates = [schedule(tf.constant(step)) for step in STEPS]
            values = sess.run(rates)
            print('%-10s' % name, ' '.join('%.5f' % value for value in values))
        largest = tf.reduce_max(tf.stack([staircase(tf.constant(s)) for s in STEPS]))
        print('largest %.4f' % sess.run(largest))


if __name__ == '__main__':
    main()
