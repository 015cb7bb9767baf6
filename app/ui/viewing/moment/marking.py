"""The moments of the recording that is being watched: marking, choosing one, changing it, taking it back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.common.errors import AppError
from app.common.ids import MomentId, RecordingId
from app.domain.moment import Moment, MomentKind
from app.domain.recording import Recording
from app.domain.timecode import format_time
from app.error_texts import error_text
from app.services.moments import MomentDraft
from app.services.session import Session
from app.ui.viewing.moment.mark_button import kind_word

LEAD_MS = 3_000
"""A hand is slower than the eye: a moment starts this much before its key."""
LENGTH_MS = 8_000
_NEAR_MS = 15_000
"""In and out change the chosen moment when now is this close to it; further away they begin a new one."""


class Marking(QObject):
    """Every change is saved before the call returns, through the services; nothing is kept here only."""

    changed = Signal()
    """Other moments, another choice, or another begun range."""
    saved = Signal(str)
    """What was just saved, for the message bar; it can be undone."""
    said = Signal(str)
    """A sentence for the message bar about something that is not saved."""
    stepped = Signal()
    """Something was undone or done again, not always a moment."""
    refused = Signal(str)
    """A change was not saved; why not."""

    def __init__(self, session: Session, recording: Recording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recording = recording
        self._selected_id: MomentId | None = None
        self.pending_in_ms: int | None = None
        self.moments: tuple[Moment, ...] = tuple(session.moments.list(recording.recording_id))

    @property
    def selected(self) -> Moment | None:
        """The moment that is open, None when there is none."""
        return next((moment for moment in self.moments if moment.moment_id == self._selected_id), None)

    @property
    def selected_number(self) -> int:
        """Which it is in order of time, from 1; 0 without one."""
        return next((number for number, moment in enumerate(self.moments, 1) if moment.moment_id == self._selected_id), 0)

    def refresh(self) -> None:
        """Read the moments again; tells only when something differs."""
        moments = tuple(self._session.moments.list(self._recording.recording_id))
        if moments != self.moments:
            self.moments = moments
            self.changed.emit()

    def select(self, moment_id: MomentId | None) -> None:
        """Open this moment, or none."""
        if moment_id != self._selected_id:
            self._selected_id = moment_id
            self.changed.emit()

    def neighbour(self, direction: int, at_ms: int) -> Moment | None:
        """Return the previous (-1) or next (1) moment, seen from the open one or else from this time."""
        selected = self.selected
        if selected is not None:
            place = self.selected_number - 1 + direction
            return self.moments[place] if 0 <= place < len(self.moments) else None
        later = [moment for moment in self.moments if moment.at_ms > at_ms]
        earlier = [moment for moment in self.moments if moment.at_ms <= at_ms]
        return next(iter(later), None) if direction > 0 else next(iter(reversed(earlier)), None)

    def mark(self, kind: MomentKind | None, at_ms: int) -> MomentId | None:
        """Save a moment of this kind here, or give the open one its kind when it has none yet.

        Returns the new moment when a key that stays down may make it longer.
        """
        selected = self.selected
        if kind is not None and selected is not None and selected.kind is None:
            self.change(selected, kind=kind)
            self.saved.emit(self.tr("Het moment is nu: {kind}.").format(kind=kind_word(kind)))
            return None
        if self.pending_in_ms is not None and self.pending_in_ms < at_ms:
            self._add(self.pending_in_ms, at_ms, kind, at_ms)
            return None
        from_ms = max(0, at_ms - LEAD_MS)
        until_ms = min(from_ms + LENGTH_MS, self._recording.facts.duration_ms)
        return self._selected_id if self._add(from_ms, until_ms, kind, at_ms) else None

    def stretch(self, moment_id: MomentId, until_ms: int) -> None:
        """End a moment that was just made here, as its key was let go here."""
        made = next((moment for moment in self.moments if moment.moment_id == moment_id), None)
        if made is not None and self._try(lambda: self._session.moments.settle(moment_id, made.at_ms, until_ms)):
            words = self.tr("{kind} bewaard van {begin} tot {end}.")
            self.saved.emit(words.format(kind=kind_word(made.kind), begin=format_time(made.at_ms), end=format_time(until_ms)))

    def settle(self, moment_id: str, by_ms: int) -> None:
        """Shift a moment that was just made to the picture its key was pressed at, which took a while to find."""
        made = next((moment for moment in self.moments if moment.moment_id == moment_id), None)
        if made is None or by_ms == 0 or made.until_ms is None:
            return
        at_ms = max(0, made.at_ms + by_ms)
        until_ms = min(max(at_ms, made.until_ms + by_ms), self._recording.facts.duration_ms)
        self._try(lambda: self._session.moments.settle(made.moment_id, min(at_ms, until_ms), until_ms))

    def set_in(self, at_ms: int) -> None:
        """Let the open moment begin here when it is near, otherwise begin a new one."""
        selected = self._near(at_ms)
        if selected is not None and (selected.until_ms is None or at_ms < selected.until_ms):
            self.change(selected, at_ms=at_ms)
            self.saved.emit(self.tr("Het moment begint nu op {time}.").format(time=format_time(at_ms)))
            return
        self.pending_in_ms = at_ms
        self._selected_id = None
        self.changed.emit()
        self.said.emit(self.tr("Begin op {time}. Druk op O waar het ophoudt.").format(time=format_time(at_ms)))

    def set_out(self, at_ms: int) -> None:
        """End the range that was begun, or the open moment, here."""
        if self.pending_in_ms is not None and self.pending_in_ms < at_ms:
            self._add(self.pending_in_ms, at_ms, None, at_ms)
            return
        selected = self._near(at_ms)
        if selected is None or at_ms <= selected.at_ms:
            self.said.emit(self.tr("Zet eerst het begin met I."))
            return
        self.change(selected, until_ms=at_ms)
        self.saved.emit(self.tr("Het moment houdt nu op bij {time}.").format(time=format_time(at_ms)))

    def change(self, moment: Moment, **fields: object) -> bool:
        """Save these fields of a moment; False when they were refused, which `refused` explains."""
        changed = {name: value for name, value in fields.items() if getattr(moment, name) != value}
        if not changed:
            return True

        def save() -> None:
            # Field names and types are those of the callers above and in the editor; `Moment` checks the values.
            self._session.moments.change(replace(moment, **changed))  # type: ignore[arg-type]

        return self._try(save)

    @Slot(object)
    def reshape(self, moment: Moment) -> None:
        """Save the times a moment was dragged to."""
        before = next((each for each in self.moments if each.moment_id == moment.moment_id), None)
        if before is None or not self.change(before, at_ms=moment.at_ms, until_ms=moment.until_ms):
            return
        until = format_time(moment.at_ms if moment.until_ms is None else moment.until_ms)
        self.saved.emit(self.tr("Het moment is nu van {begin} tot {end}.").format(begin=format_time(moment.at_ms), end=until))

    def drafts(self) -> dict[MomentId, dict[str, str]]:
        """Return what was being typed at moments here when the program stopped; what was saved just before that is forgotten."""
        kept = self._session.viewing.drafts(self._recording.recording_id)
        for moment in self.moments:
            words = kept.get(moment.moment_id)
            if words is not None and all(getattr(moment, name, None) == text for name, text in words.items()):
                self.keep_draft(moment, {})
                del kept[moment.moment_id]
        return kept

    def keep_draft(self, moment: Moment, words: dict[str, str]) -> None:
        """Keep what is being typed in the vault, apart from the moment until it is saved or dropped."""
        try:
            self._session.viewing.keep_draft(moment.moment_id, words)
        except AppError as error:
            self.refused.emit(error_text(error))

    def drop_words(self, moment: Moment, words: dict[str, str]) -> None:
        """Forget what was typed at a moment; undo brings it back."""
        self.keep_draft(moment, {})

        def drop() -> None:
            self._session.moments.drop_words(moment.moment_id, words)

        if self._try(drop):
            self.saved.emit(self.tr("Wat je typte is weg."))

    def toggle_indicator(self, moment: Moment, indicator_id: str) -> None:
        """Put an indicator of the kijkkader with the moment, or take it away again."""
        had = indicator_id in moment.indicators
        indicators = tuple(each for each in moment.indicators if each != indicator_id) if had else (*moment.indicators, indicator_id)
        self.change(moment, indicators=indicators)

    def remove_selected(self) -> None:
        """Wipe the open moment; undo brings it back."""
        selected = self.selected
        if selected is None:
            return
        self._selected_id = None
        if self._try(lambda: self._session.moments.remove(selected.moment_id)):
            words = self.tr("{kind} op {time} gewist.").format(kind=kind_word(selected.kind), time=format_time(selected.at_ms))
            self.saved.emit(words)

    def undo(self) -> None:
        """Take back the last change."""
        if self.pending_in_ms is not None:
            self.pending_in_ms = None
            self.changed.emit()
            return
        steps = self._session.undo
        done = self.tr("Ongedaan gemaakt.") if self._is_here(steps.undo_recording) else self.tr("Ongedaan gemaakt, in een andere opname.")
        self._step_back_or_forth(steps.undo, done, self.tr("Er is niets om ongedaan te maken."))

    def redo(self) -> None:
        """Do again what was taken back."""
        steps = self._session.undo
        done = self.tr("Opnieuw gedaan.") if self._is_here(steps.redo_recording) else self.tr("Opnieuw gedaan, in een andere opname.")
        self._step_back_or_forth(steps.redo, done, self.tr("Er is niets om opnieuw te doen."))

    def _is_here(self, recording_id: RecordingId | None) -> bool:
        return recording_id in (None, self._recording.recording_id)

    def _step_back_or_forth(self, step: Callable[[], bool], done: str, nothing: str) -> None:
        try:
            has_stepped = step()
        except AppError as error:
            self.refused.emit(error_text(error))
            return
        self.refresh()
        if has_stepped:
            self.stepped.emit()
        self.said.emit(done if has_stepped else nothing)

    def _add(self, from_ms: int, until_ms: int, kind: MomentKind | None, at_ms: int) -> bool:
        self.pending_in_ms = None
        draft = MomentDraft(self._recording.recording_id, from_ms, until_ms if until_ms > from_ms else None, kind)

        def save() -> None:
            self._selected_id = self._session.moments.add(draft).moment_id

        if not self._try(save):
            return False
        if kind is None:
            self.saved.emit(self.tr("Moment bewaard op {time}. Kies nu of later 1 tot 4.").format(time=format_time(at_ms)))
        else:
            self.saved.emit(self.tr("{kind} bewaard op {time}. Woorden komen later.").format(kind=kind_word(kind), time=format_time(at_ms)))
        return True

    def _near(self, at_ms: int) -> Moment | None:
        selected = self.selected
        if selected is None:
            return None
        last_ms = selected.at_ms if selected.until_ms is None else selected.until_ms
        return selected if selected.at_ms - _NEAR_MS <= at_ms <= last_ms + _NEAR_MS else None

    def _try(self, save: Callable[[], object]) -> bool:
        try:
            save()
        except AppError as error:
            self.refused.emit(error_text(error))
            return False
        self.moments = tuple(self._session.moments.list(self._recording.recording_id))
        self.changed.emit()
        return True
