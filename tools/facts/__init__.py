"""Builds the tables of facts about TensorFlow and keras from wheels, reading their source without running it.

The modules, in the order in which they are used:

- `subject`, `keras_package`: what differs between the tables about TensorFlow and those about the package keras;
- `pins`, `wheels`, `metadata`: which wheels each release is read from, the verified files, and what they require;
- `library`, `outline`, `self_attributes`: the Python modules inside those wheels, parsed on demand;
- `bindings`: what a name in a module can be bound to;
- `interpreter`, `statements`, `imports`, `assignments`, `expressions`, `calls`, `curation`, `conditions`,
  `protobuf`: interpret the top level of a module, without running it, to find what its names are bound to;
- `resolver`: follows a binding to the module that defines the object;
- `public`, `visibility`: which dotted names below `tensorflow` are public;
- `callables`, `classes`, `records`, `parameters`: what can be called, and with which parameters;
- `marks`: whether the source marks a name as deprecated, or only raises;
- `contents`, `class_body`, `class_values`, `standard`, `private_subclasses`, `members`: the members of a class;
- `internals`: the names in a private module;
- `release`: all facts of one release;
- `committed`, `committed_cells`, `committed_contents`: the same, read back from the tables;
- `merge`, `tables`, `row_compression`, `member_rows`, `internal_rows`, `header`, `build`: merge the releases into one
  sorted TSV file per subject.
"""
