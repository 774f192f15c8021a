"""The functions that `symbolic_library` has: what those of TensorFlow 1 compute, by those of TensorFlow 2."""

from __future__ import annotations

from typing import Final

#: The functions of TensorFlow 2 and absl, with their parameters.
NEW_FUNCTIONS: Final = """
tf.cast(x, dtype, name=None)
tf.math.log(x, name=None)
tf.math.divide(x, y, name=None)
tf.math.squared_difference(x, y, name=None)
tf.argmax(input, axis=None, output_type="tf.int64", name=None)
tf.reduce_sum(input_tensor, axis=None, keepdims=None, name=None)
tf.reduce_mean(input_tensor, axis=None, keepdims=None, name=None)
tf.expand_dims(input, axis, name=None)
tf.squeeze(input, axis=None, name=None)
tf.linalg.inv(input, adjoint=False, name=None)
tf.random.categorical(logits, num_samples, dtype=None, seed=None, name=None)
tf.nn.dropout(x, rate, noise_shape=None, seed=None, name=None)
tf.nn.space_to_depth(input, block_size, data_format="NHWC", name=None)
tf.nn.in_top_k(targets, predictions, k, name=None)
tf.debugging.assert_positive(x, message=None, summarize=None, name=None)
tf.sparse.add(a, b, threshold=0, name=None)
tf.nest.flatten(structure, expand_composites=False)
tf.io.gfile.exists(path)
tf.io.gfile.walk(top, topdown=True, onerror=None)
tf.keras.initializers.VarianceScaling(scale=1.0, mode="fan_in", distribution="truncated_normal", seed=None)
tf.keras.regularizers.L2(l2=0.01)
tf.keras.regularizers.L1L2(l1=0.0, l2=0.0)
tf.name_scope(name)
absl.logging.info(msg, *args)
absl.logging.warning(msg, *args)
absl.flags.DEFINE_integer(name, default, help)
"""
#: The functions of TensorFlow 1, with what they compute.
OLD_FUNCTIONS: Final = """
tf.to_float(x, name="ToFloat") = tf.cast(x, tf.float32, name=name)
tf.log(x, name=None) = tf.math.log(x, name)
tf.div(x, y, name=None) = tf.math.divide(x, y, name)
tf.arg_max(input, dimension, output_type="tf.int64", name=None) = tf.argmax(input, dimension, output_type, name)
tf.reduce_sum(input_tensor, axis=None, keepdims=None, name=None, reduction_indices=None, keep_dims=None) = \
tf.reduce_sum(input_tensor, first(axis, reduction_indices), first(keepdims, keep_dims), name)
tf.expand_dims(input, axis=None, name=None, dim=None) = tf.expand_dims(input, first(axis, dim), name)
tf.squeeze(input, axis=None, name=None, squeeze_dims=None) = tf.squeeze(input, first(axis, squeeze_dims), name)
tf.matrix_inverse(input, adjoint=False, name=None) = tf.linalg.inv(input, adjoint, name)
tf.multinomial(logits, num_samples, seed=None, name=None, output_dtype=None) = \
tf.random.categorical(logits, num_samples, output_dtype, seed, name)
tf.nn.dropout(x, keep_prob, noise_shape=None, seed=None, name=None) = \
tf.nn.dropout(x, 1 - keep_prob, noise_shape, seed, name)
tf.space_to_depth(input, block_size, name=None, data_format="NHWC") = \
tf.nn.space_to_depth(input, block_size, data_format, name)
tf.nn.in_top_k(predictions, targets, k, name=None) = tf.nn.in_top_k(targets, predictions, k, name)
tf.assert_positive(x, data=None, summarize=None, message=None, name=None) = \
tf.debugging.assert_positive(x, message, summarize, name)
tf.sparse_add(a, b, threshold=0, thresh=None) = tf.sparse.add(a, b, threshold if thresh is None else thresh)
tf.contrib.framework.nest.flatten(structure, expand_composites=False) = tf.nest.flatten(structure, expand_composites)
tf.gfile.Exists(filename) = tf.io.gfile.exists(filename)
tf.gfile.Walk(top, in_order=True) = tf.io.gfile.walk(top, in_order)
tf.uniform_unit_scaling_initializer(factor=1.0, seed=None) = \
tf.keras.initializers.VarianceScaling(factor ** 2, "fan_in", "uniform", seed)
tf.contrib.layers.l2_regularizer(scale, scope=None) = tf.keras.regularizers.L2(0.5 * scale)
tf.contrib.layers.l1_l2_regularizer(scale_l1=1.0, scale_l2=1.0, scope=None) = \
tf.keras.regularizers.L1L2(scale_l1, 0.5 * scale_l2)
tf.losses.mean_squared_error(labels, predictions) = \
tf.reduce_mean(tf.math.squared_difference(predictions, labels))
tf.assign(ref, value, validate_shape=None, use_locking=None, name=None) = \
ref.assign(value) if name is None else ref.assign(value, name=name)
tf.train.checkpoint_exists(checkpoint_prefix) = tf.io.gfile.exists(checkpoint_prefix + ".index")
tf.name_scope(name, default_name=None, values=None) = \
tf.name_scope(name if default_name is None else name or default_name)
tf.variable_scope(name_or_scope) = tf.name_scope(name_or_scope)
tf.logging.info(msg, *args) = absl.logging.info(msg, *args)
tf.logging.warn(msg, *args) = absl.logging.warning(msg, *args)
tf.flags.DEFINE_integer(flag_name, default_value, docstring) = \
absl.flags.DEFINE_integer(flag_name, default_value, docstring)
tf.enable_eager_execution() = None
"""
#: Constants of TensorFlow 1, with those of TensorFlow 2.
CONSTANTS: Final = {
    "tf.VERSION": "tf.version.VERSION",
    "tf.estimator.ModeKeys.TRAIN": "train",
    "tf.estimator.ModeKeys.PREDICT": "infer",
}
#: What tf.div becomes depends on what its operands are, which has no meaning here.
SAME_FUNCTIONS: Final = {"tf.math.floordiv": "tf.math.divide"}
