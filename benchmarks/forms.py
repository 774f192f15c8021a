"""Small programs that refer to a TensorFlow name in different forms, each with one use that TensorFlow 2 breaks.

Lines where a tool may report it end with `# here`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from gone import Line

_MARK: Final = "# here"
#: Each program, by the form that it tests. In a program with several files, each starts with a line with its name.
FORMS: Final = {
    "import tensorflow as tf": "import tensorflow as tf\ntf.log(1.0)  # here\n",
    "import tensorflow": "import tensorflow\ntensorflow.log(1.0)  # here\n",
    "another alias": "import tensorflow as T\nT.log(1.0)  # here\n",
    "from tensorflow import": "from tensorflow import log  # here\nlog(1.0)  # here\n",
    "from tensorflow.contrib import": "from tensorflow.contrib import slim  # here\nslim.conv2d\n",
    "import of a module below": "import tensorflow.contrib.slim as slim  # here\nslim.conv2d\n",
    "star import": "from tensorflow import *\nplaceholder(float32)  # here\n",
    "a name for a module": "import tensorflow as tf\nlayers = tf.layers  # here\n",
    "called by another name": "import tensorflow as tf\nsafe = tf\nsafe.log(1.0)  # here\n",
    "an attribute that holds it": "import tensorflow as tf\nclass A:\n  t = tf\nA().t.log(1.0)  # here\n",
    "getattr": 'import tensorflow as tf\ngetattr(tf, "Session")()  # here\n',
    "importlib": 'import importlib\ntf = importlib.import_module("tensorflow")\ntf.log(1.0)  # here\n',
    "import within a function": "def f():\n  import tensorflow as tf\n  return tf.log(1.0)  # here\n",
    "through an own module": "== a.py\nimport tensorflow as tf\n== b.py\nfrom a import tf\ntf.log(1.0)  # here\n",
    "method of an object": "import tensorflow as tf\ns = tf.Session()\ns.run(1)  # here\n",
    "argument that is gone": "import tensorflow as tf\ntf.reduce_sum([1], keep_dims=True)  # here\n",
    "argument by partial": (
        "import functools\nimport tensorflow as tf\nfunctools.partial(tf.reduce_sum, keep_dims=True)  # here\n"
    ),
    "f-string that shows its text": 'import tensorflow as tf\nprint(f"{tf.log(1.0)=}")  # here\n',
    "async function": "import tensorflow as tf\nasync def f():\n  return tf.log(1.0)  # here\n",
    "assignment expression": "import tensorflow as tf\nif (x := tf.log(1.0)):  # here\n  pass\n",
    "match": "import tensorflow as tf\nmatch 1:\n  case 1:\n    tf.log(1.0)  # here\n",
    "Python 2": "import tensorflow as tf\nprint 'loss'\ntf.log(1.0)  # here\n",
}
#: Programs without any problem, by the form that they test.
SILENT: Final = {
    "a variable called tf": "def f(tf):\n  return tf.log(1.0)\n",
    "shadowed": "import tensorflow as tf\ndef f(tf):\n  return tf.log(1.0)\n",
    "guarded by version": 'import tensorflow as tf\nif tf.__version__.startswith("1."):\n  tf.log(1.0)\n',
    "guarded by hasattr": 'import tensorflow as tf\nif hasattr(tf, "log"):\n  tf.log(1.0)\n',
    "guarded by try": "try:\n  from tensorflow.contrib import slim\nexcept ImportError:\n  slim = None\n",
    "another object's save": "import tensorflow as tf\ndef f(picture):\n  picture.save(1)\n",
}


def write(folder: Path, text: str) -> set[Line]:
    """Writes a program into a folder.

    Args:
        folder: a folder that does not exist yet.
        text: a program from `FORMS` or `SILENT`.

    Returns:
        The lines where a tool may report the problem; empty for programs without one.
    """
    folder.mkdir(parents=True)
    marked: set[Line] = set()
    for part in text.split("== ") if text.startswith("== ") else [f"main.py\n{text}"]:
        name, _, content = part.partition("\n")
        if name:
            (folder / name).write_text(content, "utf-8")
            lines = enumerate(content.split("\n"), 1)
            marked.update((str(folder / name), number) for number, line in lines if line.endswith(_MARK))
    return marked
