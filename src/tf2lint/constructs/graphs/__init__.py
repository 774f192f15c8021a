"""Code that builds a graph and runs it: as functions that compute what the session fetched."""
