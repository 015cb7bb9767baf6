"""Plant a word of its own everywhere a worker can write about a recording, to look for them again afterwards."""

from dataclasses import replace

from app.common.ids import RecordingId
from app.domain.collection import CollectionEntry
from app.domain.looking_back import Answer, QuestionKind
from app.domain.own_word import OwnWord
from app.domain.private_answer import QuietFrame
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word
from app.services.moments import MomentDraft
from app.services.private_answers import Asked
from app.services.session import Session
from app.vault.capture_store import CaptureKind
from app.vault.media_store import MediaRole
from app.vault.tables.spoken_notes import SpokenNote
from tests.support.recording_process import new_recording
from tests.support.vaults import store

OWN_THOUGHTS = frozenset({"toen", "nu", "leervraag", "voornemen"})
"""What a worker may keep of a recording that somebody withdrew from: what the worker thought, wants to learn and intends."""
OWN_NOTES = OWN_THOUGHTS | {"zien", "volgt"}
"""What may stay when a recording is destroyed for another reason."""
PRIVATE = frozenset({"stil", "gedeeld"})
OF_RECORDING = frozenset(
    {
        *OWN_NOTES,
        *PRIVATE,
        *("voorspeld", "anders", "teruggezien", "oordeel"),
        *("zienoud", "getypt", "weggehaald", "hoofdstuk", "hoofdstukoud", "verzameling", "fragment"),
        *("gezegd", "gezegdoud", "spreker", "eigenwoord", "opnametitel", "notitie"),
    }
)
"""Goes with the recording."""
OF_WORKER = frozenset({"kader", "kaderoud", "leeg"})
"""Belongs to no recording and stays: frames of one's own, and a collection nothing is in yet."""
_ASKED = {
    QuestionKind.PREDICTION: "voorspeld",
    QuestionKind.LEARNING_QUESTION: "leervraag",
    QuestionKind.DIFFERENCE: "anders",
    QuestionKind.SEEN_BACK: "teruggezien",
    QuestionKind.JUDGEMENT: "oordeel",
    QuestionKind.INTENTION: "voornemen",
}


def mark(place: str) -> str:
    """Return the word that stands in this place and nowhere else."""
    return f"zilverspar{place}kwartel"


def marks(places: frozenset[str]) -> dict[str, str]:
    """Return place by word."""
    return {mark(place): place for place in places}


def plant(session: Session, recording_id: RecordingId) -> None:
    """Write all of `OF_RECORDING` and `OF_WORKER`, as the screens do."""
    _plant_moments(session, recording_id)
    _plant_looking_back(session, recording_id)
    _plant_what_is_said(session, recording_id)
    _plant_captures(session, recording_id)
    _plant_frames(session)


def _plant_moments(session: Session, recording_id: RecordingId) -> None:
    draft = MomentDraft(recording_id, 100, see=mark("zienoud"), next=mark("volgt"), then=mark("toen"), now=mark("nu"))
    moment = session.moments.add(draft)
    session.moments.change(replace(moment, see=mark("zien")))
    session.viewing.keep_draft(moment.moment_id, {"see": mark("getypt")})
    session.moments.remove(session.moments.add(MomentDraft(recording_id, 200, see=mark("weggehaald"))).moment_id)
    chapter = session.chapters.add(recording_id, 0, mark("hoofdstukoud"))
    session.chapters.change(replace(chapter, name=mark("hoofdstuk")))
    session.fragments.add(recording_id, TimeRange(0, 1000), mark("fragment"))
    session.collections.add(mark("verzameling"), (CollectionEntry(moment_id=moment.moment_id),))
    session.collections.add(mark("leeg"))


def _plant_looking_back(session: Session, recording_id: RecordingId) -> None:
    answers = tuple(Answer(kind.value, kind, "Wat?", mark(place)) for kind, place in _ASKED.items())
    session.looking_back.answer(recording_id, "so-1", answers)
    stays, shared = (Asked(recording_id, QuietFrame.SELF_INQUIRY, f"sz-{number}", "Wat?") for number in (1, 2))
    session.private_answers.write(stays, mark("stil"))
    session.private_answers.write(shared, mark("gedeeld"))
    session.private_answers.share(shared)


def _plant_what_is_said(session: Session, recording_id: RecordingId) -> None:
    def said(word: str) -> Transcript:
        return Transcript(recording_id, (Turn(mark("spreker"), (Word(mark(word), 0, 500),)),), TranscriptOrigin.IMPORTED)

    session.transcripts.save(said("gezegdoud"))
    session.transcripts.change(said("gezegdoud"), replace(said("gezegd"), origin=TranscriptOrigin.TYPED))
    session.names.set_own_words(recording_id, [OwnWord(mark("eigenwoord"))])


def _plant_captures(session: Session, recording_id: RecordingId) -> None:
    vault = session._vault
    made = vault.captures.begin(CaptureKind.RECORDING, new_recording(mark("opnametitel")).to_json())
    made.close()
    with vault.transaction():
        vault.captures.settle(made.capture_id)
    sound = store(vault, mark("notitie").encode() * 100, MediaRole.AUDIO)
    vault.spoken_notes.add(SpokenNote(sound.media_id, recording_id, session.moments.list(recording_id)[0].moment_id, 1000))


def _plant_frames(session: Session) -> None:
    shipped = session.kijkkader.shipped()
    draft = session.own_kaders.start_copy(shipped.kader_id, shipped.version, mark("kaderoud"))
    session.own_kaders.save(draft.kader_id)
    session.own_kaders.change(replace(session.own_kaders.start_next(draft.kader_id), name=replace(draft.name, nl=mark("kader"))))
