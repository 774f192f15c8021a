"""Fingerprints of dependencies, which show whether a cached result is still valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.caching.digests import digest_of
from tf2lint.caching.graph_digests import GraphDigests
from tf2lint.project import FLOW, IMPORT, TEXT, USE, split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.project import Answers

#: The kinds of questions whose answer is a module that others depend on in turn.
_MODULE_QUESTIONS: Final = (IMPORT, USE)


class Module(NamedTuple):
    """What a module asks about other files.

    Attributes:
        text: the digest of its text; empty if nobody asked for it.
        answers: a digest of the answers, but not those about values that flow between modules.
        imports: the modules that these answers name.
        flow_digest: a digest of the answers about values that flow between modules.
        contributors: the files that these answers name.
    """

    text: str
    answers: str
    imports: frozenset[str]
    flow_digest: str
    contributors: frozenset[str]

    @property
    def digest(self) -> str:
        """A digest of the text and the answers, but not of those about values that flow between modules."""
        return self.text + self.answers


class Fingerprints:
    """Computes fingerprints of what checks depend on.

    What the names of a module hold depends on what it imports, directly or not. The check of a file also depends on
    values that flow between modules, and so on the files that contribute to the answers of the questions about these,
    and on those that contribute to the answers of their own questions in turn.

    Args:
        answers_of: returns a module's questions about other files, with their answers.
        modules: the modules whose answers are known.

    Attributes:
        modules: all modules so far, by path.
    """

    def __init__(self, answers_of: Callable[[str], Answers], modules: Mapping[str, Module]) -> None:
        self._answers_of = answers_of
        self.modules = dict(modules)
        self._with_imports = GraphDigests(lambda path: self._module(path).imports, self.of_text)
        self._with_contributors = self.with_contributors(self.of_module)

    def of_file(self, path: str) -> str:
        """Returns a fingerprint of everything that the check of a file depends on."""
        return digest_of((self.of_module(path), self.of_flow(path)))

    def of_text(self, path: str) -> str:
        """Returns a fingerprint of a file, and of what it asks about other files except what they hold."""
        return self._module(path).digest

    def of_module(self, path: str) -> str:
        """Returns a fingerprint of everything that the names of a module depend on."""
        return self._with_imports.of(path)

    def of_flow(self, path: str) -> str:
        """Returns a fingerprint of everything that flows into a file."""
        return self.of_contributors(path, self._with_contributors.of)

    def of_asked(self, path: str, module: str) -> str:
        """Returns a fingerprint of everything on which depends what a file asks.

        Args:
            path: the file.
            module: the module that it asks about; empty for values that flow between modules.
        """
        return self.of_module(module) if module else self.of_flow(path)

    def with_contributors(self, content: Callable[[str], str]) -> GraphDigests:
        """Returns digests of files, each with all that contribute to what flows into it, directly or not.

        Args:
            content: returns a digest of a file alone; an empty string if it is not known.
        """

        def with_questions(path: str) -> str:
            digest = content(path)
            return digest and digest_of((self._module(path).flow_digest, digest))

        return GraphDigests(lambda path: self._module(path).contributors, with_questions)

    def of_contributors(self, path: str, digest: Callable[[str], str]) -> str:
        """Returns a digest of what flows into a file; an empty string if that of a file is not known.

        Args:
            path: the file.
            digest: returns the digest of a file that contributes to it, see `with_contributors`.
        """
        module = self._module(path)
        digests = sorted(map(digest, module.contributors - {path}))
        return digest_of((module.flow_digest, digests)) if all(digests) else ""

    def _module(self, path: str) -> Module:
        if path not in self.modules:
            answers = sorted(self._answers_of(path).items(), key=repr)
            flow = [(question, answer) for question, answer in answers if question[0] == FLOW]
            others = [(question, answer) for question, answer in answers if question[0] not in (FLOW, TEXT)]
            text = next((str(answer) for question, answer in answers if question[0] == TEXT), "")
            imports = [a for question, a in others if isinstance(a, str) and question[0] in _MODULE_QUESTIONS]
            contributors = [file for _, answer in flow if isinstance(answer, str) for file in split(answer)]
            self.modules[path] = Module(
                text, digest_of((path, others)), frozenset(imports), digest_of((path, flow)), frozenset(contributors)
            )
        return self.modules[path]
