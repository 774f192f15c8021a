"""A small user-item rating matrix as a sparse tensor."""
import numpy as np
import tensorflow as tf

sess = tf.InteractiveSession()

# user, item, rating
ratings = np.array([
    [0, 1, 4],
    [0, 3, 2],
    [1, 0, 5],
    [2, 2, 1],
    [2, 3, 3],
    [3, 1, 2],
])
num_users, num_items = 4, 5

matrix = tf.SparseTensor(
    indices=ratings[:, :2].astype(np.int64),
    values=ratings[:, 2].astype(np.float32),
    dense_shape=[num_users, num_items])

dense = tf.sparse_tensor_to_dense(matrix)
print('dense')
print(dense.eval())

# The same matrix, built directly.
dense2 = tf.sparse_to_dense(ratings[:, :2], [num_users, num_items], ratings[:, 2].astype(np.float32), 0.0)
print('equal', tf.reduce_all(tf.equal(dense, dense2)).eval())

per_user = tf.sparse_reduce_sum(matrix, axis=1)
per_item = tf.sparse_reduce_sum(matrix, 0, keep_dims=True)
print('per user', per_user.eval())
print('per item', per_item.eval())

factors = tf.constant(np.arange(num_items * 2).reshape(num_items, 2) / 10.0, dtype=tf.float32)
projected = tf.sparse_tensor_dense_matmul(matrix, factors)
print('projected', np.round(projected.eval().ravel(), 2))

# Shuffled indices, then back in order.
order = [3, 0, 5, 1, 4, 2]
shuffled = tf.SparseTensor(
    ratings[order][:, :2].astype(np.int64), ratings[order][:, 2].astype(np.float32), [num_users, num_items])
ordered = tf.sparse_reorder(shuffled)
print('ordered', ordered.values.eval())

doubled = tf.sparse_add(matrix, ordered)
print('doubled', sess.run(doubled).values)
likes = tf.sparse_retain(matrix, tf.greater(matrix.values, 2.5))
print('likes', sess.run(likes.indices).tolist())

both = tf.sparse_concat(1, [matrix, likes])
print('concat', both.dense_shape.eval(), sess.run(tf.size(both.values)))
transposed = tf.sparse_transpose(matrix)
print('transposed', transposed.values.eval(), sess.run(tf.shape(transposed)))

softmax = tf.sparse_softmax(matrix)
print('softmax', np.round(softmax.values.eval(), 4))
filled, empty = tf.sparse_fill_empty_rows(tf.sparse_slice(matrix, [0, 0], [4, 3]), -1.0)
print('filled', filled.values.eval(), empty.eval())

table = tf.constant(np.linspace(0.0, 1.0, 10).reshape(5, 2), tf.float32)
items = tf.SparseTensor(matrix.indices, ratings[:, 1].astype(np.int64), [num_users, num_items])
mean = tf.nn.embedding_lookup_sparse(table, items, None, combiner='mean')
print('embedding', np.round(mean.eval().ravel(), 3))

sess.close()
