"""Scores documents by cosine similarity; the placeholders are made in the function that builds the graph."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

DOCUMENTS = np.array([
    [3, 0, 1, 0, 2],
    [0, 2, 2, 1, 0],
    [1, 1, 0, 0, 4],
    [0, 0, 0, 5, 1],
], dtype=np.float32)


def tf_idf(counts):
    """Weights counts by the inverse document frequency."""
    num_docs = tf.to_float(tf.shape(counts)[0])
    df = tf.reduce_sum(tf.to_float(counts > 0), axis=0)
    idf = tf.log((1.0 + num_docs) / (1.0 + df)) + 1.0
    tf_ = counts / tf.reduce_sum(counts, axis=1, keep_dims=True)
    return tf_ * idf


def build(vocabulary_size, top_k):
    docs = tf.placeholder(tf.float32, shape=[None, vocabulary_size], name='docs')
    query = tf.placeholder(tf.float32, shape=[vocabulary_size], name='query')

    weights = tf.nn.l2_normalize(tf_idf(docs), dim=1)
    q = tf.expand_dims(tf.nn.l2_normalize(query, dim=0), 1)
    scores = tf.squeeze(tf.matmul(weights, q), squeeze_dims=[1])
    values, indices = tf.nn.top_k(scores, k=top_k)
    return docs, query, scores, values, indices


def main():
    docs, query, scores, values, indices = build(DOCUMENTS.shape[1], top_k=2)
    queries = [
        np.array([1, 0, 0, 0, 1], dtype=np.float32),
        np.array([0, 1, 1, 0, 0], dtype=np.float32),
        np.array([0, 0, 0, 1, 0], dtype=np.float32),
    ]
    with tf.Session() as sess:
        for number, q in enumerate(queries):
            s, best, which = sess.run([scores, values, indices], feed_dict={docs: DOCUMENTS, query: q})
            print('query', number, 'scores', np.round(s, 4))
            print('best', which, 'sum %.4f' % best.sum())
        # Fewer documents: the first dimension is unknown.
        few = sess.run(scores, feed_dict={docs: DOCUMENTS[:2], query: queries[0]})
        print('few', few.shape, np.round(few, 4))


if __name__ == '__main__':
    main()
