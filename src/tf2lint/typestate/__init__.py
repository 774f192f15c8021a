"""Typestate analysis: the state of each model, layer, tensor and gradient tape along the program.

The resolver says what a name may hold on any path. This package follows one object through one body of code in
execution order (built, compiled, recorded, used up) and emits an event for each thing the program does with it.
"""

from tf2lint.typestate.constructors import SOURCES, WEIGHTED, has_weights, is_sequential, kind_of_class
from tf2lint.typestate.module_walker import ModuleWalker
from tf2lint.typestate.resolver_queries import ResolverQueries, user_class_of
from tf2lint.typestate.tracked_objects import FUNCTION, LOOP, Event, EventKind, ObjectKind, TrackedObject
from tf2lint.typestate.user_classes import UserClass

__all__ = [
    "FUNCTION",
    "LOOP",
    "SOURCES",
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
