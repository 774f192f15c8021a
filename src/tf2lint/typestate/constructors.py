"""Which library calls create which objects, their initial states, and how methods change these."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.typestate.tracked_objects import UNKNOWN_STATE, ObjectKind, ObjectState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.typestate.tracked_objects import ArgumentValue, TrackedObject

_COMPAT: Final = "compat.v1."
_KINDS: Final = {
    "GradientTape": ObjectKind.TAPE,
    "Graph": ObjectKind.GRAPH,
    "keras.Input": ObjectKind.SYMBOLIC,
    "keras.Model": ObjectKind.FUNCTIONAL,
    "keras.Sequential": ObjectKind.SEQUENTIAL,
    "keras.KerasTensor": ObjectKind.SYMBOLIC,
    "keras.layers.Input": ObjectKind.SYMBOLIC,
    "keras.models.Model": ObjectKind.FUNCTIONAL,
    "keras.models.Sequential": ObjectKind.SEQUENTIAL,
    "keras.models.clone_model": ObjectKind.LOADED,
    "keras.models.load_model": ObjectKind.LOADED,
    "keras.models.model_from_json": ObjectKind.LOADED,
    **dict.fromkeys(
        ("constant", "convert_to_tensor", "eye", "fill", "linspace", "ones", "random.normal", "random.uniform",
         "zeros"), ObjectKind.TENSOR,
    ),
}  # fmt: skip
_IN_COMPAT: Final = {"placeholder": ObjectKind.PLACEHOLDER}
#: Patterns, one of which matches wherever a symbolic tensor comes from.
SYMBOLIC_SOURCES: Final = (r"Input\(", r"\.(?:in|out)puts?\b")
_LAYERS: Final = "keras.layers."
_MODEL_BASES: Final = ("keras.Model", "keras.models.Model")
_SEQUENTIAL_BASES: Final = ("keras.Sequential", "keras.models.Sequential")
#: The layers that have weights.
WEIGHTED: Final = (
    "BatchNormalization", "Bidirectional", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D",
    "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Convolution1D", "Convolution1DTranspose",
    "Convolution2D", "Convolution2DTranspose", "Convolution3D", "Convolution3DTranspose", "Dense", "DepthwiseConv1D",
    "DepthwiseConv2D", "EinsumDense", "Embedding", "GRU", "GRUCell", "GroupNormalization", "LSTM", "LSTMCell",
    "LayerNormalization", "LocallyConnected1D", "LocallyConnected2D", "MultiHeadAttention", "PReLU", "SeparableConv1D",
    "SeparableConv2D", "SeparableConvolution1D", "SeparableConvolution2D", "SimpleRNN", "SimpleRNNCell",
)  # fmt: skip
#: Texts that occur in the classes of layers with weights.
_WEIGHT_TEXTS: Final = ("add_weight", "Variable(", *(f"{name}(" for name in WEIGHTED))
#: Arguments of a model's first layer that define the shape of its input.
_SHAPES: Final = frozenset(
    {"batch_input_shape", "batch_shape", "batch_size", "input_dim", "input_length", "input_shape"}
)
#: Methods that create a model's weights, and methods that do not affect whether it has them.
_BUILDING_METHODS: Final = frozenset(
    {"build", "call", "evaluate", "fit", "predict", "predict_on_batch", "test_on_batch", "train_on_batch"}
)
_NEUTRAL_METHODS: Final = frozenset(
    {"compile", "count_params", "export", "get_config", "get_layer", "save", "save_weights", "summary", "to_json"}
)


def kind_of(name: str, *, is_class: bool) -> ObjectKind | None:
    """Returns the kind of object that a library call returns; None if it is not tracked.

    Args:
        name: the called name, below `tf`.
        is_class: whether it is a class.
    """
    bare_name = name.removeprefix(_COMPAT)
    if bare_name in _KINDS:
        return _KINDS[bare_name]
    if bare_name != name:
        is_optimizer = bare_name.startswith("train.") and bare_name.endswith("Optimizer")
        return ObjectKind.OPTIMIZER if is_optimizer else _IN_COMPAT.get(bare_name)
    if name.startswith("keras.applications.") and name.rpartition(".")[2][:1].isupper():
        return ObjectKind.FUNCTIONAL
    return ObjectKind.LAYER if name.startswith(_LAYERS) and is_class else None


def kind_of_class(bases: tuple[str, ...]) -> ObjectKind | None:
    """Returns the kind of a user class's instances, by its library base classes; None if they are not tracked."""
    if any(base in (*_MODEL_BASES, *_SEQUENTIAL_BASES) for base in bases):
        return ObjectKind.SUBCLASSED
    return ObjectKind.LAYER if any(base.startswith(_LAYERS) for base in bases) else None


def has_weights(tracked: TrackedObject) -> bool:
    """Returns whether an object is a model, a layer with weights, or a list or tuple that contains one."""
    if tracked.kind is ObjectKind.SEQUENCE:
        return any(part is not None and has_weights(part) for part in tracked.parts)
    if tracked.kind is not ObjectKind.LAYER:
        return tracked.is_model
    if tracked.user_class is None:
        return tracked.name.rpartition(".")[2] in WEIGHTED
    return any(text in tracked.user_class.text for text in _WEIGHT_TEXTS)


def is_sequential(bases: tuple[str, ...]) -> bool:
    """Returns whether a class with these bases is a subclass of `Sequential`."""
    return any(base in _SEQUENTIAL_BASES for base in bases)


def initial_library_state(tracked: TrackedObject, given: Mapping[int | str | None, ArgumentValue]) -> ObjectState:
    """Returns the state of a library object right after its construction."""
    if tracked.kind is ObjectKind.FUNCTIONAL:
        return ObjectState(built=True if given else None, compiled=False, symbolic=False)
    if tracked.kind is ObjectKind.SEQUENTIAL:
        return ObjectState(built=_starts_built(given), compiled=False, symbolic=False)
    if tracked.kind is ObjectKind.TAPE:
        return ObjectState(
            persistent=_flag(given.get(0) or given.get("persistent")),
            recording=False,
            has_recorded=False,
            consumed=False,
        )
    return ObjectState(watched=False) if tracked.kind is ObjectKind.TENSOR else UNKNOWN_STATE


def initial_user_state(tracked: TrackedObject) -> ObjectState:
    """Returns the state of a user class's instance right after its construction."""
    user_class = tracked.user_class
    if user_class is None or not user_class.is_complete:
        return UNKNOWN_STATE
    compiled = None if user_class.init_calls("compile") else False
    if is_sequential(user_class.bases):
        return ObjectState(compiled=compiled, symbolic=False)
    if user_class.is_functional:
        return ObjectState(built=True, compiled=compiled, symbolic=False)
    may_be_built = user_class.defines("built") or user_class.init_calls("build", "call", "__call__")
    return ObjectState(built=None if may_be_built else False, compiled=compiled, symbolic=False)


def _flag(given: ArgumentValue | None) -> bool | None:
    if given is None:
        return False
    return given.node.value is True if isinstance(given.node, ast.Constant) else None


def _starts_built(given: Mapping[int | str | None, ArgumentValue]) -> bool | None:
    """Returns whether a new sequential model is built: its first layer defines the input shape. None if unknown."""
    layers = given.get(0) or given.get("layers")
    if layers is None:
        return False if None not in given else None
    if layers.tracked is None or layers.tracked.kind is not ObjectKind.SEQUENCE:
        return None
    if not layers.tracked.parts:
        return False
    return is_built_by(layers.tracked.parts[0])


def is_built_by(layer: TrackedObject | None) -> bool | None:
    """Returns whether this first layer builds a sequential model; None if unknown."""
    if layer is None or layer.kind is ObjectKind.SYMBOLIC:
        return None if layer is None else True
    if layer.kind is ObjectKind.FUNCTIONAL or layer.name == "keras.layers.InputLayer":
        return True
    if layer.kind is not ObjectKind.LAYER or layer.user_class is not None:
        return None
    keywords = {keyword.arg for node in ast.walk(layer.node) if isinstance(node, ast.Call) for keyword in node.keywords}
    if None in keywords:
        return None
    own_keywords = {keyword.arg for keyword in layer.node.keywords} if isinstance(layer.node, ast.Call) else set()
    return True if own_keywords & _SHAPES else None if keywords & _SHAPES else False


def after_method(
    tracked: TrackedObject, state: ObjectState, method: str, given: Mapping[int | str | None, ArgumentValue]
) -> ObjectState:
    """Returns the state of an object after a call of one of its methods."""
    if tracked.kind is ObjectKind.TAPE:
        if method in ("gradient", "jacobian", "batch_jacobian"):
            return state._replace(consumed=True)
        return ObjectState(persistent=state.persistent) if method == "reset" else state
    if not tracked.is_model or (
        tracked.user_class is not None and (not tracked.user_class.is_complete or tracked.user_class.defines(method))
    ):
        return UNKNOWN_STATE
    if method == "compile":
        return state._replace(compiled=True)
    if method == "add" and state.built is False:
        layer = given.get(0) or given.get("layer")
        return state._replace(built=is_built_by(layer.tracked) if layer is not None else None)
    if method == "build" and tracked.user_class is not None:
        return state._replace(built=None)  # with Keras 3 this does not build the layers inside
    if method in _BUILDING_METHODS:
        return state._replace(built=True)
    return state if method in _NEUTRAL_METHODS or method == "add" else UNKNOWN_STATE
