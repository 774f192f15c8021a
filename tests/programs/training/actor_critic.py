"""An actor and a critic with a target network, two classes that get the session of the program."""
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

GAMMA = 0.9


def kernel(rows, columns):
    values = np.cos(np.arange(rows * columns) * 1.3).reshape(rows, columns)
    return tf.constant_initializer((0.4 * values).astype(np.float32))


class Actor(object):

    def __init__(self, sess, n_features, n_actions, lr=0.01):
        self.sess = sess
        self.s = tf.placeholder(tf.float32, [1, n_features], 'state')
        self.a = tf.placeholder(tf.int32, None, 'act')
        self.td_error = tf.placeholder(tf.float32, None, 'td_error')
        with tf.variable_scope('Actor'):
            l1 = tf.layers.dense(self.s, 5, tf.nn.relu, kernel_initializer=kernel(n_features, 5), name='l1')
            self.acts_prob = tf.layers.dense(l1, n_actions, tf.nn.softmax, kernel_initializer=kernel(5, n_actions),
                                             name='acts_prob')
        with tf.variable_scope('exp_v'):
            log_prob = tf.log(self.acts_prob[0, self.a])
            self.exp_v = tf.reduce_mean(log_prob * self.td_error)
        with tf.variable_scope('train'):
            self.train_op = tf.train.GradientDescentOptimizer(lr).minimize(-self.exp_v)

    def learn(self, s, a, td):
        feed_dict = {self.s: s[np.newaxis, :], self.a: a, self.td_error: td}
        _, exp_v = self.sess.run([self.train_op, self.exp_v], feed_dict)
        return exp_v

    def choose_action(self, s):
        probs = self.sess.run(self.acts_prob, {self.s: s[np.newaxis, :]})
        return int(np.argmax(probs.ravel()))


class Critic(object):

    def __init__(self, sess, n_features, lr=0.05):
        self.sess = sess
        self.n_features = n_features
        self.lr = lr
        self._build_net()
        target = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Critic/target')
        current = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope='Critic/eval')
        self.replace_op = [tf.assign(t, 0.5 * t + 0.5 * c) for t, c in zip(target, current)]

    def _build_net(self):
        self.s = tf.placeholder(tf.float32, [1, self.n_features], 'state')
        self.s_ = tf.placeholder(tf.float32, [1, self.n_features], 'next_state')
        self.r = tf.placeholder(tf.float32, None, 'r')
        with tf.variable_scope('Critic/eval'):
            l1 = tf.layers.dense(self.s, 4, tf.nn.tanh, kernel_initializer=kernel(self.n_features, 4), name='l1')
            self.v = tf.layers.dense(l1, 1, kernel_initializer=kernel(4, 1), name='V')
        with tf.variable_scope('Critic/target'):
            l1 = tf.layers.dense(self.s_, 4, tf.nn.tanh, kernel_initializer=kernel(self.n_features, 4), name='l1')
            self.v_ = tf.layers.dense(l1, 1, kernel_initializer=kernel(4, 1), name='V')
        with tf.variable_scope('loss'):
            self.td_error = self.r + GAMMA * tf.stop_gradient(self.v_) - self.v
            self.loss = tf.reduce_mean(tf.square(self.td_error))
        with tf.variable_scope('train'):
            self.train_op = tf.train.MomentumOptimizer(self.lr, 0.5).minimize(self.loss)

    def learn(self, s, r, s_):
        td_error, _ = self.sess.run([self.td_error, self.train_op],
                                    {self.s: s[np.newaxis, :], self.s_: s_[np.newaxis, :], self.r: r})
        return td_error[0, 0]

    def replace(self):
        self.sess.run(self.replace_op)


def main():
    sess = tf.Session()
    actor = Actor(sess, n_features=3, n_actions=2)
    critic = Critic(sess, n_features=3)
    sess.run(tf.global_variables_initializer())
    state = np.array([0.5, -0.25, 0.1], dtype=np.float32)
    for step in range(6):
        action = actor.choose_action(state)
        following = state * 0.8 + 0.1 * action
        td = critic.learn(state, 1.0 - 0.1 * step, following)
        value = actor.learn(state, action, td)
        if step % 2:
            critic.replace()
        print(action, round(float(td), 3), round(float(value), 3))
        state = following


if __name__ == '__main__':
    main()
