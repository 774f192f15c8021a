"""The exception that the facts builder raises for errors in its inputs."""


class FactsError(Exception):
    """The facts cannot be built; the message is one line with the file and the cause."""
