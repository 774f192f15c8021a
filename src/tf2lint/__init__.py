"""Finds what a TensorFlow 1.x program must change to run on TensorFlow 2."""

__version__ = "0.1.0"
