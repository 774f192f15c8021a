"""The questions about whole programs that decide whether something is reported.

Each is asked of the code of the files that a program consists of. Its words only say which files need not be asked: a
file in which none of them occurs lacks the fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.syntax_facts import ABBREVIATIONS, ENVIRONMENT, RATES, SyntaxFact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.project.module_facts import ModuleFacts

#: The parts of a name that lead to TensorFlow 1's or 2's version of the same API.
_COMPAT: Final = ("compat.v1.", "compat.v2.")
_ESTIMATORS: Final = frozenset({"estimator", "tensorflow_estimator"})
_TF_KERAS: Final = "tf_keras"
_MODEL_FUNCTION: Final = "model_fn"
_AS_DEFAULT: Final = "as_default"
_ACC: Final = "acc"
#: Methods of `tf.contrib.training.HParams`. What they are called on is not known in other files: it may be one.
_METHODS_OF_HPARAMS: Final = (
    "add_hparam", "del_hparam", "get", "get_hparam_type", "override_from_dict", "parse", "parse_json", "set_from_map",
    "set_hparam", "set_model_structure", "to_json", "to_proto", "values",
)  # fmt: skip
#: Callbacks that assign the learning rate.
_ASSIGNING_CALLBACKS: Final = ("LearningRateScheduler", "ReduceLROnPlateau")
#: What gets the outputs of layers that were collected by name.
_READS_OUTPUTS: Final = "convert_collection_to_dict"


class Fact(NamedTuple):
    """A question about the modules of a program, to be answered by yes or no.

    Attributes:
        name: its name, by which caches record it.
        words: words of which every module with this fact contains one.
        holds: returns whether a module has this fact.
    """

    name: str
    words: tuple[str, ...]
    holds: Callable[[ModuleFacts], bool]


def _canonical(name: str) -> str:
    """Returns a name without the parts that only choose between the versions of an API."""
    while name.startswith(_COMPAT):
        name = name[len(_COMPAT[0]) :]
    return name


def _refers_to(*names: str) -> Callable[[ModuleFacts], bool]:
    """Returns a function that finds references to library names, of TensorFlow 1 or 2, and below private modules."""

    def holds(facts: ModuleFacts) -> bool:
        return any(_canonical(name) in names or name.rpartition(".")[2] in private for name in facts.names)

    private = {name.rpartition(".")[2] for name in names}
    return holds


def _uses_estimators(facts: ModuleFacts) -> bool:
    """Returns whether a module uses estimators, which call the program's functions in a graph of their own."""
    return any(
        not _ESTIMATORS.isdisjoint(name.split(".")) or "Estimator" in name.rpartition(".")[2] for name in facts.names
    )


def _leaves_eager_mode(facts: ModuleFacts) -> bool:
    if facts.calls_any(_EAGER_SWITCHES) or not _GRAPHS.isdisjoint(_last_parts(facts.called)):
        return True
    if _uses_estimators(facts) or facts.refers_to_last(*_GRAPH_BUILDERS):
        return True
    return _MODEL_FUNCTION in facts.code and facts.shows(SyntaxFact.MODEL_FUNCTION)


def _last_parts(names: Iterable[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in names}


#: What makes a graph, or runs code in one.
_GRAPHS: Final = frozenset({"FuncGraph", "Graph", "graph_mode"})
#: Functions that switch eager mode off. No other library has functions with these names.
_EAGER_SWITCHES: Final = frozenset({"disable_eager_execution", "disable_v2_behavior"})
#: Functions and decorators that run code in a graph, and those that share variables in eager mode.
_GRAPH_BUILDERS: Final = (
    "EagerVariableStore", "make_template", "run_deprecated_v1", "run_v1_only", "track_tf1_style_variables",
    "wrap_function",
)  # fmt: skip


def _imports_tf_keras(facts: ModuleFacts) -> bool:
    return any(imported.module.partition(".")[0] == _TF_KERAS and not imported.level for imported in facts.imports)


def _sets_step(facts: ModuleFacts) -> bool:
    if facts.calls_any(("set_step", "TensorBoard")):
        return True
    may_have_step = facts.code.count(f".{_AS_DEFAULT}(") > facts.code.count(f".{_AS_DEFAULT}()")
    return may_have_step and facts.shows(SyntaxFact.DEFAULT_STEP)


def _gives_custom_objects(facts: ModuleFacts) -> bool:
    return facts.calls_any(_CUSTOM_SCOPES) or facts.shows(SyntaxFact.CUSTOM_OBJECTS)


def _names_metric_acc(facts: ModuleFacts) -> bool:
    return (facts.has_string(_ACC) or f"def {_ACC}(" in facts.code) and facts.shows(SyntaxFact.METRIC_ACC)


def _assigns_rate(facts: ModuleFacts) -> bool:
    if facts.calls_any(_ASSIGNING_CALLBACKS):
        return True
    return any(map(facts.has_attribute, RATES)) and facts.shows(SyntaxFact.ASSIGNED_RATE)


def _abbreviates_loss(facts: ModuleFacts) -> bool:
    return any(map(facts.has_string, ABBREVIATIONS)) and facts.shows(SyntaxFact.ABBREVIATED_LOSS)


_CUSTOM_SCOPES: Final = frozenset({"CustomObjectScope", "custom_object_scope", "get_custom_objects"})

#: Puts operations into a graph, or runs in one: with a switch, a graph of its own, or an API that does so.
LEAVES_EAGER_MODE: Final = Fact(
    "leaves eager mode",
    (*sorted(_EAGER_SWITCHES), "Graph", "graph_mode", "estimator", "Estimator", _MODEL_FUNCTION, *_GRAPH_BUILDERS),
    _leaves_eager_mode,
)
#: Keeps TensorFlow 1's shapes, whose items are objects.
KEEPS_SHAPES: Final = Fact(
    "keeps shapes",
    ("disable_v2_behavior", "disable_v2_tensorshape"),
    lambda facts: facts.calls_any(("disable_v2_behavior", "disable_v2_tensorshape")),
)
#: The same words, so that files are searched once for both.
_LEGACY_KERAS: Final = (_TF_KERAS, ENVIRONMENT)
#: Imports Keras 2 as a package of its own.
IMPORTS_TF_KERAS: Final = Fact("imports tf_keras", _LEGACY_KERAS, _imports_tf_keras)
#: Makes tf.keras Keras 2, whatever the version of TensorFlow.
SETS_LEGACY_KERAS: Final = Fact(
    "sets legacy Keras",
    _LEGACY_KERAS,
    lambda facts: ENVIRONMENT in facts.code and facts.shows(SyntaxFact.LEGACY_KERAS),
)
#: Sets the step of all summaries; the Keras callback does so while it fits a model.
SETS_STEP: Final = Fact("sets step", ("set_step", _AS_DEFAULT, "TensorBoard"), _sets_step)
#: Tells Keras about classes that are not registered.
GIVES_CUSTOM_OBJECTS: Final = Fact(
    "gives custom objects", ("custom_object", "CustomObject", "load_model"), _gives_custom_objects
)
#: Compiles a model with a metric of this name, as far as the code tells.
NAMES_METRIC_ACC: Final = Fact("names metric acc", (_ACC,), _names_metric_acc)
#: May call methods of `tf.contrib.training.HParams`.
USES_HPARAMS: Final = Fact(
    "methods of HParams", _METHODS_OF_HPARAMS, lambda facts: facts.calls_any(_METHODS_OF_HPARAMS)
)
#: Gets the outputs of layers that it collected by name.
READS_NAMED_OUTPUTS: Final = Fact(
    "reads of named outputs",
    (_READS_OUTPUTS,),
    lambda facts: facts.refers_to_last(_READS_OUTPUTS) or facts.calls_any((_READS_OUTPUTS,)),
)
#: Assigns the learning rate of an optimizer of Keras, itself or by a callback.
ASSIGNS_RATE: Final = Fact("assigned learning rate", (*_ASSIGNING_CALLBACKS, *sorted(RATES)), _assigns_rate)
#: Compiles a model with a loss that Keras 3 does not find when it loads the model from an HDF5 file.
ABBREVIATES_LOSS: Final = Fact("abbreviated loss", tuple(sorted(ABBREVIATIONS)), _abbreviates_loss)
#: Creates functions that TensorFlow traces.
USES_FUNCTIONS: Final = Fact("uses functions", ("function",), _refers_to("function"))
#: Saves models in directories, which Keras loads from 3.14 on.
WRITES_ORBAX: Final = Fact("writes Orbax", ("OrbaxCheckpoint",), _refers_to("keras.callbacks.OrbaxCheckpoint"))
WRITES_SUMMARIES: Final = Fact("writes summaries", ("create_file_writer",), _refers_to("summary.create_file_writer"))
MAKES_GLOBAL_STEP: Final = Fact(
    "makes global step",
    ("create_global_step",),
    _refers_to("train.create_global_step", "train.get_or_create_global_step"),
)

FACTS: Final = {
    fact.name: fact
    for fact in (
        LEAVES_EAGER_MODE, KEEPS_SHAPES, IMPORTS_TF_KERAS, SETS_LEGACY_KERAS, SETS_STEP, GIVES_CUSTOM_OBJECTS,
        NAMES_METRIC_ACC, USES_FUNCTIONS, WRITES_ORBAX, WRITES_SUMMARIES, MAKES_GLOBAL_STEP, USES_HPARAMS,
        READS_NAMED_OUTPUTS, ASSIGNS_RATE, ABBREVIATES_LOSS,
    )
}  # fmt: skip
