"""Cells with the weights and the state of TensorFlow 1, for Keras' RNN layer, and the calls that take their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

DYNAMIC_RNN: Final = "nn.dynamic_rnn"
_RUN: Final = "run_rnn"
_LSTM: Final = "LSTMCell"
_GRU: Final = "GRUCell"
_BASIC: Final = "BasicRNNCell"
_STACKED: Final = "MultiRNNCell"
_MODULES: Final = ("nn.rnn_cell.", "contrib.rnn.")
#: The class of the file that takes the place of a cell, by its name.
_CELLS: Final = {
    "LSTMCell": _LSTM, "BasicLSTMCell": _LSTM, "LSTMBlockCell": _LSTM, "GRUCell": _GRU, "BasicRNNCell": _BASIC,
    "MultiRNNCell": _STACKED,
}  # fmt: skip
#: The parameters of cells by position.
_PARAMETERS: Final = {
    "LSTMCell": ("num_units", "use_peepholes", "cell_clip", "initializer"),
    "BasicLSTMCell": ("num_units", "forget_bias", "state_is_tuple", "activation"),
    "LSTMBlockCell": ("num_units", "forget_bias"),
    "GRUCell": ("num_units", "activation", "reuse", "kernel_initializer", "bias_initializer"),
    "BasicRNNCell": ("num_units", "activation"),
    "MultiRNNCell": ("cells", "state_is_tuple"),
}
_NEW_NAMES: Final = {"num_units": "units", "initializer": "kernel_initializer"}
#: Arguments that the new cells take, and those that say nothing there; others need a value that is the default.
_TAKEN: Final = ("units", "forget_bias", "activation", "kernel_initializer", "bias_initializer", "name")
_DROPPED: Final = ("reuse", "dtype")
_DEFAULTS: Final = {"state_is_tuple": "True", "use_peepholes": "False", "cell_clip": "None"}
_RNN: Final = ("cell", "inputs", "sequence_length", "initial_state", "dtype")
_RNN_DROPPED: Final = ("dtype", "parallel_iterations", "swap_memory", "scope")

_CELL: Final = '''\
class {name}(tf.keras.layers.Layer):
    """{doc}"""

    def __init__(self, units, {own}activation=None, kernel_initializer=None, bias_initializer=None, **options):
        super().__init__(**options)
        self.units = self.output_size = units
{fields}        self.activation = activation or tf.tanh
        self.kernel_initializer = kernel_initializer or 'glorot_uniform'
        self.bias_initializer = bias_initializer or 'zeros'

'''
_LSTM_TEXT: Final = (
    '''\
class LSTMState(tuple):
    """The state of an LSTM."""

    c = property(lambda self: self[0])
    h = property(lambda self: self[1])


'''
    + _CELL.format(
        name=_LSTM,
        doc="An LSTM cell whose weights are one matrix, and whose state is (c, h).",
        own="forget_bias=1.0, ",
        fields="        self.forget_bias = forget_bias\n        self.state_size = [units, units]\n",
    )
    + """\
    def build(self, input_shape):
        shape = (input_shape[-1] + self.units, 4 * self.units)
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer=self.kernel_initializer)
        self.bias = self.add_weight(name='bias', shape=(4 * self.units,), initializer=self.bias_initializer)

    def call(self, inputs, states):
        c, h = states
        gates = tf.matmul(tf.concat([inputs, h], 1), self.kernel) + self.bias
        i, j, f, o = tf.split(gates, 4, axis=1)
        c = tf.sigmoid(f + self.forget_bias) * c + tf.sigmoid(i) * self.activation(j)
        h = tf.sigmoid(o) * self.activation(c)
        return h, [c, h]

    def zero_state(self, batch_size, dtype):
        return LSTMState([tf.zeros([batch_size, self.units], dtype)] * 2)
"""
)
_GRU_TEXT: Final = (
    _CELL.format(
        name=_GRU,
        doc="A GRU cell whose reset gate is applied before the matrix.",
        own="",
        fields="        self.state_size = units\n",
    ).replace("bias_initializer or 'zeros'", "bias_initializer")
    + """\
    def build(self, input_shape):
        size, units = input_shape[-1] + self.units, self.units
        initial, bias = self.kernel_initializer, self.bias_initializer
        self.gates = self.add_weight(name='gates_kernel', shape=(size, 2 * units), initializer=initial)
        self.gates_bias = self.add_weight(name='gates_bias', shape=(2 * units,), initializer=bias or 'ones')
        self.candidate = self.add_weight(name='candidate_kernel', shape=(size, units), initializer=initial)
        self.candidate_bias = self.add_weight(name='candidate_bias', shape=(units,), initializer=bias or 'zeros')

    def call(self, inputs, states):
        h = states[0] if isinstance(states, (list, tuple)) else states
        r, u = tf.split(tf.sigmoid(tf.matmul(tf.concat([inputs, h], 1), self.gates) + self.gates_bias), 2, axis=1)
        new = self.activation(tf.matmul(tf.concat([inputs, r * h], 1), self.candidate) + self.candidate_bias)
        h = u * h + (1 - u) * new
        return h, [h]

    def zero_state(self, batch_size, dtype):
        return tf.zeros([batch_size, self.units], dtype)
"""
)
_BASIC_TEXT: Final = (
    _CELL.format(
        name=_BASIC,
        doc="A plain cell whose weights are one matrix.",
        own="",
        fields="        self.state_size = units\n",
    )
    + """\
    def build(self, input_shape):
        shape = (input_shape[-1] + self.units, self.units)
        self.kernel = self.add_weight(name='kernel', shape=shape, initializer=self.kernel_initializer)
        self.bias = self.add_weight(name='bias', shape=(self.units,), initializer=self.bias_initializer)

    def call(self, inputs, states):
        h = states[0] if isinstance(states, (list, tuple)) else states
        h = self.activation(tf.matmul(tf.concat([inputs, h], 1), self.kernel) + self.bias)
        return h, [h]

    def zero_state(self, batch_size, dtype):
        return tf.zeros([batch_size, self.units], dtype)
"""
)
_RUN_TEXT: Final = '''\
def run_rnn(layer, inputs, sequence_length=None, initial_state=None):
    """Returns the outputs of an RNN layer, which are 0 behind the end of a sequence, and the last state."""
    mask = None if sequence_length is None else tf.sequence_mask(sequence_length, tf.shape(inputs)[1])
    outputs, *state = layer(inputs, mask=mask, initial_state=initial_state)
    size = layer.cell.state_size
    if isinstance(size, int):
        return outputs, state[0]
    if isinstance(size[0], int):
        return outputs, {lstm}(state)
    return outputs, tuple({lstm}(each) if isinstance(each, (list, tuple)) else each for each in state)
'''
_TEXTS: Final = {_LSTM: _LSTM_TEXT, _GRU: _GRU_TEXT, _BASIC: _BASIC_TEXT, _RUN: _RUN_TEXT}


def cell(name: str) -> str:
    """Returns the name of a cell, given its name below `tf`; empty if it is no cell that can be replaced."""
    module = next((each for each in _MODULES if name.startswith(each)), "")
    word = name.removeprefix(module) if module else ""
    return word if word in _CELLS else ""


def default_name(word: str) -> str:
    """Returns what TensorFlow 1 calls a cell without a name, roughly."""
    return f"{word.removesuffix('RNNCell').removesuffix('Cell').lower()}_cell"


def cell_code(
    word: str, given: Mapping[str, ast.expr], line: int, text: Callable[[ast.expr], str], root: str
) -> tuple[str, str]:
    """Returns the code that makes a cell, and the name of the class that it needs; empty if it needs none.

    Args:
        word: the name of the cell.
        given: its arguments by the names of the parameters.
        line: the line of the call.
        text: returns the text of an argument.
        root: what the file calls TensorFlow.

    Raises:
        CannotConvertError: no cell corresponds to it.
    """
    if _CELLS[word] == _STACKED and _is_default(given, "state_is_tuple", text):
        return f"{root}.keras.layers.StackedRNNCells({text(given['cells'])})", ""
    arguments = []
    for name, value in given.items():
        new = _NEW_NAMES.get(name, name)
        if name in _DROPPED or (name in _DEFAULTS and _is_default(given, name, text)):
            continue
        if new not in _TAKEN or (new == "forget_bias" and _CELLS[word] != _LSTM):
            message = f"the cell in line {line} has {name}"
            raise CannotConvertError(message)
        arguments.append(text(value) if new == "units" else f"{new}={text(value)}")
    return f"{_CELLS[word]}({', '.join(arguments)})", _CELLS[word]


def _is_default(given: Mapping[str, ast.expr], name: str, text: Callable[[ast.expr], str]) -> bool:
    return name not in given or text(given[name]) == _DEFAULTS[name]


def parameters(word: str) -> tuple[str, ...]:
    """Returns the parameters of a cell, or of `dynamic_rnn`, by position."""
    return _PARAMETERS.get(word, _RNN)


def run_code(
    given: Mapping[str, ast.expr], line: int, text: Callable[[ast.expr], str], kept: Callable[[str], str], root: str
) -> str:
    """Returns the code that runs a cell over sequences.

    Args:
        given: the arguments by the names of the parameters.
        line: the line of the call.
        text: returns the text of an argument.
        kept: returns the code that makes something once, given the code that makes it.
        root: what the file calls TensorFlow.

    Raises:
        CannotConvertError: it runs in another way.
    """
    known = {*_RNN, *_RNN_DROPPED}
    if not {"cell", "inputs"} <= given.keys() <= known:
        message = f"the arguments of dynamic_rnn in line {line} are not known"
        raise CannotConvertError(message)
    options = "return_sequences=True, return_state=True, zero_output_for_mask=True"
    layer = kept(f"{root}.keras.layers.RNN({text(given['cell'])}, {options})")
    rest = [f"{name}={text(given[name])}" for name in ("sequence_length", "initial_state") if name in given]
    return f"{_RUN}({', '.join([layer, text(given['inputs']), *rest])})"


def definitions(needed: set[str], root: str) -> list[str]:
    """Returns the lines of the classes of cells that a file needs, and of the function that runs them."""
    lstm = "LSTMState" if _LSTM in needed else "tuple"
    parts = [_TEXTS[name].replace("{lstm}", lstm) for name in _TEXTS if name in needed or name == _RUN]
    text = "\n\n".join(parts).replace("tf.", f"{root}.").rstrip("\n")
    return text.split("\n")
