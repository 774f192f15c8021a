"""What messages say to write for constructs of TensorFlow 1: sessions, initializers, scopes, collections."""

from __future__ import annotations

import pytest

from tf2lint.engine import Engine

ENGINE = Engine()
IMPORT = "import tensorflow as tf\n"


def advice(source: str, code: str) -> list[str]:
    """Returns the messages of the findings with a code, from the advice on."""
    findings = ENGINE.check(IMPORT + source, "program.py").findings
    return [finding.message.partition("; ")[2] for finding in findings if finding.code == code]


def in_session(*lines: str) -> str:
    return "def main(feed, files):\n  sess = tf.Session()\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["x = tf.Variable(1)", "for i in files:", "  sess.run(x)"], "write x.numpy()"),
        (["x = tf.constant(2)", "sess.run(x)"], "delete this line; x runs where it is created"),
        (["x = make()", "sess.run(x)"], "write step(); step is a function that does what x does"),
        (["x = net.make()", "sess.run([x])"], "write step(); step is a function that does what [x] does"),
        (["sess.run(feed)"], "write step(); step is a function that does what feed does"),
        (["x = tf.Variable(1)", "sess.run(x.assign(2))"], "write x.assign(2); it runs where it stands"),
        (["x = tf.Variable(1)", "sess.run([x.assign(2)])"], "write x.assign(2); it runs where it stands"),
        (["op = model.train", "sess.run(op)"], "write step(); step is a function that does what op does"),
        (["ops = [model.train]", "sess.run(ops)"], "write step(); step is a function that does what ops does"),
        (
            ["x = tf.constant(2)", "for i in files:", "  y = sess.run(x)"],
            "write step(); step is a function that computes and returns x; .numpy() gives the values",
        ),
        (["y = sess.run(net.loss)"], "write step(); step is a function that computes and returns net.loss"),
        (
            ["a = make()", "y = sess.run(a, feed_dict={net.x: 1, net.y: files})"],
            "write step(1, files); step is a function of net.x, net.y that returns a",
        ),
        (["y = sess.run(net.loss, {})"], "write step(); step is a function of no arguments that returns net.loss"),
        (["d = {net.x: 1}", "y = sess.run(net.loss, d)"], "write step(1); step is a function of net.x that returns"),
        (
            ["init = tf.global_variables_initializer()", "sess.run(init)"],
            "delete this line; nothing is left for it to run",
        ),
        (["sess.run(tf.group(tf.tables_initializer()))"], "delete this line; nothing is left for it to run"),
        # What else the call feeds, or fetches by name, is not known.
        (["y = sess.run(net.loss, feed)"], "turn the fetches into a function"),
        (["y = sess.run('loss:0', {'x:0': 1})"], "turn the fetches into a function"),
        (["y = sess.run(net.loss, {**feed, net.x: 1})"], "turn the fetches into a function"),
    ],
)
def test_what_a_session_runs(lines: list[str], expected: str) -> None:
    (message,) = advice(in_session(*lines), "TF502")
    assert message.startswith(expected)


@pytest.mark.parametrize(
    ("body", "is_deleted"),
    [
        ("return tf.constant(1)", True),
        ("x, y = tf.split(a, 2)\n  return x + y", True),
        ("return [f(1), tf.no_op()]", True),
        ("return other(1)", False),
        ("return a", False),
        ("return a.op", False),
        ("pass", False),
    ],
)
def test_what_a_function_of_the_file_returns_runs_where_it_is_called(body: str, *, is_deleted: bool) -> None:
    source = f"def f(a):\n  {body}\n{in_session('x = f(1)', 'sess.run(x)')}"
    (message,) = advice(source, "TF502")
    assert message.startswith("delete this line; x runs where it is created") is is_deleted


@pytest.mark.parametrize(
    ("fetches", "expected"),
    [
        ("x", "write x.numpy(); it is computed where it is created"),
        (
            "[x, x]",
            "write tf.nest.map_structure(lambda t: t.numpy(), [x, x]); they are computed where they are created",
        ),
        ("[x, f()]", "write step(); step is a function that computes and returns [x, f()]; .numpy() gives the values"),
    ],
)
def test_the_value_of_a_known_tensor_can_be_read(fetches: str, expected: str) -> None:
    # That the value is a tensor is only known in files that use what tensors have.
    first, _ = advice(in_session("x = tf.constant(2)", f"y = sess.run({fetches})", "x.eval()"), "TF502")
    assert first == expected


def in_test(*lines: str, base: str = "tf.test.TestCase") -> str:
    head = f"class ATest({base}):\n  def test_a(self):\n    with tf.Session() as sess:\n"
    return head + "".join(f"      {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["x = make()", "y = sess.run(x)"], "write self.evaluate(x); it is computed where it is created"),
        (["x = make()", "x = sess.run(x)"], "write self.evaluate(x); it is computed where it is created"),
        (["for i in files:", "  x = make(i)", "  sess.run([x, x.shape])"], "write self.evaluate(step())"),
        (["for i in files:", "  x = make(i)", "  sess.run([x, x])"], "write self.evaluate([x, x])"),
        (["x = make()", "y = sess.run(2 * x - make())"], "write self.evaluate(2 * x - make())"),
        (["x = make()", "y = sess.run(x - self.y)"], "write self.evaluate(step())"),
        (["x = make()", "y = sess.run({'x': x})"], "write self.evaluate({'x': x})"),
        (
            ["x = make()", "y = sess.run(x, {z: 1})"],
            "write self.evaluate(step(1)); step is a function of z that returns x",
        ),
        (["x = make()", "try:", "  sess.run(x)", "except E: pass"], "write self.evaluate(step())"),
        (["x = make()", "with self.assertRaises(E):", "  sess.run(x)"], "write self.evaluate(step())"),
        (["x = make()", "try:", "  y = f(x)", "  sess.run(y)", "except E: pass"], "write self.evaluate(y); it is"),
        (["y = sess.run(self.loss)"], "write self.evaluate(step()); step is a function that computes and returns"),
        (["x = make()", "for i in files:", "  sess.run(x)"], "write self.evaluate(step())"),
    ],
)
def test_a_test_evaluates_what_its_session_ran(lines: list[str], expected: str) -> None:
    (message,) = advice(in_test(*lines), "TF502")
    assert message.startswith(expected)


def test_what_ran_before_may_have_changed_what_is_run() -> None:
    first, second, third = advice(
        in_test("a = f()", "b = g()", "x = sess.run(b)", "sess.run(a)", "y = sess.run(b)"), "TF502"
    )
    assert first.startswith("write self.evaluate(b)")
    assert second.startswith("write self.evaluate(a)")
    assert third.startswith("write self.evaluate(step())")
    *_, after = advice(in_test("b = g()", "_, l = sess.run([train(), f()])", "y = sess.run(b)"), "TF502")
    assert after.startswith("write self.evaluate(step())")
    (after,) = advice(in_test("a = f()", "b = g()", "self.evaluate(a)", "y = sess.run(b)"), "TF502")
    assert after.startswith("write self.evaluate(step())")


@pytest.mark.parametrize("base", ["unittest.TestCase", "object"])
def test_other_classes_have_no_evaluate(base: str) -> None:
    (message,) = advice("import unittest\n" + in_test("y = sess.run(x)", base=base), "TF502")
    assert message.startswith("write step()")


@pytest.mark.parametrize(
    ("source", "code", "expected"),
    [
        (
            "with tf.Session() as sess:\n  pass\n",
            "TF501",
            "delete the `with`, but not its block, and every use of sess;",
        ),
        ("with tf.Session():\n  pass\n", "TF501", "delete the `with`, but not its block;"),
        ("with tf.device('a'), tf.Session():\n  pass\n", "TF501", "delete what it enters here;"),
        ("self.sess = tf.Session()\n", "TF501", "delete this line and every use of self.sess;"),
        ("f(tf.Session())\n", "TF501", "delete it: call the function that computes the result"),
        ("def f():\n  return tf.Session()\n", "TF501", "delete it: call the function that computes the result"),
        ("tf.reset_default_graph()\n", "TF505", "delete this line;"),
        ("tf.global_variables_initializer().run()\n", "TF409", "delete this line;"),
        ("run = tf.Session().run(tf.global_variables_initializer())\n", "TF409", "delete this line and every use of"),
        ("f(init_op=tf.global_variables_initializer())\n", "TF409", "delete it"),
        ("with tf.variable_scope('a'):\n  pass\n", "TF306", "write tf.name_scope('a'); variables that it contains"),
        ("with tf.variable_scope(f'{a}'):\n  pass\n", "TF306", "write tf.name_scope(f'{a}'); variables that it"),
        ("with tf.variable_scope('a%d' % i):\n  pass\n", "TF306", "write tf.name_scope('a%d' % i); variables that it"),
        (
            "with tf.variable_scope(a):\n  pass\n",
            "TF306",
            "write tf.name_scope(a); if a is a string; variables that it",
        ),
        ("with tf.variable_scope(a, 'b', [c]):\n  pass\n", "TF306", "write tf.name_scope(a or 'b'); if a is a string;"),
        ("with tf.variable_scope(None, 'b'):\n  pass\n", "TF306", "write tf.name_scope('b'); variables that it"),
        ("with tf.variable_scope('a') as scope:\n  pass\n", "TF306", "keep the variables on a tf.keras.layers.Layer"),
        (
            "with tf.variable_scope('a', initializer=b):\n  pass\n",
            "TF306",
            "keep the variables on a tf.keras.layers.Layer",
        ),
        ("x = tf.py_func(f, [a], [tf.float32])\n", "TF102", "write [tf.numpy_function(f, [a], tf.float32)]"),
        (
            "x = tf.py_func(f, [a], [a.dtype, a.dtype])\n",
            "TF102",
            "write tf.numpy_function(f, [a], [a.dtype, a.dtype])",
        ),
        ("x = tf.py_func(f, [a], t)\n", "TF102", "write tf.numpy_function(f, [a], t); in eager mode, it returns no"),
        ("tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, b)\n", "TF401", "delete this line; b is run where it stands"),
        ("tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, b.assign(c))\n", "TF401", "write b.assign(c); it is run"),
        ("tf.summary.merge([a])\n", "TF512", "delete this line; tf.summary functions write at once"),
        ("tf.summary.merge([tf.summary.scalar('a', b)])\n", "TF512", "delete it: a summary is written when its line"),
        ("tf.add_to_collection('a', b)\n", "TF401", "write lists['a'].append(b); lists is a"),
        (
            "tf.add_to_collection(tf.GraphKeys.REGULARIZATION_LOSSES, b)\n",
            "TF401",
            "write self.add_loss(b); in the layer or model; its .losses has them all",
        ),
        ("a = tf.get_collection('regularization_losses')\n", "TF401", "write model.losses; model is the model whose"),
        ("a = tf.train.get_global_step()\n", "TF408", "write optimizer.iterations;"),
        ("a = tf.train.Saver(b)\n", "TF509", "write tf.train.Checkpoint(variables=b); its files have another format"),
        ("tf.train.Saver(a).save(sess, 'p')\n", "TF509", "write tf.train.Checkpoint(variables=a); its files"),
    ],
)
def test_constructs(source: str, code: str, expected: str) -> None:
    assert advice(source, code)[0].startswith(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("saver.save(sess, 'p')", "write saver.write('p');"),
        ("saver.save(sess, 'p', global_step=i)", "write saver.save('p');"),
        ("saver.restore(sess, p)", "write saver.read(p).assert_existing_objects_matched();"),
    ],
)
def test_methods_of_a_saver(line: str, expected: str) -> None:
    *_, message = advice(f"saver = tf.train.Saver()\n{line}\n", "TF509")
    assert message.startswith(expected)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("[a, b.c]", "delete the `with`, but not its block; operations run in the order of the lines"),
        ("None", "delete the `with`, but not its block;"),
        ("[tf.no_op()]", "write tf.no_op(); as a line of its own before the block, instead of the `with`"),
        ("[f(), a]", "write [f(), a]; each as a line of its own before the block, instead of the `with`"),
        ("f()", "delete tf.control_dependencies"),
    ],
)
def test_control_dependencies(inputs: str, expected: str) -> None:
    source = f"x = tf.placeholder(tf.float32)\nwith tf.control_dependencies({inputs}):\n  pass\n"
    assert advice(source, "TF807")[0].startswith(expected)


def test_a_list_that_contains_itself_by_name_is_followed_once() -> None:
    lines = ["init = [tf.global_variables_initializer()]", "init = [init, init]", "sess.run(init)"]
    (message,) = advice(in_session(*lines), "TF502")
    assert message.startswith("delete this line; init runs where it is created")


@pytest.mark.parametrize("method", ["builder.group", "self.evaluate", "self.process.group"])
def test_methods_of_other_objects_do_not_run_their_arguments(method: str) -> None:
    source = f"def f(self, builder):\n    {method}(tf.global_variables_initializer())\n"
    assert advice(source, "TF409") == ["delete it: variables are initialised when they are created"]
