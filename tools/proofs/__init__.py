"""Proofs that rewritten calls compute what the calls of TensorFlow 1 computed.

These modules run on Python 3.7 with TensorFlow 1.15, too.
"""
