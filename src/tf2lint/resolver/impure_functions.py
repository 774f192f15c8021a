"""Python functions that return something else at each call: random numbers and clocks."""

from __future__ import annotations

from typing import Final

_RANDOM: Final = (
    "betavariate", "choice", "choices", "expovariate", "gauss", "getrandbits", "lognormvariate", "normalvariate",
    "paretovariate", "randbytes", "randint", "random", "randrange", "sample", "shuffle", "triangular", "uniform",
    "vonmisesvariate", "weibullvariate",
)  # fmt: skip
_NUMPY: Final = (
    "beta", "binomial", "chisquare", "choice", "dirichlet", "exponential", "gamma", "geometric", "gumbel", "laplace",
    "logistic", "lognormal", "multinomial", "multivariate_normal", "normal", "pareto", "permutation", "poisson", "rand",
    "randint", "randn", "random", "random_integers", "random_sample", "ranf", "sample", "shuffle",
    "standard_normal", "triangular", "uniform", "vonmises", "weibull", "zipf",
)  # fmt: skip
_CLOCKS: Final = (
    "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow",
    "time.monotonic", "time.perf_counter", "time.process_time", "time.time", "time.time_ns",
)  # fmt: skip
#: Functions that return random numbers.
RANDOM_FUNCTIONS: Final = frozenset(
    (*(f"random.{name}" for name in _RANDOM), *(f"numpy.random.{name}" for name in _NUMPY))
)
#: All of them.
IMPURE_FUNCTIONS: Final = RANDOM_FUNCTIONS | frozenset(_CLOCKS)
#: The top-level modules that contain them.
IMPURE_LIBRARIES: Final = frozenset(name.partition(".")[0] for name in IMPURE_FUNCTIONS)
_WORDS: Final = ("random", "time")
#: Text of a file with code that TensorFlow may trace: a Keras layer's or model's `call`, or a `tf.function`.
_TRACED_CODE: Final = ("def call(", ".function", "import function")


def may_be_traced(source: str) -> bool:
    """Returns whether a file's text may contain a call of such a function in code that TensorFlow traces."""
    return any(word in source for word in _TRACED_CODE) and any(word in source for word in _WORDS)
