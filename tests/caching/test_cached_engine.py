"""Results that hosts keep between runs are those of a check, whatever has changed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings, strategies as st

from support.cached_runs import forget_folders
from support.random_modules import MODULES, change
from tf2lint.cached_engine import CachedEngine
from tf2lint.caching import ResultCache
from tf2lint.engine import Engine
from tf2lint.linting import HiddenFindings
from tf2lint.model import Settings
from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from random import Random

    import pytest

    from tf2lint.model import Finding

SETTINGS = Settings(select=("TF",))
TF1 = "import tensorflow as tf\ntf.log(1.0)\n"


def read_text(path: str) -> str:
    return Path(path).read_text() if Path(path).exists() else ""


def check(
    folder: Path, paths: list[Path], writer: int = 0, hidden: HiddenFindings | None = None
) -> list[tuple[Finding, ...]]:
    """Checks files as a process of a host does: with what earlier processes have stored."""
    forget_folders()
    warnings: list[str] = []
    cache = ResultCache(str(folder / "cache"), read_text, warnings.append, writer=writer)
    engine = CachedEngine(SETTINGS, find_by_path, cache)
    found = [engine.check(path.read_text(), str(path), hidden=hidden).findings for path in paths]
    cache.write()
    cache.close()
    assert not warnings
    return found


def check_anew(paths: list[Path]) -> list[tuple[Finding, ...]]:
    """Checks files without what is stored."""
    forget_folders()
    engine = Engine(SETTINGS, with_fixes=False)
    return [engine.check(path.read_text(), str(path)).findings for path in paths]


@settings(deadline=None, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_findings_are_the_same_as_without_a_cache(random: Random) -> None:
    """Several processes check some of the modules each, which are added, changed, and removed between runs."""
    with tempfile.TemporaryDirectory() as root:
        folder, changed = Path(root), list(MODULES)
        for _ in range(4):
            change(folder, changed, random)
            paths = [path for module in MODULES if (path := folder / f"{module}.py").exists()]
            random.shuffle(paths)
            middle = random.randint(0, len(paths))
            for writer, part in enumerate((paths[:middle], paths[middle:])):
                assert check(folder, part, writer) == check_anew(part)
            changed = random.sample(MODULES, random.randint(0, 2))


def test_only_what_has_changed_is_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a.py", "b.py", "c.py")
    texts = ("from b import tf\ntf.log(1.0)\n", TF1, TF1)
    paths = [tmp_path / name for name in names]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    first = [check(tmp_path, [path], writer)[0] for writer, path in enumerate(paths)]  # each by a process of its own
    checked, check_one = list[str](), Engine.check

    def recorded(engine: Engine, source: str, path: str, *arguments: object, **options: object) -> object:
        checked.append(Path(path).name)
        return check_one(engine, source, path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "check", recorded)
    assert check(tmp_path, paths) == first
    assert not checked
    paths[1].write_text(f"{TF1}x = 1\n")
    assert check(tmp_path, paths) == first
    assert checked == ["b.py"], "what it exports is the same"
    check(tmp_path, paths[2:], hidden=HiddenFindings(frozenset({"TF101"})))
    assert checked == ["b.py", "c.py"]


def test_a_result_that_another_process_keeps_depends_on_what_it_did(tmp_path: Path) -> None:
    texts = {"a.py": "import d\nfrom b import tf\nd.tf.log(1.0)\n", "b.py": TF1, "d.py": TF1}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    path = tmp_path / "a.py"
    first = check(tmp_path, [path], writer=0)
    assert first[0]
    (tmp_path / "b.py").write_text(f"{TF1}x = 1\n")
    assert check(tmp_path, [path], writer=1) == first
    (tmp_path / "d.py").write_text("tf = None\n")
    assert check(tmp_path, [path], writer=1) == [()]


def test_modules_that_depend_on_one_that_answers_as_before_are_not_analyzed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        "first.py": f"{TF1}OLD = tf.__version__ < '2'\n",
        "second.py": "from first import OLD\nIS_OLD = OLD\n",
        "last.py": f"{TF1}from second import IS_OLD\nif IS_OLD:\n    tf.exp(1)\nelse:\n    tf.log(2)\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    path = tmp_path / "last.py"
    first = check(tmp_path, [path], writer=0)
    (tmp_path / "first.py").write_text(f"{texts['first.py']}x = 1\n")
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "answers_now", None)
        assert check(tmp_path, [path], writer=1) == first
    (tmp_path / "first.py").write_text(texts["first.py"].replace("<", ">"))
    assert check(tmp_path, [path], writer=1) != first


def test_a_text_that_is_not_saved_is_checked(tmp_path: Path) -> None:
    """An editor hands over what it shows."""
    path = tmp_path / "a.py"
    path.write_text(TF1)
    assert check(tmp_path, [path])[0]
    cache = ResultCache(str(tmp_path / "cache"), read_text, print)
    engine = CachedEngine(SETTINGS, find_by_path, cache)
    assert not engine.check("import tensorflow as tf\n", str(path)).findings
    assert engine.check(TF1, str(path)).findings
    cache.close()
