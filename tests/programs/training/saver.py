"""Trains, saves a checkpoint, continues, then restores the checkpoint and continues from there again."""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

LEARNING_RATE = 0.1
X = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [2.0, -1.0]], dtype=np.float32)
Y = np.array([[1.0], [3.0], [4.0], [5.0]], dtype=np.float32)


def build_graph():
    x = tf.placeholder(tf.float32, [None, 2], name='x')
    y = tf.placeholder(tf.float32, [None, 1], name='y')
    w = tf.Variable(tf.zeros([2, 1]), name='w')
    b = tf.Variable(tf.zeros([1]), name='b')
    global_step = tf.Variable(0, name='global_step', trainable=False)
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b - y), name='loss')
    train_op = tf.train.GradientDescentOptimizer(LEARNING_RATE).minimize(loss, global_step=global_step)
    saver = tf.train.Saver(max_to_keep=2)
    return dict(x=x, y=y, w=w, b=b, global_step=global_step, loss=loss, train_op=train_op, saver=saver)


def train(sess, g, steps):
    for _ in range(steps):
        sess.run(g['train_op'], feed_dict={g['x']: X, g['y']: Y})
    loss, step = sess.run([g['loss'], g['global_step']], feed_dict={g['x']: X, g['y']: Y})
    print('step %d loss %.5f' % (step, loss))
    return loss


def main():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'model.ckpt')
    try:
        g = build_graph()
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            train(sess, g, 5)
            for _ in range(3):
                train(sess, g, 5)
                saved = g['saver'].save(sess, path, global_step=g['global_step'])
            print('saved', os.path.basename(saved))
            continued = train(sess, g, 10)

        tf.reset_default_graph()
        g = build_graph()
        with tf.Session() as sess:
            checkpoint = tf.train.latest_checkpoint(folder)
            g['saver'].restore(sess, checkpoint)
            print('restored at step', sess.run(g['global_step']))
            print('w', np.round(sess.run(g['w']).ravel(), 4), 'b', np.round(sess.run(g['b']), 4))
            again = train(sess, g, 10)
            print('same', abs(again - continued) < 1e-6)

        kept = [name for name in os.listdir(folder) if name.endswith('.index')]
        print('kept', len(kept))
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    main()
