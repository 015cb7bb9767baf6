"""The work on what is said in one fragment: lines, names, bleeps and the voice. Every change goes through `Review`."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.caption import Caption
from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import OwnWord
from app.domain.spoken_line import Piece, SpokenLine, same_word, speakers, spoken_lines, with_decisions, with_moved_bleeps
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, in_order, spread
from app.domain.transcript_editing import reaching, retimed, retyped, split_before
from app.services.session import Session
from app.ui.anonymise.review import Review

_LEVELS_WITH_CAPTIONS = (VoiceLevel.CAPTIONS, VoiceLevel.SPOKEN)


@dataclass(frozen=True)
class _Kept:
    """What the vault has beside the plan."""

    transcript: Transcript | None
    own_words: tuple[OwnWord, ...]


class ReviewWords(QObject):
    """The transcript and the own words belong to the recording and not to the plan; undoing a plan brings back those it was made with."""

    changed = Signal()

    def __init__(self, session: Session, review: Review, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.review = review
        recording_id = review.fragment.recording_id
        self._kept = _Kept(session.transcripts.get(recording_id), session.names.own_words(recording_id))
        self._beside: dict[tuple[tuple[FoundName, ...], tuple[Caption, ...]], _Kept] = {(self.plan.names, self.plan.captions): self._kept}
        self._lines: tuple[SpokenLine, ...] | None = None
        review.changed.connect(self._on_plan_changed)

    @property
    def plan(self) -> AnonymisePlan:
        """The plan as it is now."""
        return self.review.plan

    @property
    def transcript(self) -> Transcript | None:
        """What is said in the whole recording; None while nobody wrote it down."""
        return self._kept.transcript

    @property
    def own_words(self) -> tuple[OwnWord, ...]:
        """The worker's own list for this recording."""
        return self._kept.own_words

    @property
    def lines(self) -> tuple[SpokenLine, ...]:
        """What is said in the fragment, in order of time."""
        if self._lines is None:
            self._lines = spoken_lines(self.transcript, self.plan) if self.transcript else ()
        return self._lines

    @property
    def undecided(self) -> tuple[FoundName, ...]:
        """The names about which a person still has to choose, in order of time."""
        return tuple(name for name in self.plan.names if name.is_hidden is None)

    @property
    def missing(self) -> int:
        """How many words are in the way of going on: none when nothing of what is said goes out."""
        return 0 if self.plan.voice is VoiceLevel.NONE else len(self.undecided)

    @property
    def needs_captions(self) -> bool:
        """Whether the chosen voice says what is written down, and nothing is."""
        return self.plan.voice in _LEVELS_WITH_CAPTIONS and not self.plan.captions

    @property
    def speakers(self) -> dict[str, str]:
        """Who can be chosen as speaker, by the letter on the mask."""
        return speakers(self.plan.tracks)

    def find_again(self) -> None:
        """Look for names in the transcript as it is now; what was decided stays."""
        recording_id = self.review.fragment.recording_id
        self._kept = _Kept(self._session.transcripts.get(recording_id), self._session.names.own_words(recording_id))
        self._find(None, None)

    # Deciding about names.

    def hide(self, piece: Piece) -> None:
        """Give this word a bleep."""
        self._decide([piece], is_hidden=True)

    def hide_same(self, piece: Piece) -> int:
        """Give every word of the fragment that is the same a bleep, and return how many there are."""
        same = self.same_pieces(piece)
        self._decide(same, is_hidden=True)
        return len(same)

    def leave(self, piece: Piece, reason: str, *, all_same: bool = False) -> None:
        """Let this word be heard, for this reason."""
        self._decide(self.same_pieces(piece) if all_same else [piece], is_hidden=False, reason=reason)

    def forget(self, piece: Piece) -> None:
        """Take back the bleep somebody gave a word that was not found."""
        self._take_names(tuple(name for name in self.plan.names if name != piece.name))

    def same_pieces(self, piece: Piece) -> list[Piece]:
        """Return every piece of the fragment with the same words."""
        return [each for line in self.lines for each in line.pieces if same_word(each.text, piece.text)]

    # Changing lines. `turn` is its place in the transcript.

    def text_of(self, line: SpokenLine) -> str:
        """Return the whole line to be changed, also what of it is said outside the fragment."""
        return self._turns()[line.turn].text

    def retype(self, turn: int, text: str) -> None:
        """Let the line say this; without words it goes."""
        turns = self._turns()
        changed = retyped(turns[turn], text)
        self._take_turns([*turns[:turn], *([changed] if changed else []), *turns[turn + 1 :]], turns[turn].range)

    def set_speaker(self, turn: int, letter: str) -> None:
        """Say who speaks; empty for nobody knows."""
        self._replace(turn, replace(self._turns()[turn], speaker=self.speakers.get(letter, "")))

    def split(self, turn: int, word: int, at_ms: int) -> None:
        """Begin a new line with this word, at this time of the fragment when the words' own times are a guess."""
        turns = self._turns()
        if 0 < word < len(turns[turn].words):
            whole = turns[turn].range
            self._take_turns([*turns[:turn], *split_before(turns[turn], word, at_ms + self.plan.range.from_ms), *turns[turn + 1 :]], None, whole)

    def reach(self, turn: int, *, from_ms: int | None = None, to_ms: int | None = None) -> None:
        """Let the line begin or end at this time of the fragment."""
        start_ms = self.plan.range.from_ms
        from_ms, to_ms = (None if at_ms is None else at_ms + start_ms for at_ms in (from_ms, to_ms))
        before = self._turns()[turn]
        after = retimed(before, reaching(before.range, from_ms=from_ms, to_ms=to_ms))
        reached = TimeRange(min(before.range.from_ms, after.range.from_ms), max(before.range.to_ms, after.range.to_ms))
        self._replace(turn, after, retimed_to=reached)

    def add(self, text: str, within: TimeRange, letter: str = "") -> None:
        """Add a line somebody typed, at this time of the fragment."""
        start_ms = self.plan.range.from_ms
        turn = spread(self.speakers.get(letter, ""), text, TimeRange(within.from_ms + start_ms, within.to_ms + start_ms))
        if turn is not None:
            self._take_turns([*self._turns(), turn], None)

    def remove(self, turn: int) -> None:
        """Take a line away."""
        turns = self._turns()
        self._take_turns([*turns[:turn], *turns[turn + 1 :]], turns[turn].range)

    def accept_draft(self) -> None:
        """Say that somebody read what the computer wrote."""
        if self.transcript:
            read = replace(self.transcript, origin=TranscriptOrigin.TYPED)
            self._session.transcripts.save(read)
            self._kept = replace(self._kept, transcript=read)
            self._find(None, None)

    def set_own_words(self, own_words: tuple[OwnWord, ...]) -> None:
        """Keep the worker's own list; its words are hidden at once, everywhere in the recording."""
        before, shown = self.own_words, (self.plan.names, self.plan.captions)
        self._session.names.set_own_words(self.review.fragment.recording_id, own_words)
        self._kept = replace(self._kept, own_words=own_words)
        self._find(None, None)
        if (self.plan.names, self.plan.captions) == shown:
            self._keep_in_history(before, own_words)

    def _keep_in_history(self, before: tuple[OwnWord, ...], after: tuple[OwnWord, ...]) -> None:
        """Let undoing something else leave this change of the list alone: in the fragment there was nothing to change, so nothing to undo."""
        for made, kept in self._beside.items():
            stayed = tuple(word for word in kept.own_words if word in after or word not in before)
            added = tuple(word for word in after if word not in before and word not in stayed)
            self._beside[made] = replace(kept, own_words=(*stayed, *added))

    # Bleeps and the voice.

    def set_voice(self, voice: VoiceLevel) -> None:
        """Keep what is left of the sound."""
        self.review.apply(replace(self.plan, voice=voice))

    def add_bleep(self, bleep: TimeRange) -> None:
        """Let nothing be heard here; relative to the fragment."""
        self._take(replace(self.plan, bleeps=_sorted((*self.plan.bleeps, bleep))))

    def move_bleep(self, before: FoundName | TimeRange, after: TimeRange) -> FoundName | TimeRange:
        """Put a bleep elsewhere, and return it as it is now; relative to the fragment."""
        if isinstance(before, FoundName):
            moved = replace(before, range=after)
            self._take_names(tuple(moved if name == before else name for name in self.plan.names))
            return moved
        self._take(replace(self.plan, bleeps=_sorted(after if each == before else each for each in self.plan.bleeps)))
        return after

    def remove_bleep(self, bleep: TimeRange) -> None:
        """Take a bleep away that was drawn by hand."""
        self._take(replace(self.plan, bleeps=tuple(each for each in self.plan.bleeps if each != bleep)))

    # Keeping.

    def _decide(self, pieces: list[Piece], *, is_hidden: bool, reason: str = "") -> None:
        decided = {id(piece.name) for piece in pieces if piece.name}
        names = [replace(name, is_hidden=is_hidden, reason=reason) if id(name) in decided else name for name in self.plan.names]
        if is_hidden:
            names += [FoundName(piece.range, piece.text, NameKind.BY_HAND, is_hidden=True) for piece in pieces if piece.name is None]
        self._take_names(tuple(sorted(names, key=lambda name: (name.range.from_ms, name.range.to_ms, name.text))))

    def _take_names(self, names: tuple[FoundName, ...]) -> None:
        self._take(replace(self.plan, names=names))

    def _take(self, plan: AnonymisePlan) -> None:
        """Take this plan, with the captions that belong to its names and bleeps."""
        captions = self._session.names.captions(plan, plan.names) if self.transcript else ()
        self._beside[(plan.names, captions)] = self._kept
        self._lines = None
        self.review.apply(replace(plan, captions=captions))

    def _turns(self) -> tuple[Turn, ...]:
        return self.transcript.turns if self.transcript else ()

    def _replace(self, turn: int, changed: Turn, retimed_to: TimeRange | None = None) -> None:
        turns = self._turns()
        self._take_turns([*turns[:turn], changed, *turns[turn + 1 :]], None, retimed_to)

    def _take_turns(self, turns: list[Turn], changed: TimeRange | None, retimed_to: TimeRange | None = None) -> None:
        recording_id = self.review.fragment.recording_id
        origin = self.transcript.origin if self.transcript else TranscriptOrigin.TYPED
        transcript = Transcript(recording_id, in_order(turns), origin)
        self._session.transcripts.save(transcript)
        self._kept = replace(self._kept, transcript=transcript)
        self._find(changed, retimed_to)

    def _find(self, changed: TimeRange | None, retimed_to: TimeRange | None) -> None:
        found = self._session.names.find(self.review.fragment.fragment_id)
        retimed = self._relative(retimed_to)
        names = with_decisions(found, self.plan.names, changed=self._relative(changed), retimed=retimed)
        if self.transcript and retimed:
            names = with_moved_bleeps(names, self.transcript, self.plan, retimed)
        self._take_names(names)
        self._lines = None
        self.changed.emit()

    def _relative(self, within: TimeRange | None) -> TimeRange | None:
        if within is None:
            return None
        start_ms = self.plan.range.from_ms
        from_ms = max(0, within.from_ms - start_ms)
        return TimeRange(from_ms, within.to_ms - start_ms) if within.to_ms - start_ms > from_ms else None

    @Slot()
    def _on_plan_changed(self) -> None:
        self._lines = None
        kept = self._beside.get((self.plan.names, self.plan.captions))
        if kept is not None and kept != self._kept:
            self._bring_back(kept)
        self.changed.emit()

    def _bring_back(self, kept: _Kept) -> None:
        if kept.transcript != self._kept.transcript:
            # Before the first line there was no transcript; one without lines is as good, and can be had back.
            empty = Transcript(self.review.fragment.recording_id, (), TranscriptOrigin.TYPED)
            self._session.transcripts.save(kept.transcript or empty)
        if kept.own_words != self._kept.own_words:
            self._session.names.set_own_words(self.review.fragment.recording_id, kept.own_words)
        self._kept = kept


def _sorted(bleeps: object) -> tuple[TimeRange, ...]:
    return tuple(sorted(bleeps))  # type: ignore[call-overload]
