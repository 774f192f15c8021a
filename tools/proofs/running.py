"""Runs programs on the TensorFlow that is installed: TensorFlow 1 in a graph, TensorFlow 2 eagerly."""

from __future__ import annotations

import ast
import contextlib
import importlib
import logging
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from proofs.values import encoded, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.calls import Proof

_SEED = 1
_WEIGHT = 0.1
#: The modules that programs and rewritten calls may use.
_MODULES = ("absl.app", "absl.flags", "absl.logging", "numpy", "os", "pathlib", "types")


class EagerRunner:
    """Runs code of TensorFlow 2.

    Args:
        tf: the package tensorflow.
    """

    def __init__(self, tf: Any) -> None:
        self._tf = tf

    @contextlib.contextmanager
    def running(self) -> Iterator[dict[str, Any]]:
        """Yields names for one program."""
        self._tf.keras.utils.set_random_seed(_SEED)
        yield {"step": 0}

    def times(self, count: int, function: Callable[[], Any]) -> None:
        """Does something several times."""
        for _ in range(count):
            function()

    def fill(self, layer: Any) -> None:
        """Gives the weights of a layer a constant value, but not its biases."""
        for weight in layer.weights:
            if len(weight.shape) > 1:
                weight.assign(self._tf.fill(weight.shape, _WEIGHT))

    def events(self, function: Callable[[], Any]) -> list[Any]:
        """Returns the tags, and the values of scalars, that a function writes."""
        writer = self._tf.summary.create_file_writer("logs")
        with writer.as_default():
            function()
        writer.close()
        return _tags(_written(self._tf, "logs"), self._tf.make_ndarray)

    def value(self, result: Any) -> Any:
        """Returns the value of tensors and variables, in lists."""
        parts = parts_of(result)
        if parts is not None:
            return [self.value(part) for part in parts]
        return result.numpy() if hasattr(result, "numpy") else result


class GraphRunner:
    """Runs code of TensorFlow 1.

    Args:
        tf: the package tensorflow.
    """

    def __init__(self, tf: Any) -> None:
        self._tf = tf
        # Without warnings that names are deprecated, which would be logged between the program's own messages.
        vars(importlib.import_module("tensorflow.python.util.module_wrapper"))["_PER_MODULE_WARNING_LIMIT"] = 0
        vars(importlib.import_module("tensorflow.python.util.deprecation"))["_PRINT_DEPRECATION_WARNINGS"] = False
        self._session: Any = None
        self._initialized: set[str] = set()

    @contextlib.contextmanager
    def running(self) -> Iterator[dict[str, Any]]:
        """Yields names for one program, which has a graph and a session of its own."""
        self._initialized.clear()
        with self._tf.Graph().as_default(), self._tf.Session() as self._session:
            self._tf.set_random_seed(_SEED)
            yield {"session": self._session}

    def times(self, count: int, function: Callable[[], Any]) -> None:
        """Makes an operation and runs it several times."""
        operation = function()
        self._initialize()
        for _ in range(count):
            self._session.run(operation)

    def fill(self, layer: Any) -> None:
        """Gives the weights of a layer a constant value, but not its biases."""
        weights = [weight for weight in layer.weights if len(weight.shape) > 1]
        self.times(1, lambda: [weight.assign(self._tf.fill(weight.shape, _WEIGHT)) for weight in weights])

    def events(self, function: Callable[[], Any]) -> list[Any]:
        """Returns the tags, and the values of scalars, of the summary of a function, or of what it writes."""
        writer = self._tf.contrib.summary.create_file_writer("logs")
        with writer.as_default(), self._tf.contrib.summary.always_record_summaries():
            summary = function()
        if getattr(summary, "dtype", None) == self._tf.string:
            return _tags([self._tf.Summary.FromString(self.value(summary))])
        self._session.run(writer.init())
        self.value(summary)
        self._session.run(writer.flush())
        return _tags(_written(self._tf, "logs"))

    def value(self, result: Any) -> Any:
        """Returns the values of tensors and variables, in lists; None for operations."""
        self._initialize()
        return self._value(result)

    def _value(self, result: Any) -> Any:
        parts = parts_of(result)
        if parts is not None:
            return [self._value(part) for part in parts]
        is_fetched = isinstance(result, (self._tf.Tensor, self._tf.Variable, self._tf.Operation))
        return self._session.run(result) if is_fetched else result

    def _initialize(self) -> None:
        """Gives variables and tables that are new their values."""
        variables = self._tf.global_variables() + self._tf.local_variables()
        new = [variable for variable in variables if variable.name not in self._initialized]
        self._initialized |= {variable.name for variable in new}
        self._session.run([self._tf.variables_initializer(new), self._tf.tables_initializer()])


def _written(tf: Any, folder: str) -> list[Any]:
    """Returns the summaries in the files of a folder."""
    files = tf.io.gfile.glob(folder + "/*")
    return [event.summary for file in files for event in tf.compat.v1.train.summary_iterator(file)]


def _tags(summaries: list[Any], array: Callable[[Any], Any] | None = None) -> list[Any]:
    """Returns the tags in summaries, and the numbers of scalars.

    Args:
        summaries: the summaries.
        array: returns the array in a tensor of TensorFlow 2, whose summaries have tensors only.
    """
    values = [value for summary in summaries for value in summary.value]
    if array is None:
        numbers = [value.simple_value if value.HasField("simple_value") else None for value in values]
    else:
        arrays = [array(value.tensor) for value in values]
        numbers = [float(each) if not each.shape and each.dtype.kind != "O" else None for each in arrays]
    return [[value.tag, numbers[at]] for at, value in enumerate(values)]


def result_of(proof: Proof, program: str) -> Any:
    """Runs the program of a proof and returns its result as data.

    Args:
        proof: the proof.
        program: its program, or that with rewritten calls.
    """
    tf = importlib.import_module("tensorflow")
    is_graph = tf.__version__.startswith("1.")
    runner: Any = GraphRunner(tf) if is_graph else EagerRunner(tf)
    with _folder(tf), runner.running() as names:
        names.update(_inputs(tf), times=runner.times, fill=runner.fill, events=runner.events, logged=_logged)
        try:
            result = runner.value(_executed(program, names))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - any error is a result
            return {"error": type(error).__name__}
    return encoded(result, is_random=proof.is_random)


def _executed(program: str, names: dict[str, Any]) -> Any:
    """Runs a program; returns the value of its last statement."""
    tree = ast.parse(program)
    last = tree.body.pop()
    file = os.path.abspath("program.py")
    names["__file__"] = file
    exec(compile(tree, file, "exec"), names)
    assert isinstance(last, ast.Expr), program
    return eval(compile(ast.Expression(last.value), file, "eval"), names)


def _inputs(tf: Any) -> dict[str, Any]:
    """Returns the names that programs may use: modules, tensors, and a variable."""
    for name in _MODULES:
        importlib.import_module(name)
    return {
        **{name.partition(".")[0]: sys.modules[name.partition(".")[0]] for name in _MODULES},
        "tf": tf,
        "np": sys.modules["numpy"],
        "m": tf.constant([[1.0, 2.0], [3.0, 4.0]]),
        "v": tf.constant([1.0, 2.0, 3.0]),
        "i": tf.constant([0, 1]),
        "b": tf.constant([True, False]),
        "img": tf.reshape(tf.range(16.0), [1, 4, 4, 1]),
        "k": tf.ones([2, 2, 1, 1]),
        "s": tf.SparseTensor([[0, 1], [1, 0]], [5.0, 7.0], [2, 3]),
        "t": tf.constant(["a b", "c", "12"]),
        "w": tf.Variable([1.0, 2.0, 3.0]),
    }


@contextlib.contextmanager
def _folder(tf: Any) -> Iterator[None]:
    """Makes a folder with a few files the current one."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            os.makedirs("folder/inner")
            with open("words.txt", "w", encoding="utf-8") as words:
                words.write("a\nb\nc\n")
            with tf.io.TFRecordWriter("records") as records:
                records.write(b"one")
                records.write(b"two")
            yield
        finally:
            os.chdir(before)


def _logged(function: Callable[[], Any]) -> list[str]:
    """Returns what is logged, as `LEVEL text`, while a function runs."""
    messages: list[str] = []

    def emit(record: logging.LogRecord) -> None:
        messages.append(f"{record.levelname} {record.getMessage()}")

    handler = logging.Handler()
    handler.emit = emit  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("tensorflow", "absl")]
    for logger in loggers:
        logger.addHandler(handler)
    function()
    for logger in loggers:
        logger.removeHandler(handler)
    return messages
