"""Input pipelines: batches, padding, zipping, files of lines, and a repeated training set."""
from __future__ import print_function

import os
import shutil
import tempfile

import numpy as np
import tensorflow as tf

BATCH_SIZE = 4
features = np.arange(20, dtype=np.float32).reshape(10, 2)
labels = (np.arange(10) % 3).astype(np.int32)


def train_input(batch_size):
    dataset = tf.data.Dataset.from_tensor_slices((features, labels))
    dataset = dataset.map(lambda x, y: (x / 10.0, tf.one_hot(y, 3)), num_parallel_calls=2)
    dataset = dataset.repeat(2)
    dataset = dataset.apply(tf.contrib.data.batch_and_drop_remainder(batch_size))
    return dataset.prefetch(1)


def lines_input(path):
    dataset = tf.data.TextLineDataset(path).skip(1)
    return dataset.map(lambda line: tf.decode_csv(line, record_defaults=[[0], [0.0]]))


def padded_input():
    dataset = tf.data.Dataset.range(1, 6)
    dataset = dataset.map(lambda n: tf.fill([tf.cast(n, tf.int32)], n))
    return dataset.padded_batch(3, padded_shapes=[None])


def run_all(sess, dataset):
    """Returns all elements of a dataset."""
    iterator = dataset.make_one_shot_iterator()
    next_element = iterator.get_next()
    elements = []
    while True:
        try:
            elements.append(sess.run(next_element))
        except tf.errors.OutOfRangeError:
            break
    return elements


def main():
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, 'data.csv')
    with open(path, 'w') as f:
        f.write('id,value\n1,0.5\n2,1.5\n3,-2.0\n')

    with tf.Session() as sess:
        batches = run_all(sess, train_input(BATCH_SIZE))
        print('batches', len(batches), batches[0][0].shape, batches[0][1].shape)
        print('sum %.3f' % sum(x.sum() for x, _ in batches))
        print('last', batches[-1][1].argmax(axis=1))

        rows = run_all(sess, lines_input(path))
        print('rows', [(int(i), round(float(v), 2)) for i, v in rows])

        for batch in run_all(sess, padded_input()):
            print('padded', batch.shape, batch.sum(axis=1))

        evens = tf.data.Dataset.range(10).filter(lambda n: tf.equal(n % 2, 0))
        pairs = tf.data.Dataset.zip((evens, evens.map(tf.square)))
        print('pairs', [(int(a), int(b)) for a, b in run_all(sess, pairs)])

        flat = tf.data.Dataset.from_tensors([1, 2]).flat_map(
            lambda t: tf.data.Dataset.from_tensor_slices(t)).concatenate(tf.data.Dataset.from_tensors(7))
        print('flat', [int(n) for n in run_all(sess, flat)])

        generated = tf.data.Dataset.from_generator(
            lambda: (i * i for i in range(4)), tf.int64, tf.TensorShape([]))
        print('generated', [int(n) for n in run_all(sess, generated)])

    shutil.rmtree(folder)
    print('types', train_input(2).output_types, train_input(2).output_shapes[0].as_list())


if __name__ == '__main__':
    main()
