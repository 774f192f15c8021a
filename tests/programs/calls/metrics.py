"""Streaming metrics over the batches of an evaluation set."""
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

LABELS = np.array([1, 0, 1, 1, 0, 0, 1, 0], dtype=np.int64)
SCORES = np.array([0.9, 0.2, 0.4, 0.8, 0.6, 0.1, 0.7, 0.3], dtype=np.float32)
WEIGHTS = np.array([1, 1, 2, 1, 1, 0, 1, 1], dtype=np.float32)


def binary_metrics(labels, scores):
    predictions = tf.to_int64(scores > 0.5)
    return {
        'accuracy': tf.metrics.accuracy(labels, predictions),
        'weighted': tf.metrics.accuracy(labels=labels, predictions=predictions, weights=tf.constant(WEIGHTS)),
        'precision': tf.metrics.precision(labels, predictions),
        'recall': tf.metrics.recall(labels, predictions),
        'auc': tf.metrics.auc(labels, scores, num_thresholds=200),
        'mse': tf.metrics.mean_squared_error(tf.to_float(labels), scores),
        'mae': tf.metrics.mean_absolute_error(tf.to_float(labels), scores),
        'mean': tf.metrics.mean(scores),
        'false_positives': tf.metrics.false_positives(labels, predictions),
    }


def main():
    labels = tf.constant(LABELS)
    scores = tf.constant(SCORES)
    metrics = binary_metrics(labels, scores)
    values = {name: pair[0] for name, pair in metrics.items()}
    updates = {name: pair[1] for name, pair in metrics.items()}

    matrix = tf.confusion_matrix(labels, tf.to_int64(scores > 0.5), num_classes=2)
    iou, iou_update = tf.metrics.mean_iou(labels, tf.to_int64(scores > 0.5), num_classes=2)

    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        sess.run(list(updates.values()))
        results = sess.run(values)
        for name in sorted(results):
            print('%-16s %.4f' % (name, results[name]))
        # A second pass over the same data leaves the averages as they are.
        sess.run([updates['accuracy'], updates['false_positives']])
        print('again %.4f %.1f' % (sess.run(values['accuracy']), sess.run(values['false_positives'])))
        sess.run(iou_update)
        print('iou %.4f' % sess.run(iou))
        print('matrix', sess.run(matrix).tolist())


if __name__ == '__main__':
    main()
