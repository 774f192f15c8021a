"""k-means: the assignment and the new centers are computed in a graph, and the centers are fed back in a loop."""
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_CLUSTERS = 3
MAX_STEPS = 10


def make_points():
    """Three groups of points on small circles."""
    angles = np.linspace(0.0, 2 * np.pi, 12, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    groups = [circle + center for center in ([0.0, 0.0], [6.0, 1.0], [2.0, 7.0])]
    return np.concatenate(groups).astype(np.float32)


def squared_distances(points, centers):
    diff = tf.expand_dims(points, 1) - tf.expand_dims(centers, 0)
    return tf.reduce_sum(tf.square(diff), axis=2)


points = make_points()

with tf.name_scope('inputs'):
    points_ph = tf.placeholder(tf.float32, [None, 2])
    centers_ph = tf.placeholder(tf.float32, [NUM_CLUSTERS, 2])

distances = squared_distances(points_ph, centers_ph)
assignment = tf.to_int32(tf.argmin(distances, axis=1))
inertia = tf.reduce_sum(tf.reduce_min(distances, axis=1))
counts = tf.unsorted_segment_sum(tf.ones_like(assignment), assignment, NUM_CLUSTERS)
sums = tf.unsorted_segment_sum(points_ph, assignment, NUM_CLUSTERS)
new_centers = tf.where(
    counts > 0,
    sums / tf.expand_dims(tf.maximum(tf.to_float(counts), 1.0), 1),
    centers_ph)

centers = points[[0, 1, 13]]
sess = tf.Session()
for step in range(MAX_STEPS):
    feed = {points_ph: points, centers_ph: centers}
    cost, updated = sess.run([inertia, new_centers], feed_dict=feed)
    print('step %d inertia %.3f' % (step, cost))
    moved = np.abs(updated - centers).max()
    centers = updated
    if moved < 1e-4:
        break

sizes = sess.run(counts, feed_dict={points_ph: points, centers_ph: centers})
print('sizes', sizes)
print('centers', np.abs(np.round(centers[:, 0] + 10 * centers[:, 1], 1)))

predicted = []
for point in ([0.2, 0.1], [5.5, 1.5], [1.0, 6.0]):
    label = sess.run(assignment, feed_dict={points_ph: [point], centers_ph: centers})
    predicted.append(int(label[0]))
print('predicted', predicted)
sess.close()
