"""What becomes of the objects that a program makes: models, layers, symbolic tensors, gradient tapes."""
