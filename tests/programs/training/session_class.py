"""Softmax policy of a small bandit with contexts, as a class that owns its graph and its session."""
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_CONTEXTS = 3
NUM_ARMS = 4
REWARDS = np.array([[1.0, 0.0, 0.2, 0.1],
                    [0.0, 0.3, 1.0, 0.0],
                    [0.4, 0.9, 0.0, 0.0]], dtype=np.float32)


class PolicyAgent(object):

    def __init__(self, lr=0.1, hidden_size=6):
        self.lr = lr
        self.hidden_size = hidden_size
        self._build_net()
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())
        self.history = []

    def _kernel(self, rows, columns):
        values = np.sin(np.arange(rows * columns) * 1.9).reshape(rows, columns)
        return tf.constant_initializer((0.3 * values).astype(np.float32))

    def _build_net(self):
        with tf.name_scope('inputs'):
            self.tf_obs = tf.placeholder(tf.float32, [None, NUM_CONTEXTS], name='observations')
            self.tf_acts = tf.placeholder(tf.int32, [None, ], name='actions')
            self.tf_vt = tf.placeholder(tf.float32, [None, ], name='values')
        layer = tf.layers.dense(
            inputs=self.tf_obs,
            units=self.hidden_size,
            activation=tf.nn.tanh,
            kernel_initializer=self._kernel(NUM_CONTEXTS, self.hidden_size),
            bias_initializer=tf.constant_initializer(0.1),
            name='fc1')
        all_act = tf.layers.dense(
            inputs=layer,
            units=NUM_ARMS,
            activation=None,
            kernel_initializer=self._kernel(self.hidden_size, NUM_ARMS),
            name='fc2')
        self.all_act_prob = tf.nn.softmax(all_act, name='act_prob')

        with tf.name_scope('loss'):
            neg_log_prob = tf.reduce_sum(
                -tf.log(self.all_act_prob) * tf.one_hot(self.tf_acts, NUM_ARMS), axis=1)
            self.loss = tf.reduce_mean(neg_log_prob * self.tf_vt)
        with tf.name_scope('train'):
            self.train_op = tf.train.AdamOptimizer(self.lr).minimize(self.loss)

    def probabilities(self, context):
        observation = np.eye(NUM_CONTEXTS, dtype=np.float32)[context]
        return self.sess.run(self.all_act_prob, feed_dict={self.tf_obs: observation[np.newaxis, :]})[0]

    def learn(self, contexts, actions, rewards):
        # Rewards relative to their mean
        values = rewards - np.mean(rewards)
        _, loss = self.sess.run([self.train_op, self.loss], feed_dict={
            self.tf_obs: np.eye(NUM_CONTEXTS, dtype=np.float32)[contexts],
            self.tf_acts: actions,
            self.tf_vt: values,
        })
        self.history.append(loss)
        return loss

    def close(self):
        self.sess.close()


def main():
    agent = PolicyAgent()
    # Every context with every arm.
    contexts = np.repeat(np.arange(NUM_CONTEXTS), NUM_ARMS)
    actions = np.tile(np.arange(NUM_ARMS), NUM_CONTEXTS)
    rewards = REWARDS[contexts, actions]

    print('start', np.round(agent.probabilities(0), 3))
    for episode in range(20):
        loss = agent.learn(contexts, actions, rewards)
        if episode % 5 == 0:
            print('episode %d loss %.4f' % (episode, loss))
    for context in range(NUM_CONTEXTS):
        print('context', context, np.round(agent.probabilities(context), 3))
    best = [int(agent.probabilities(c).argmax()) for c in range(NUM_CONTEXTS)]
    print('best', best, 'episodes', len(agent.history))
    agent.close()


if __name__ == '__main__':
    main()
