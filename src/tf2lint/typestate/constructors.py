"""Which calls of the library make which objects, and what methods do to these."""

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
#: Patterns of which one is found wherever a symbolic tensor comes from.
SOURCES: Final = (r"Input\(", r"\.(?:in|out)puts?\b")
_LAYERS: Final = "keras.layers."
_MODEL_BASES: Final = ("keras.Model", "keras.models.Model")
_SEQUENTIAL_BASES: Final = ("keras.Sequential", "keras.models.Sequential")
#: The layers that have weights of their own.
WEIGHTED: Final = (
    "BatchNormalization", "Bidirectional", "Conv1D", "Conv1DTranspose", "Conv2D", "Conv2DTranspose", "Conv3D",
    "Conv3DTranspose", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Convolution1D", "Convolution1DTranspose",
    "Convolution2D", "Convolution2DTranspose", "Convolution3D", "Convolution3DTranspose", "Dense", "DepthwiseConv1D",
    "DepthwiseConv2D", "EinsumDense", "Embedding", "GRU", "GRUCell", "GroupNormalization", "LSTM", "LSTMCell",
    "LayerNormalization", "LocallyConnected1D", "LocallyConnected2D", "MultiHeadAttention", "PReLU", "SeparableConv1D",
    "SeparableConv2D", "SeparableConvolution1D", "SeparableConvolution2D", "SimpleRNN", "SimpleRNNCell",
)  # fmt: skip
#: What stands in classes of layers with weights.
_WITH_WEIGHTS: Final = ("add_weight", "Variable(", *(f"{name}(" for name in WEIGHTED))
#: What tells the shape of a model's input at its first layer.
_SHAPES: Final = frozenset(
    {"batch_input_shape", "batch_shape", "batch_size", "input_dim", "input_length", "input_shape"}
)
#: Methods that give a model its weights, those that leave it as it is, and what they need.
_BUILDING: Final = frozenset({"build", "call", "evaluate", "fit", "predict", "predict_on_batch", "test_on_batch",
                              "train_on_batch"})  # fmt: skip
_LEAVING: Final = frozenset({"compile", "count_params", "export", "get_config", "get_layer", "save", "save_weights",
                             "summary", "to_json"})  # fmt: skip


def kind_of(name: str, *, is_class: bool) -> ObjectKind | None:
    """What calling something of the library gives; None for what nobody asks about.

    Args:
        name: of what is called, from below `tf`.
        is_class: whether that is a class.
    """
    plain = name.removeprefix(_COMPAT)
    if plain in _KINDS:
        return _KINDS[plain]
    if plain != name:
        is_optimizer = plain.startswith("train.") and plain.endswith("Optimizer")
        return ObjectKind.OPTIMIZER if is_optimizer else _IN_COMPAT.get(plain)
    if name.startswith("keras.applications.") and name.rpartition(".")[2][:1].isupper():
        return ObjectKind.FUNCTIONAL
    return ObjectKind.LAYER if name.startswith(_LAYERS) and is_class else None


def kind_of_class(bases: tuple[str, ...]) -> ObjectKind | None:
    """What objects of a class of the program are, by the library's classes that it is made from."""
    if any(base in (*_MODEL_BASES, *_SEQUENTIAL_BASES) for base in bases):
        return ObjectKind.SUBCLASSED
    return ObjectKind.LAYER if any(base.startswith(_LAYERS) for base in bases) else None


def has_weights(tracked: TrackedObject) -> bool:
    """Whether an object is a layer or model with weights, for all that is known, or a list of such."""
    if tracked.kind is ObjectKind.GROUP:
        return any(part is not None and has_weights(part) for part in tracked.parts)
    if tracked.kind is not ObjectKind.LAYER:
        return tracked.is_model
    if tracked.user_class is None:
        return tracked.name.rpartition(".")[2] in WEIGHTED
    return any(word in tracked.user_class.text for word in _WITH_WEIGHTS)


def is_sequential(bases: tuple[str, ...]) -> bool:
    """Whether a class is made from that of sequential models."""
    return any(base in _SEQUENTIAL_BASES for base in bases)


def first_state(tracked: TrackedObject, given: Mapping[int | str | None, ArgumentValue]) -> ObjectState:
    """What is known of an object of the library right after it was made."""
    if tracked.kind is ObjectKind.FUNCTIONAL:
        return ObjectState(built=True if given else None, compiled=False, symbolic=False)
    if tracked.kind is ObjectKind.SEQUENTIAL:
        return ObjectState(built=_starts_built(given), compiled=False, symbolic=False)
    if tracked.kind is ObjectKind.TAPE:
        return ObjectState(
            persistent=_flag(given.get(0) or given.get("persistent")), recording=False, entered=False, spent=False
        )
    return ObjectState(watched=False) if tracked.kind is ObjectKind.TENSOR else UNKNOWN_STATE


def state_of_own(tracked: TrackedObject) -> ObjectState:
    """What is known of an object of a class of the program right after it was made."""
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
    """Whether a sequential model knows the shape of its input by its first layer."""
    layers = given.get(0) or given.get("layers")
    if layers is None:
        return False if None not in given else None
    if layers.tracked is None or layers.tracked.kind is not ObjectKind.GROUP:
        return None
    if not layers.tracked.parts:
        return False
    return is_built_by(layers.tracked.parts[0])


def is_built_by(layer: TrackedObject | None) -> bool | None:
    """Whether a sequential model has its weights as soon as it has this first layer."""
    if layer is None or layer.kind is ObjectKind.SYMBOLIC:
        return None if layer is None else True
    if layer.kind is ObjectKind.FUNCTIONAL or layer.name == "keras.layers.InputLayer":
        return True
    if layer.kind is not ObjectKind.LAYER or layer.user_class is not None:
        return None
    words = {word.arg for node in ast.walk(layer.node) if isinstance(node, ast.Call) for word in node.keywords}
    if None in words:
        return None
    top = {keyword.arg for keyword in layer.node.keywords} if isinstance(layer.node, ast.Call) else set()
    return True if top & _SHAPES else None if words & _SHAPES else False


def after_method(
    tracked: TrackedObject, state: ObjectState, method: str, given: Mapping[int | str | None, ArgumentValue]
) -> ObjectState:
    """What is known of an object once one of its methods has been called."""
    if tracked.kind is ObjectKind.TAPE:
        if method in ("gradient", "jacobian", "batch_jacobian"):
            return state._replace(spent=True)
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
        return state._replace(built=None)  # with Keras 3 the layers in it get no weights by that
    if method in _BUILDING:
        return state._replace(built=True)
    return state if method in _LEAVING or method == "add" else UNKNOWN_STATE
