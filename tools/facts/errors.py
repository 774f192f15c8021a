"""The one exception that the facts builder raises on purpose."""


class FactsError(Exception):
    """The facts could not be built; the message is one line that names the file and the cause."""
