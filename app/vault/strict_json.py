"""Values out of JSON that somebody else may have written: of the right kind and within bounds, or refused."""

import base64
import binascii
from typing import Any

_MAX_INTEGER = 2**53 - 1


def as_object(untrusted: object) -> dict[str, Any]:
    """Return the object; TypeError when it is none."""
    if not isinstance(untrusted, dict):
        raise TypeError("object")
    return untrusted


def as_list(untrusted: object, limit: int) -> list[Any]:
    """Return the list; TypeError when it is none or has more than `limit` entries."""
    if not isinstance(untrusted, list) or len(untrusted) > limit:
        raise TypeError("list")
    return untrusted


def as_integer(untrusted: object, at_least: int) -> int:
    """Return the whole number; TypeError when it is none or out of bounds."""
    if type(untrusted) is not int or not at_least <= untrusted <= _MAX_INTEGER:
        raise TypeError("integer")
    return untrusted


def as_base64(untrusted: object, size: int | None) -> bytes:
    """Return the bytes; TypeError or ValueError when it is no base64, or not of this many bytes."""
    if not isinstance(untrusted, str):
        raise TypeError("base64")
    try:
        content = base64.b64decode(untrusted, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    if size is not None and len(content) != size:
        raise ValueError("base64 size")
    return content
