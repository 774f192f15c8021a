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

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.typestate.constructors import (
        SYMBOLIC_SOURCES as SYMBOLIC_SOURCES,
        WEIGHTED as WEIGHTED,
        has_weights as has_weights,
        is_sequential as is_sequential,
        kind_of_class as kind_of_class,
    )
    from tf2lint.typestate.module_walker import ModuleWalker as ModuleWalker
    from tf2lint.typestate.resolver_queries import ResolverQueries as ResolverQueries, user_class_of as user_class_of
    from tf2lint.typestate.tracked_objects import (
        FUNCTION as FUNCTION,
        LOOP as LOOP,
        Event as Event,
        EventKind as EventKind,
        ObjectKind as ObjectKind,
        TrackedObject as TrackedObject,
    )
    from tf2lint.typestate.user_classes import UserClass as UserClass

__getattr__ = lazy_exports(
    __name__,
    {
        "constructors": ("SYMBOLIC_SOURCES", "WEIGHTED", "has_weights", "is_sequential", "kind_of_class"),
        "module_walker": ("ModuleWalker",),
        "resolver_queries": ("ResolverQueries", "user_class_of"),
        "tracked_objects": ("FUNCTION", "LOOP", "Event", "EventKind", "ObjectKind", "TrackedObject"),
        "user_classes": ("UserClass",),
    },
)
