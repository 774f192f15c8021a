"""What a check asked about other files, as the cache stores it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tf2lint.caching.earlier_check import EarlierCheck, asked_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.caching.earlier_check import Asked
    from tf2lint.caching.fingerprints import Fingerprints
    from tf2lint.caching.module_states import ModuleStates


def serialize(text: str, fingerprint: str, asked: Iterable[Asked]) -> str:
    """Returns the queries of a check as text.

    Args:
        text: the digest of the file's content.
        fingerprint: the fingerprint of its text, and of what it asks about the file system.
        asked: the queries.
    """
    return json.dumps([text, fingerprint, [one.row() for one in asked]], separators=(",", ":"))


def deserialize(
    path: str, content: str, fingerprints: Fingerprints, states: ModuleStates | None
) -> tuple[EarlierCheck, list[Asked]] | None:
    """Returns an earlier check with the queries whose answers may have changed since, and all its queries.

    Args:
        path: the absolute path of the file.
        content: the output of `serialize`.
        fingerprints: the fingerprints of what the answers depend on now.
        states: the states of modules; None if they are not known.

    Returns:
        None if the file has changed, or what it asks except about what other modules hold. All queries are those that
        this run need not answer, and without fingerprint those that it has to.
    """
    text, fingerprint, rows = json.loads(content)
    asked = list(map(asked_of, rows))
    # If the file has changed, it is checked; which states hold is determined now, because nothing is asked meanwhile.
    same = [
        one.fingerprint == fingerprints.of_asked(path, one.module) if states is None else states.is_as_before(path, one)
        for one in asked
    ]
    if fingerprint != fingerprints.of_text(path):
        return None
    known = [one if is_same else one._replace(fingerprint="") for one, is_same in zip(asked, same, strict=True)]
    return EarlierCheck(text, tuple([one.answered for one in known if not one.fingerprint])), known
