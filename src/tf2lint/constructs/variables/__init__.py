"""Variables that TensorFlow 1 kept by name: what makes, shares, and lists them, and what to write instead."""
