"""The class that a file gets to keep variables and layers by name, with the methods that the file needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

CLEAR: Final = "clear"
SCOPE: Final = "scope"
UNUSED: Final = "unused"
VARIABLE: Final = "get_variable"
KEEP: Final = "keep"
LISTS: Final = "variables"
TRAINABLE: Final = "trainable_variables"
NAME: Final = "name_of"
UPDATED: Final = "moving_averages"
LOSSES: Final = "regularization_losses"

_CLASS: Final = '''\
class VariableStore:
    """Keeps variables and layers by name: each is made once, and found again."""

    def __init__(self):
        self.made = {}
        self.regularizers = {}
        self._scopes = [()]
        self._counts = [{}]
'''
_METHODS: Final = {
    CLEAR: '''\
    def clear(self):
        """Forgets all variables and layers."""
        self.made.clear()
        self.regularizers.clear()
''',
    SCOPE: '''\
    def scope(self, name):
        """Enters a scope, whose name stands before the names of what is made in it."""
        outer = self._scopes[-1]
        self._scopes.append(name if isinstance(name, tuple) else (*outer, name))
        self._counts.append({})
        return self

    def __enter__(self):
        return self._scopes[-1]

    def __exit__(self, *_):
        self._scopes.pop()
        self._counts.pop()
''',
    UNUSED: '''\
    def unused(self, name):
        """Returns a name that nothing had since the scope was entered."""
        count = self._counts[-1].get(name, 0)
        self._counts[-1][name] = count + 1
        return f'{name}_{count}' if count else name
''',
    KEEP: '''\
    def keep(self, name, make):
        """Returns what has a name; makes it the first time."""
        name = '/'.join((*self._scopes[-1], name))
        if name not in self.made:
            with tf.init_scope():
                self.made[name] = make()
        return self.made[name]
''',
    VARIABLE: '''\
    def get_variable(self, name, shape=None, dtype=None, initializer=None, regularizer=None, trainable=True):
        """Returns the variable of a name; makes it the first time."""
        full_name = '/'.join((*self._scopes[-1], name))

        def make():
            kind, value = tf.as_dtype(dtype or tf.float32), initializer
            if value is None:
                value = tf.keras.initializers.GlorotUniform() if kind.is_floating else tf.zeros_initializer()
            if isinstance(value, type):
                value = value()
            if callable(value):
                value = value() if shape is None else value(tf.TensorShape(shape).as_list(), kind)
            return tf.Variable(value, trainable=trainable, name=full_name, dtype=dtype)

        if regularizer is not None:
            self.regularizers.setdefault(full_name, regularizer)
        return self.keep(name, make)
''',
    LISTS: '''\
    def variables(self, scope=''):
        """Returns the variables whose names start with a scope, in the order in which they were made."""
        return [variable for name, variable in self._named() if name.startswith(scope)]

    def _named(self):
        """Yields the variables with their names."""
        seen = set()
        for name, made in self.made.items():
            for weight in [made] if isinstance(made, tf.Variable) else made.weights:
                variable = weight if isinstance(weight, tf.Variable) else weight.value
                if id(variable) not in seen:
                    seen.add(id(variable))
                    own = '' if variable is made else '/' + weight.name.split('/')[-1].split(':')[0]
                    yield f'{name}{own}:0', variable
''',
    TRAINABLE: '''\
    def trainable_variables(self, scope=''):
        """Returns the variables that are trained, whose names start with a scope."""
        return [variable for variable in self.variables(scope) if variable.trainable]
''',
    NAME: '''\
    def name_of(self, variable):
        """Returns the name of a variable, with its scopes."""
        return next(name for name, each in self._named() if each is variable)
''',
    UPDATED: '''\
    def moving_averages(self):
        """Returns the variables that layers update when they train."""
        return [variable for name, variable in self._named() if '/moving_' in name]
''',
    LOSSES: '''\
    def regularization_losses(self):
        """Returns the losses of the variables and layers that have a regularizer."""
        found = []
        for name, made in self.made.items():
            if not isinstance(made, tf.Variable):
                found += made.losses
            elif name in self.regularizers:
                found.append(self.regularizers[name](made))
        return found
''',
}
#: The methods that methods need.
_NEEDS: Final = {VARIABLE: (KEEP,), TRAINABLE: (LISTS,), NAME: (LISTS,), UPDATED: (LISTS,)}


def class_lines(methods: Collection[str], root: str, name: str) -> list[str]:
    """Returns the lines of the class.

    Args:
        methods: the names of the methods that the file needs.
        root: what the file calls TensorFlow.
        name: the name of the class.
    """
    needed = {KEEP, *methods}
    for method in tuple(needed):
        needed.update(_NEEDS.get(method, ()))
    parts = [_CLASS, *(text for method, text in _METHODS.items() if method in needed)]
    text = "\n".join(parts).replace("VariableStore", name)
    return text.replace("tf.", f"{root}.").rstrip("\n").split("\n")
