"""Typestate analysis: the state of each model, layer, tensor and gradient tape along the program.

The resolver computes what a name may hold on any path. This package follows one object through one body of code in
execution order (built, compiled, recorded, used up) and emits an event for each operation on it. Rules check one event
at a time.

Only functions whose text mentions something that a rule checks are walked. Where paths meet, what differs between
them is unknown. An object passed to code that cannot be analyzed is unknown from then on. A name that the function does
not bind, and a call that leads out of the module, are resolved by `ResolverQueries`: so a model is known through
attributes and modules, though not its state. Functions of the same module are walked with the arguments they receive.

Facts about Keras come from running Keras 2 and 3; docs/keras.md lists the programs.
"""

from tf2lint.typestate.constructors import SYMBOLIC_SOURCES, WEIGHTED, has_weights, is_sequential, kind_of_class
from tf2lint.typestate.module_walker import ModuleWalker
from tf2lint.typestate.resolver_queries import ResolverQueries, user_class_of
from tf2lint.typestate.tracked_objects import FUNCTION, LOOP, Event, EventKind, ObjectKind, TrackedObject
from tf2lint.typestate.user_classes import UserClass

__all__ = [
    "FUNCTION",
    "LOOP",
    "SYMBOLIC_SOURCES",
    "WEIGHTED",
    "Event",
    "EventKind",
    "ModuleWalker",
    "ObjectKind",
    "ResolverQueries",
    "TrackedObject",
    "UserClass",
    "has_weights",
    "is_sequential",
    "kind_of_class",
    "user_class_of",
]
