"""Writes examples to a TFRecord file, counts them, and reads them back."""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

FEATURES = {
    'label': tf.FixedLenFeature([], tf.int64),
    'name': tf.FixedLenFeature([], tf.string, default_value=''),
    'values': tf.FixedLenFeature([3], tf.float32),
    'tags': tf.VarLenFeature(tf.int64),
}


def _int64_feature(values):
    return tf.train.Feature(int64_list=tf.train.Int64List(value=values))


def _bytes_feature(value):
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))


def _float_feature(values):
    return tf.train.Feature(float_list=tf.train.FloatList(value=values))


def make_example(i):
    return tf.train.Example(features=tf.train.Features(feature={
        'label': _int64_feature([i % 2]),
        'name': _bytes_feature(tf.compat.as_bytes('row-%d' % i)),
        'values': _float_feature([i * 0.5, i * 1.5, -float(i)]),
        'tags': _int64_feature(list(range(i))),
    }))


def write_records(path, count, compressed=False):
    options = None
    if compressed:
        options = tf.python_io.TFRecordOptions(tf.python_io.TFRecordCompressionType.GZIP)
    with tf.python_io.TFRecordWriter(path, options=options) as writer:
        for i in range(count):
            writer.write(make_example(i).SerializeToString())


def count_records(path):
    return sum(1 for _ in tf.python_io.tf_record_iterator(path))


def main():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'train.tfrecord')
    write_records(path, 5)
    write_records(os.path.join(folder, 'test.tfrecord.gz'), 3, compressed=True)
    print('files', sorted(tf.gfile.ListDirectory(folder)), tf.gfile.Exists(path))
    print('matching', len(tf.gfile.Glob(os.path.join(folder, '*.tfrecord*'))))
    print('records', count_records(path))

    serialized = list(tf.python_io.tf_record_iterator(path))
    first = tf.train.Example.FromString(serialized[1])
    print('first', first.features.feature['name'].bytes_list.value[0].decode('utf-8'))

    single = tf.parse_single_example(serialized[3], FEATURES)
    batch = tf.parse_example(serialized, features=FEATURES)
    tags = tf.sparse_tensor_to_dense(batch['tags'], default_value=-1)
    with tf.Session() as sess:
        row = sess.run(single)
        print('row', row['label'], row['name'].decode('utf-8'), row['values'], row['tags'].values)
        labels, values = sess.run([batch['label'], batch['values']])
        print('labels', labels, 'sum %.2f' % np.sum(values))
        print('tags', sess.run(tags)[-1], sess.run(tf.shape(tags)))

    summary_file = os.path.join(folder, 'summary.txt')
    with tf.gfile.GFile(summary_file, 'w') as f:
        f.write('%d examples\n' % count_records(path))
    with tf.gfile.Open(summary_file) as f:
        print('summary', f.read().strip())
    tf.gfile.Remove(summary_file)
    print('left', len(tf.gfile.ListDirectory(folder)))
    shutil.rmtree(folder)


if __name__ == '__main__':
    main()
