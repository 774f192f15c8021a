"""Builds the table of TensorFlow facts from wheels, reading their source without running it.

The modules, in the order in which the work passes through them:

- `pins` and `wheels`: which wheels each release is read from, and the verified files themselves;
- `library`, `outline`: the Python modules inside those wheels, parsed on demand;
- `bindings`, `interpreter`, `statements`, `conditions`, `calls`: what each module's names are bound to;
- `resolver`: follows a binding to the module that really defines the object;
- `public`, `contrib`: which dotted names below `tensorflow` a user can reach;
- `kinds`, `signatures`, `marks`: what is recorded of each name;
- `merge`, `tables`, `build`: several releases become one sorted TSV file per subject.
"""
