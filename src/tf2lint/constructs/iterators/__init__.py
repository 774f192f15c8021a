"""Iterators over datasets: what makes, reads, and initializes them, and how new ones are made."""
