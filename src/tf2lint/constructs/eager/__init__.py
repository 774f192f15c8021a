"""Values that a file computes at once, and what is computed anew for each run that reads it."""
