"""A worker's own words that stay when their recording is destroyed: no picture, no time in it, no title, no family."""

from dataclasses import dataclass
from datetime import date

from app.common.ids import NoteId
from app.domain.looking_back import LookingBack
from app.domain.moment import Moment, MomentKind


@dataclass(frozen=True)
class KeptNote:
    """What is left of a moment, or of looking back. `kept_on` is the day it was kept, not the day of the talk."""

    note_id: NoteId
    kept_on: date
    kind: MomentKind | None
    kader_id: str
    kader_version: str
    indicators: tuple[str, ...]
    see: str
    next: str
    then: str
    now: str
    learning_question: str = ""
    intention: str = ""


def kept_intention(looking_back: LookingBack, note_id: NoteId, kept_on: date) -> KeptNote | None:
    """Return what may stay of looking back at a recording: what the worker wants to learn and intends, which is the worker's own."""
    if not looking_back.learning_question and not looking_back.intention:
        return None
    words = {"learning_question": looking_back.learning_question, "intention": looking_back.intention}
    return KeptNote(note_id, kept_on, None, looking_back.kader_id, looking_back.kader_version, (), "", "", "", "", **words)


def kept_note(moment: Moment, note_id: NoteId, kept_on: date, *, with_others: bool) -> KeptNote | None:
    """Return what may stay of this moment, None when it has no words that may.

    Without `with_others` the two answers about what others said and did stay behind: after a withdrawal only what the
    worker thought and felt is the worker's own.
    """
    texts = (moment.see if with_others else "", moment.next if with_others else "", moment.then, moment.now)
    if not any(text.strip() for text in texts):
        return None
    return KeptNote(note_id, kept_on, moment.kind, moment.kader_id, moment.kader_version, moment.indicators, *texts)
