"""Command-line flags, logging and hyperparameters of a script that makes a learning-rate table."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import os
import tempfile

import numpy as np
import tensorflow as tf

flags = tf.app.flags

flags.DEFINE_string('output_dir', '', 'Where the table is written; a temporary folder if empty.')
flags.DEFINE_integer('num_steps', 5, 'Number of rows.')
flags.DEFINE_float('learning_rate', 0.1, 'Initial learning rate.')
flags.DEFINE_bool('warmup', True, 'Whether to begin with a warm-up.')
flags.DEFINE_enum('schedule', 'cosine', ['cosine', 'linear'], 'Form of the decay.')
flags.DEFINE_list('layers', ['64', '32'], 'Sizes of the layers.')

FLAGS = flags.FLAGS


def schedule(step):
    """Returns the learning rate for a step."""
    fraction = step / max(FLAGS.num_steps - 1, 1)
    if FLAGS.warmup and step == 0:
        tf.logging.debug('warm-up at step %d', step)
        return 0.0
    if FLAGS.schedule == 'cosine':
        return FLAGS.learning_rate * 0.5 * (1.0 + np.cos(np.pi * fraction))
    return FLAGS.learning_rate * (1.0 - fraction)


def write_table(path, rows):
    if not tf.gfile.Exists(os.path.dirname(path)):
        tf.gfile.MakeDirs(os.path.dirname(path))
    with tf.gfile.FastGFile(path, 'w') as f:
        for step, rate in rows:
            f.write('%d\t%.5f\n' % (step, rate))
    tf.logging.info('wrote %d rows to %s', len(rows), path)


def read_table(path):
    with tf.gfile.GFile(path, 'r') as f:
        return [line.rstrip('\n').split('\t') for line in f]


def main(unused_argv):
    tf.logging.set_verbosity(tf.logging.INFO)
    if FLAGS.num_steps < 2:
        tf.logging.fatal('need at least two steps')
    folder = FLAGS.output_dir or tempfile.mkdtemp()
    rows = [(step, schedule(step)) for step in range(FLAGS.num_steps)]
    path = os.path.join(folder, 'schedules', FLAGS.schedule, 'table.tsv')
    write_table(path, rows)
    for step, rate in read_table(path):
        print(step, rate)
    tf.logging.log_every_n(tf.logging.WARN, 'schedule %s', 1, FLAGS.schedule)

    print('layers', [int(size) for size in FLAGS.layers])
    print('flags', FLAGS.learning_rate, FLAGS.warmup, FLAGS.num_steps)
    print('stat', tf.gfile.Stat(path).length, tf.gfile.IsDirectory(folder))
    for dirname, subdirs, files in tf.gfile.Walk(folder):
        print('walk', os.path.relpath(dirname, folder), sorted(subdirs), files)
    tf.gfile.Copy(path, os.path.join(folder, 'copy.tsv'), overwrite=True)
    print('copied', tf.gfile.Exists(os.path.join(folder, 'copy.tsv')))
    if not FLAGS.output_dir:
        tf.gfile.DeleteRecursively(folder)
    tf.logging.warning('removed %s', folder)
    print('exists', tf.gfile.Exists(folder), 'info' if tf.logging.get_verbosity() >= tf.logging.INFO else 'quiet')


if __name__ == '__main__':
    tf.app.run(main)
