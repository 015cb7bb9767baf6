"""Typed ids, so that a fragment's id cannot be passed where a recording's is meant."""

import re
from typing import NewType

from app.common.errors import InputError

RecordingId = NewType("RecordingId", str)
MomentId = NewType("MomentId", str)
FragmentId = NewType("FragmentId", str)
ClipId = NewType("ClipId", str)
MediaId = NewType("MediaId", str)
NoteId = NewType("NoteId", str)
ChapterId = NewType("ChapterId", str)
CollectionId = NewType("CollectionId", str)

_ID = re.compile(r"[0-9a-f]{32}")


def checked_id(untrusted_id: str) -> str:
    """Return the id when it has the form of ours: 128 random bits as 32 lower-case hex digits.

    Raises:
        InputError: `unknown_id`.
    """
    if not _ID.fullmatch(untrusted_id):
        raise InputError("unknown_id")
    return untrusted_id
