"""Loss functions of a small classifier and of a small regression, evaluated on fixed predictions."""
import numpy as np
import tensorflow as tf

NUM_CLASSES = 3

logits_np = np.array([[2.0, -1.0, 0.3], [0.1, 0.2, 0.3], [-2.0, 1.5, 3.0], [1.0, 1.0, -1.0]], np.float32)
labels_np = np.array([0, 2, 1, 1], np.int32)
weights_np = np.array([1.0, 0.5, 0.0, 2.0], np.float32)

pred_np = np.array([[0.2], [1.7], [-0.4], [3.1]], np.float32)
target_np = np.array([[0.0], [2.0], [0.5], [1.0]], np.float32)


def classification_losses(logits, labels):
    onehot = tf.one_hot(labels, NUM_CLASSES)
    per_example = tf.nn.softmax_cross_entropy_with_logits(labels=onehot, logits=logits)
    per_example_v2 = tf.nn.softmax_cross_entropy_with_logits_v2(labels=onehot, logits=logits, dim=1)
    sparse = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    return {
        'xent': tf.reduce_mean(per_example),
        'xent_v2': tf.reduce_mean(per_example_v2),
        'sparse': tf.reduce_mean(sparse),
        'losses_sparse': tf.losses.sparse_softmax_cross_entropy(labels, logits, weights=weights_np),
        'losses_softmax': tf.losses.softmax_cross_entropy(onehot, logits, label_smoothing=0.1),
        'sigmoid': tf.losses.sigmoid_cross_entropy(onehot, logits),
        'hinge': tf.losses.hinge_loss(labels=onehot, logits=logits),
        'log': tf.losses.log_loss(onehot, tf.nn.softmax(logits, dim=-1)),
        'weighted': tf.reduce_mean(
            tf.nn.weighted_cross_entropy_with_logits(targets=onehot, logits=logits, pos_weight=2.0)),
    }


def regression_losses(pred, target):
    mask = tf.cast(tf.not_equal(target, 0.0), tf.float32)
    return [
        ('mse', tf.losses.mean_squared_error(target, pred)),
        ('mse_masked', tf.losses.mean_squared_error(target, pred, weights=mask)),
        ('mae', tf.losses.absolute_difference(labels=target, predictions=pred)),
        ('huber', tf.losses.huber_loss(target, pred, delta=0.5)),
        ('sum', tf.losses.mean_squared_error(target, pred, reduction=tf.losses.Reduction.SUM)),
        ('l2', tf.nn.l2_loss(pred - target)),
    ]


def main(_):
    logits = tf.constant(logits_np)
    labels = tf.constant(labels_np)
    losses = classification_losses(logits, labels)
    named = regression_losses(tf.constant(pred_np), tf.constant(target_np))

    a = tf.nn.l2_normalize(tf.constant([[1.0, 2.0, 2.0], [0.5, 0.5, 0.0]]), 1)
    b = tf.nn.l2_normalize(tf.constant([[2.0, 1.0, 2.0], [0.0, 1.0, 0.0]]), 1)
    cosine = tf.losses.cosine_distance(a, b, dim=1)
    top = tf.nn.in_top_k(logits, labels, 2)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), tf.cast(labels, tf.int64)), tf.float32))

    with tf.Session() as sess:
        results = sess.run(losses)
        for key in sorted(results):
            print('{:15s} {:.4f}'.format(key, results[key]))
        for name, value in named:
            print('{:15s} {:.4f}'.format(name, sess.run(value)))
        print('cosine %.4f' % sess.run(cosine))
        print('top2', sess.run(top).tolist(), 'accuracy', sess.run(accuracy))


if __name__ == '__main__':
    tf.app.run()
