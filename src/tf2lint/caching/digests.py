"""Digests of what the cache stores and compares."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

#: The length of a digest, in characters.
LENGTH: Final = 32


def digest_of(content: object) -> str:
    """Returns a digest of a value's `repr`."""
    return blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=LENGTH // 2).hexdigest()
