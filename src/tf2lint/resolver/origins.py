"""Finds the origins of references: the places that show what objects are, where the code that uses them does not.

An origin is only looked for when a finding needs it. The expression that a reference uses an object through is followed
back to the first place outside of its function that shows the object: a call that passes it to a parameter, an
assignment to an attribute, a use that tells what it is, a statement of another module.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import fixtures
from tf2lint.resolver.assigned_elsewhere import related_classes, ways_to_assign
from tf2lint.resolver.class_bases import hierarchy, project_bases
from tf2lint.resolver.containers import elements, entered
from tf2lint.resolver.expressions import ExpressionEvaluator
from tf2lint.resolver.parameter_questions import ways_to_pass
from tf2lint.resolver.places import RESULT, class_of, objects_in
from tf2lint.resolver.references import Origin
from tf2lint.resolver.scopes import ClassValue, ContextFunction, FixtureFunction, Function, Instance
from tf2lint.resolver.values import ExternalClass, ExternalValue, ModuleValue, Symbol, join_all
from tf2lint.source import BoundValue, bound_values, imported_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.resolver.places import Holder, Place
    from tf2lint.resolver.references import Reference
    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value, Values

#: The origin of what the code around a reference shows.
_PLAIN: Final = Origin("", 0, "", in_message=False)
#: How many expressions are followed for one reference. Only a contrived program has more.
_MAX_STEPS: Final = 256
#: Items at any key in an `ExternalValue`, and a Python expression of which nothing is known as a key.
_ANY_ITEM: Final = re.compile(r"\[[?*]\]")
_UNKNOWN_KEY: Final = "[{}]"
#: Methods that run when a class or an object is called; the class names them.
_CALLED_BY_CLASS: Final = ("__init__", "__call__")

#: The symbols of an object, one for each path to it.
Objects = frozenset[Symbol]


class _Bound:
    """What the statements of one scope bind: names, and attributes by the expression that they belong to."""

    def __init__(self, scope: Body) -> None:
        self.names: dict[str, list[BoundValue]] = {}
        self.attributes: dict[ast.expr, BoundValue] = {}
        for bound in bound_values(scope.node):
            if type(bound.target) is ast.Name:
                self.names.setdefault(bound.target.id, []).append(bound)
            elif type(bound.target) is ast.Attribute:
                self.attributes[bound.target.value] = bound


class Origins:
    """Finds the origins of one file's references.

    Args:
        state: the resolver's state after analyzing the whole file.
    """

    def __init__(self, state: AnalysisState) -> None:
        self._state = state
        self._evaluator = ExpressionEvaluator(state)
        self._bound: dict[Body, _Bound] = {}
        self._active: set[tuple[Body, str] | Place] = set()
        self._steps = 0
        self._is_from_outside = False

    def of(self, reference: Reference) -> Origin | None:
        """Returns the origin of a reference to a member of an object; None if the code around it shows the object."""
        objects = frozenset([symbol for symbol in reference.symbols if symbol.is_object])
        if not objects:
            return None
        node = reference.node.iter if isinstance(reference.node, ast.For | ast.AsyncFor) else reference.node
        if not isinstance(node, ast.expr):
            return None
        self._steps = _MAX_STEPS
        for body in self._state.bodies.values():
            if reference.node in body.references:
                if self._is_plain(node, body, objects):
                    return None
                found = self._trace(node, body, objects)
                is_there = found is None or (not found.path and found.line == reference.node.lineno)
                return None if found is _PLAIN or is_there else found
        return None

    def of_expression(self, expression: str, objects: Objects) -> Origin | None:
        """Returns the origin of an expression over the module's names, as `ExternalValue` has them."""
        self._is_from_outside, self._steps = True, _MAX_STEPS
        node = ast.parse(_ANY_ITEM.sub(_UNKNOWN_KEY, expression), mode="eval").body
        found = self._trace(node, self._state.body.module(), objects)
        self._is_from_outside = False
        return None if found is _PLAIN else found

    def _is_plain(self, node: ast.expr, body: Body, objects: Objects) -> bool:
        """Returns whether a reference uses a name that the same code assigns, and there is nothing that gives objects.

        That is most references, and needs no search.
        """
        while isinstance(node, ast.Attribute):
            node = node.value
        state = self._state
        if not isinstance(node, ast.Name) or node.id not in body.history or node.id in state.imported_names:
            return False
        if state.readers_of_external or body.has_parameter(node.id):
            return False
        return state.places.classes.isdisjoint(map(class_of, objects))

    # --- expressions -----------------------------------------------------------

    def _trace(self, node: ast.expr, body: Body, objects: Objects) -> Origin | None:
        """Returns the origin of objects that an expression evaluates to; `_PLAIN` if the code around it shows it."""
        self._steps -= 1
        if self._steps < 0:
            return None
        match node:
            case ast.Name():
                return self._of_name(node.id, body, objects)
            case ast.Attribute():
                return self._of_attribute(node, body, objects)
            case ast.Call():
                return self._of_call(node, body, objects)
            case ast.Subscript(value=container):
                found = self._of_external(self._values(node, body), objects)
                return self._of_part(container, body, objects) if found is None else found
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self._trace(value, body, objects)
            case ast.BoolOp(values=parts):
                return self._of_any(parts, body, objects)
            case ast.IfExp():
                return self._of_any((node.body, node.orelse), body, objects)
            case _:
                return None

    def _of_any(self, nodes: Iterable[ast.expr], body: Body, objects: Objects) -> Origin | None:
        origins = (self._trace(node, body, objects) for node in nodes)
        return next((origin for origin in origins if origin is not None), None)

    def _of_part(self, container: ast.expr, body: Body, objects: Objects) -> Origin | None:
        """Returns the origin of what a container holds: that of the container, also if that is a library object."""
        values = self._values(container, body)
        if values is not None and all(isinstance(value, Symbol) and not value.watched for value in values):
            return _PLAIN  # the shape of a tensor
        found = self._of_external(elements(self._state, values), objects)
        if found is not None:
            return found
        return self._trace(container, body, self._objects(values) or objects)

    def _of_call(self, node: ast.Call, body: Body, objects: Objects) -> Origin | None:
        for value in self._values(node.func, body) or ():
            if isinstance(value, Symbol):
                return _PLAIN
            if isinstance(value, Function | ContextFunction | FixtureFunction):
                place = self._first((value.body, RESULT), objects)
                if place is not None:
                    return self._returned(value.body, place, objects)
            elif isinstance(value, ExternalValue):
                return self._elsewhere(value.path, f"{value.expression}()", objects)
        return None

    # --- names and parameters --------------------------------------------------

    def _of_name(self, name: str, body: Body, objects: Objects) -> Origin | None:
        scope = body if name in body.history else _scope(name, body)
        if scope is None or (scope, name) in self._active:
            return None
        self._active.add((scope, name))
        is_own = (scope is body or isinstance(body.node, ast.Lambda)) and not self._is_from_outside
        found = self._of_own_name(name, scope, objects) if is_own else self._of_outer_name(name, scope, objects)
        self._active.discard((scope, name))
        return found

    def _of_own_name(self, name: str, scope: Body, objects: Objects) -> Origin | None:
        """Returns the origin of a name of the function that uses it; an assignment there may show what it is."""
        origins = [self._of_bound(bound, scope, objects) for bound in self._bound_to(name, scope)]
        if _PLAIN in origins:
            return _PLAIN
        if scope.has_parameter(name):
            origins.insert(0, self._of_parameter(name, scope, objects))
        origins.append(self._imported(name, scope, objects))
        return next((origin for origin in origins if origin is not None), None)

    def _of_outer_name(self, name: str, scope: Body, objects: Objects) -> Origin | None:
        """Returns the origin of a name of the module, or of a function around the one that uses it."""
        if scope.has_parameter(name):
            return self._of_parameter(name, scope, objects)
        imported = self._imported(name, scope, objects)
        if imported is not None:
            return imported
        others = self._state.bodies.values() if name in self._state.mention_index.declared_outer else ()
        for body in (scope, *(other for other in others if other.binding_kind(name) in ("global", "nonlocal"))):
            for bound in self._bound_to(name, body):
                if self._holds(bound, body, objects):
                    return _set(name, bound.target)
        return None

    def _bound_to(self, name: str, scope: Body) -> Sequence[BoundValue]:
        return self._all_bound(scope).names.get(name, ())

    def _all_bound(self, scope: Body) -> _Bound:
        if scope not in self._bound:
            self._bound[scope] = _Bound(scope)
        return self._bound[scope]

    def _of_bound(self, bound: BoundValue, body: Body, objects: Objects) -> Origin | None:
        trace = self._of_part if bound.is_part else self._trace
        return trace(bound.value, body, objects)

    def _imported(self, name: str, scope: Body, objects: Objects) -> Origin | None:
        """Returns the origin of an object that is imported from another module of the project."""
        for statement, original in imported_from(scope.node, name):
            module = self._state.environment.project_module(statement.module or "", statement.level)
            if module is not None:
                return self._elsewhere(module.path, original, objects)
        return None

    def _of_parameter(self, name: str, function: Body, objects: Objects) -> Origin | None:
        """Returns the call that passes objects to a parameter: the first one in this file, or else in other files."""
        if any(self._include(held.get(name), objects) for held in (function.annotations, function.defaults)):
            return _PLAIN
        place = self._first((function, name), objects)
        clause = f"{_name(function)} is called with {self._described(objects)}"
        if place is not None and not place.sign:
            return place.origin(clause)
        for fixture in fixtures.of_parameter(self._state, function, name):
            found = self._of_fixture(fixture, objects)
            if found is not None:
                return found._replace(clause=f"the fixture {name} returns {self._described(objects)}", in_message=True)
        if name in function.asked:
            ways = ways_to_pass(self._state, function, name)
            passed = self._passed(((slots, path) for _, slots, path in ways), objects)
            if passed is not None:
                return passed._replace(clause=clause)
        return None if place is None else place.origin(place.sign)

    def _of_fixture(self, fixture: FixtureFunction | ExternalValue, objects: Objects) -> Origin | None:
        if isinstance(fixture, ExternalValue):
            return self._elsewhere(fixture.path, fixture.expression, objects)
        place = self._first((fixture.body, RESULT), objects)
        return None if place is None else place.origin("")

    # --- attributes ------------------------------------------------------------

    def _of_attribute(self, node: ast.Attribute, body: Body, objects: Objects) -> Origin | None:
        """Returns the origin of an attribute; that of the object that it belongs to, if that is one of a library."""
        owners = self._values(node.value, body)
        library_objects = self._objects(owners)
        if library_objects:
            used = frozenset(one for one in library_objects if one.member(node.attr) in objects)
            return self._trace(node.value, body, used or library_objects)
        for owner in owners or ():
            if isinstance(owner, Instance | ClassValue):
                found = self._of_member(owner.info, node, body, objects)
            elif isinstance(owner, ModuleValue):
                found = self._elsewhere(owner.path, node.attr, objects)
            elif isinstance(owner, ExternalValue):
                found = self._elsewhere(owner.path, f"{owner.expression}.{node.attr}", objects)
            else:
                found = None
            if found is not None:
                return found
        return None

    def _of_member(self, info: ClassInfo, node: ast.Attribute, body: Body, objects: Objects) -> Origin | None:
        """Returns the origin of an attribute of a class of this file, or of its objects."""
        for related in hierarchy(info):
            place = self._first((related, node.attr), objects)
            if place is not None:
                return self._of_assignment(place, node, related, body, objects)
            for value in related.attributes.get(node.attr) or ():
                if isinstance(value, Function) and value.body.is_property:
                    place = self._first((value.body, RESULT), objects)
                    return None if place is None else self._returned(value.body, place, objects)
            for bound in self._bound_to(node.attr, self._state.bodies[related.node]):
                if self._holds(bound, self._state.bodies[related.node], objects):
                    return _set(ast.unparse(node), bound.target)
        for base in project_bases(info):
            if isinstance(base, ExternalValue | ExternalClass):
                expression = base.expression if isinstance(base, ExternalValue) else base.name
                return self._elsewhere(base.path, f"{expression}().{node.attr}", objects)
        if (info, node.attr) in self._state.asked_attributes:
            return self._of_assignment_elsewhere(info, node, body, objects)
        return None

    def _of_assignment_elsewhere(
        self, info: ClassInfo, node: ast.Attribute, body: Body, objects: Objects
    ) -> Origin | None:
        """Returns the origin of an attribute that its class leaves empty: in a derived class, or another module."""
        others = (one for one in related_classes(info) if one is not info)
        classes = [info, *sorted(others, key=lambda one: one.node.lineno)]
        for one in classes:
            place = self._first((one, node.attr), objects)
            if place is not None:
                return self._of_assignment(place, node, one, body, objects)
        found = self._passed([(ways_to_assign(one, node.attr), "") for one in classes], objects)
        return None if found is None else found._replace(clause=f"{ast.unparse(node)} is set")

    def _of_assignment(
        self, place: Place, node: ast.Attribute, info: ClassInfo, body: Body, objects: Objects
    ) -> Origin | None:
        """Returns the origin of an attribute that is assigned, or set by the constructor of a record."""
        if place.sign:
            return place.origin(place.sign)
        if isinstance(place.node, ast.Call):
            return place.origin(f"{info.node.name}() is called with {self._described(objects)}")
        bound = self._all_bound(place.body).attributes.get(place.node)
        if bound is not None and place not in self._active:
            self._active.add(place)
            found = self._of_bound(bound, place.body, objects)
            self._active.discard(place)
            if found is not None and found.in_message:
                return found
        is_plain = place.body is body and not self._is_from_outside
        return _PLAIN if is_plain else _set(ast.unparse(node), place.node)

    # --- values ----------------------------------------------------------------

    def _values(self, node: ast.expr, body: Body) -> Values:
        """Returns what an expression in a body of code may evaluate to, merged over all paths."""
        if self._state.finished_body is not body:
            held = {name: join_all(values) for name, values in body.values_by_name().items()}
            self._state.enter_finished(body, held)
        return self._evaluator.evaluate(node)

    def _holds(self, bound: BoundValue, body: Body, objects: Objects) -> bool:
        values = self._values(bound.value, body)
        return self._include(values, objects) or self._include(entered(self._state, values), objects)

    def _objects(self, values: Values) -> Objects:
        """Returns the objects of watched libraries that values are, or evaluate to in other modules."""
        external = self._state.environment.external
        found = [
            one
            for value in values or ()
            for one in (external(value) if isinstance(value, ExternalValue) else (value,)) or ()
        ]
        return frozenset(one for one in found if isinstance(one, Symbol) and one.is_object and one.watched)

    def _include(self, values: Values, objects: Objects) -> bool:
        return any(self._is_among(value, objects) for value in objects_in(values))

    def _is_among(self, value: Value, objects: Objects) -> bool:
        """Returns whether a value is one of the objects, or one of another module that evaluates to one."""
        if isinstance(value, ExternalValue):
            return not objects.isdisjoint(self._state.environment.external(value) or ())
        return value in objects

    def _first(self, holder: Holder, objects: Objects) -> Place | None:
        """Returns the first place that gives a holder one of the objects."""
        places = [p for value, p in self._state.places.of(holder).items() if self._is_among(value, objects)]
        return min(places, key=lambda place: place.order, default=None)

    def _passed(self, slots: Iterable[tuple[list[tuple[str, int | str]], str]], objects: Objects) -> Origin | None:
        """Returns the first place in another module that passes one of the objects, see `Environment.passed`."""
        passed_origins = self._state.environment.passed_origins
        passed = (found for arguments, path in slots for found in passed_origins(arguments, path))
        return min((origin for value, origin in passed if self._is_among(value, objects)), default=None)

    def _of_external(self, values: Values, objects: Objects) -> Origin | None:
        """Returns the place in another module that shows what one of these values is."""
        external = (value for value in values or () if isinstance(value, ExternalValue))
        origins = (self._elsewhere(value.path, value.expression, objects) for value in external)
        return next((origin for origin in origins if origin is not None), None)

    def _elsewhere(self, path: str, expression: str, objects: Objects) -> Origin | None:
        """Returns the place in another module that shows what an expression over its names is."""
        environment = self._state.environment
        found = [o for value, o in environment.external_origins(ExternalValue(path, expression)) if value in objects]
        if found:
            return min(found)
        return environment.assigned_origin(path, expression) if expression.isidentifier() else None

    def _described(self, objects: Objects) -> str:
        return self._state.environment.described(min(objects, key=lambda symbol: symbol.name))

    def _returned(self, function: Body, place: Place, objects: Objects) -> Origin:
        return place.origin(f"{_name(function)} returns {self._described(objects)}", in_message=False)


def _set(text: str, node: ast.expr) -> Origin:
    return Origin("", node.lineno, f"{text} is set", node.col_offset, in_message=False)


def _scope(name: str, body: Body) -> Body | None:
    """Returns the body that a name is local to where another one uses it; None if none binds it."""
    outer = False
    for candidate in (body, *(scope for _, scope in body.enclosing())):
        kind = "" if outer and candidate.parent is not None else candidate.binding_kind(name)
        if kind == "local":
            return candidate
        outer = outer or kind == "global"
    return body.module() if name in body.mention_index.declared_outer else None


def _name(function: Body) -> str:
    """Returns how a call names a function: as its class, if that is what is called."""
    name = getattr(function.node, "name", "")
    if function.owner is not None and name in _CALLED_BY_CLASS:
        name = function.owner.node.name
    return f"{name}()" if name else "the lambda"
