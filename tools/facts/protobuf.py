"""Reads the names that a generated protobuf module defines from its serialized descriptor.

Newer `_pb2.py` files do not show these names in any other way, because they create their classes on import. Only the
parts of the wire format that are needed for names are decoded (descriptor.proto: messages are field 4 of a file, enums
field 5; the values of an enum are its field 2; names are always field 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE, _ENUM, _ENUM_VALUE, _NAME = 4, 5, 2, 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def descriptor_names(data: bytes) -> tuple[list[str], list[str]]:
    """Returns a file descriptor's message names, and the names of its enums and their values.

    Raises:
        ValueError: the bytes are not a file descriptor.
    """
    messages: list[str] = []
    values: list[str] = []
    for number, content in _fields(data):
        if number == _MESSAGE:
            messages.append(_name(content))
        elif number == _ENUM:
            values.append(_name(content))
            values += [_name(value) for field, value in _fields(content) if field == _ENUM_VALUE]
    return messages, values


def _name(data: bytes) -> str:
    return next(content.decode() for number, content in _fields(data) if number == _NAME)


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields the number and content of each field; the content of numeric fields is left empty."""
    position = 0
    while position < len(data):
        key, position = _varint(data, position)
        kind = key & 7
        if kind == _VARINT:
            _, position = _varint(data, position)
            size = 0
        elif kind == _BYTES:
            size, position = _varint(data, position)
        elif kind in (_FIXED32, _FIXED64):
            size = 4 if kind == _FIXED32 else 8
        else:
            raise ValueError(f"no protobuf descriptor: wire type {kind}")
        yield key >> 3, data[position : position + size] if kind == _BYTES else b""
        position += size


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """Returns the number at a position and the position after it."""
    number = shift = 0
    while True:
        byte = data[position]
        number |= (byte & 0x7F) << shift
        position += 1
        shift += 7
        if byte < 0x80:
            return number, position
