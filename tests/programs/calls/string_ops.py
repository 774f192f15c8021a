"""Cleans and tokenizes a few sentences with string ops."""
from __future__ import absolute_import, division, print_function

import tensorflow as tf

tf.enable_eager_execution()

SENTENCES = [
    'The quick  brown fox; jumps',
    ' over the lazy dog ',
    'and 42 more, 3.5 times',
]
NUM_BUCKETS = 50


def clean(texts):
    texts = tf.regex_replace(texts, r'[;,.!?]', ' ')
    texts = tf.regex_replace(texts, r'\s+', ' ')
    return tf.string_strip(texts)


def tokenize(texts):
    """Splits on spaces; returns a dense matrix padded with ''."""
    tokens = tf.string_split(texts, ' ')
    return tf.sparse_tensor_to_dense(tokens, default_value=''), tokens


def to_text(values):
    return [v.decode('utf-8') for v in values]


def main():
    sentences = tf.constant(SENTENCES)
    cleaned = clean(sentences)
    print('cleaned', to_text(cleaned.numpy()))

    dense, tokens = tokenize(cleaned)
    print('shape', dense.shape.as_list(), 'tokens', tokens.values.shape[0])
    lengths = tf.reduce_sum(tf.to_int32(tf.not_equal(dense, '')), axis=1)
    print('lengths', lengths.numpy())

    buckets = tf.string_to_hash_bucket_fast(tokens.values, NUM_BUCKETS)
    print('buckets', buckets.numpy())
    strong = tf.string_to_hash_bucket_strong(tokens.values[:3], NUM_BUCKETS, key=[11, 22])
    print('strong', strong.numpy())

    first = tf.substr(tokens.values, 0, 1)
    print('initials', b''.join(first.numpy()).decode('utf-8'))
    joined = tf.reduce_join(dense, 1, separator='-')
    print('joined', to_text(joined.numpy()))
    pairs = tf.string_join([first[:3], tokens.values[:3]], separator=':')
    print('pairs', to_text(pairs.numpy()))

    numbers = tf.string_to_number(tf.constant(['42', '3.5', '-1e2']), out_type=tf.float32)
    print('numbers', numbers.numpy(), 'sum %.2f' % tf.reduce_sum(numbers).numpy())
    text = tf.as_string(numbers, precision=1)
    print('text', to_text(text.numpy()))

    encoded = tf.encode_base64(tf.constant('tensor'))
    print('base64', encoded.numpy().decode('utf-8'), tf.decode_base64(encoded).numpy().decode('utf-8'))
    raw = tf.decode_raw(tf.constant(['abc', 'xyz']), tf.uint8)
    print('raw', raw.numpy().tolist())
    columns = tf.decode_csv(tf.constant(['1,2.5,a', '4,,b']), record_defaults=[[0], [-1.0], ['']])
    print('csv', columns[0].numpy(), columns[1].numpy(), to_text(columns[2].numpy()))


if __name__ == '__main__':
    main()
