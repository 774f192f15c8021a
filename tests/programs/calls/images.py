"""Preprocessing of a synthetic picture as an input pipeline for a small convnet does it."""
from __future__ import print_function

import numpy as np
import tensorflow as tf

tf.enable_eager_execution()

IMAGE_SIZE = 8


def make_image(height, width):
    ys, xs = np.mgrid[0:height, 0:width]
    channels = [(ys * 9 + xs * 5) % 256, (ys * xs * 3) % 256, (255 - ys * 7 - xs * 2) % 256]
    return np.stack(channels, axis=-1).astype(np.uint8)


def decode(encoded):
    image = tf.image.decode_png(encoded, channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    image.set_shape([None, None, 3])
    return image


def preprocess(image, size=IMAGE_SIZE):
    """Crops the center, resizes and standardizes."""
    image = tf.image.central_crop(image, central_fraction=0.75)
    image = tf.expand_dims(image, 0)
    image = tf.image.resize_bilinear(image, [size, size], align_corners=False)
    image = tf.squeeze(image, squeeze_dims=[0])
    return tf.image.per_image_standardization(image)


def describe(name, image):
    image = tf.to_float(image)
    print(name, image.shape.as_list(),
          'mean %.3f max %.3f' % (tf.reduce_mean(tf.abs(image)).numpy(), tf.reduce_max(image).numpy()))


def main():
    raw = make_image(20, 24)
    png = tf.image.encode_png(raw)
    image = decode(png)
    describe('decoded', image)
    describe('preprocessed', preprocess(image))

    small = tf.image.resize_images(image, [10, 12])
    describe('small', small)
    nearest = tf.image.resize_images(image, (15, 9), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)
    describe('nearest', nearest)
    big = tf.image.resize_nearest_neighbor(tf.expand_dims(image, 0), [40, 48])
    describe('big', big)
    padded = tf.image.resize_image_with_crop_or_pad(image, 32, 16)
    describe('padded', padded)
    cropped = tf.image.crop_to_bounding_box(image, 2, 4, 10, 10)
    describe('cropped', cropped)

    gray = tf.image.rgb_to_grayscale(image)
    flipped = tf.image.flip_left_right(gray)
    bright = tf.image.adjust_brightness(gray, delta=0.1)
    print('gray', np.round(gray.numpy()[0, :4, 0], 4), np.round(flipped.numpy()[0, :2, 0], 4))
    print('psnr %.3f' % tf.image.psnr(gray, bright, max_val=1.0).numpy())
    print('tv %.2f' % tf.image.total_variation(image).numpy())

    patches = tf.extract_image_patches(
        tf.expand_dims(gray, 0), ksizes=[1, 4, 4, 1], strides=[1, 4, 4, 1], rates=[1, 1, 1, 1], padding='VALID')
    describe('patches', patches)
    blocks = tf.space_to_depth(tf.expand_dims(gray, 0), 2)
    describe('blocks', blocks)

    boxes = tf.constant([[0., 0., 1., 1.], [0., 0., 0.9, 1.], [0.5, 0.5, 1., 1.]])
    keep = tf.image.non_max_suppression(boxes, tf.constant([0.6, 0.9, 0.3]), max_output_size=3, iou_threshold=0.5)
    print('kept', keep.numpy())
    crops = tf.image.crop_and_resize(tf.expand_dims(image, 0), boxes, box_ind=[0, 0, 0], crop_size=[4, 4])
    describe('crops', crops)


if __name__ == '__main__':
    main()
