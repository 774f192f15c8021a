"""Scaled dot-product attention with masks, made of small helper functions that call each other."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

NUM_HEADS = 2
DEPTH = 8


def shape_list(x):
    """Static dimensions where they are known, else dynamic ones."""
    static = x.get_shape().as_list()
    dynamic = tf.shape(x)
    return [dynamic[i] if dim is None else dim for i, dim in enumerate(static)]


def split_heads(x, num_heads):
    batch, length, depth = shape_list(x)
    x = tf.reshape(x, [batch, length, num_heads, depth // num_heads])
    return tf.transpose(x, perm=[0, 2, 1, 3])


def merge_heads(x):
    x = tf.transpose(x, [0, 2, 1, 3])
    batch, length, heads, depth = shape_list(x)
    return tf.reshape(x, [batch, length, heads * depth])


def padding_bias(lengths, max_length):
    mask = tf.sequence_mask(lengths, max_length)
    bias = (1.0 - tf.to_float(mask)) * -1e9
    return tf.expand_dims(tf.expand_dims(bias, 1), 1)


def positions(length, depth):
    position = tf.to_float(tf.range(length))
    rates = tf.exp(-tf.to_float(tf.range(depth // 2)) * (np.log(10000.0) / (depth // 2 - 1)))
    angles = tf.expand_dims(position, 1) * tf.expand_dims(rates, 0)
    return tf.expand_dims(tf.concat([tf.sin(angles), tf.cos(angles)], axis=1), 0)


def attention(query, memory, bias):
    with tf.name_scope('attention', values=[query, memory]):
        q, k, v = [split_heads(t, NUM_HEADS) for t in (query, memory, memory)]
        logits = tf.matmul(q, k, transpose_b=True) * (DEPTH // NUM_HEADS) ** -0.5
        weights = tf.nn.softmax(logits + bias, dim=-1)
        return merge_heads(tf.matmul(weights, v)), weights


def build_graph():
    inputs = tf.placeholder(tf.float32, [None, None, DEPTH], name='inputs')
    lengths = tf.placeholder(tf.int32, [None], name='lengths')
    max_length = tf.shape(inputs)[1]
    encoded = inputs + positions(max_length, DEPTH)
    output, weights = attention(encoded, encoded, padding_bias(lengths, max_length))
    keep = tf.expand_dims(tf.to_float(tf.sequence_mask(lengths, max_length)), 2)
    pooled = tf.div(tf.reduce_sum(output * keep, axis=1), tf.reduce_sum(keep, axis=1))
    return inputs, lengths, weights, pooled


def run_batch(sess, graph, batch, lengths):
    inputs_ph, lengths_ph, weights, pooled = graph
    return sess.run([weights, pooled], feed_dict={inputs_ph: batch, lengths_ph: lengths})


def main():
    graph = build_graph()
    data = np.sin(np.arange(2 * 4 * DEPTH)).reshape(2, 4, DEPTH).astype(np.float32)
    with tf.Session() as sess:
        weights, pooled = run_batch(sess, graph, data, [4, 2])
        print('weights', weights.shape, np.round(weights[0, 0, 0], 4))
        print('masked', np.round(weights[1, 1, 0], 4))
        print('pooled', np.round(pooled[0], 3))
        print('rows sum to one', np.allclose(weights.sum(axis=-1), 1.0, atol=1e-5))

        weights, pooled = run_batch(sess, graph, data[:, :3], [3, 1])
        print('shorter', weights.shape, pooled.shape)
        print('total %.3f' % pooled.sum())
        print('first %.4f' % weights[1, 0, 0, 0])


if __name__ == '__main__':
    main()
