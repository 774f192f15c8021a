"""Builds the table of TensorFlow facts from wheels, reading their source without running it.

The modules, in the order in which the work passes through them:

- `pins`, `wheels`: which wheels each release is read from, and the verified files themselves;
- `library`, `outline`, `selfnames`: the Python modules inside those wheels, parsed on demand;
- `bindings`: what a name in a module can be bound to;
- `interpreter`, `statements`, `imports`, `assignments`, `expressions`, `calls`, `curation`, `conditions`,
  `protobuf`: run the top level of a module without Python, to learn what its names are bound to;
- `resolver`: follows a binding to the module that really defines the object;
- `public`, `visibility`: which dotted names below `tensorflow` a user can reach;
- `callables`, `classes`, `records`, `parameters`: what can be called, and how;
- `marks`: what the source says against using a name;
- `contents`, `class_body`, `class_values`, `standard`, `heirs`, `members`: what is in a class;
- `internals`: what is in a module that is no API;
- `release`: all facts of one release;
- `committed`, `committed_cells`, `committed_contents`: the same, read back from the tables;
- `merge`, `tables`, `likeness`, `member_rows`, `internal_rows`, `header`, `build`: several releases become one
  sorted TSV file per subject.
"""
