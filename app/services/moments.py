"""Mark moments, find them again, take a mark back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from app.common.errors import InputError
from app.common.ids import MomentId, RecordingId
from app.domain.moment import Moment, MomentKind
from app.services.changes import ChangeFeed, Changes
from app.services.kijkkader import KaderService
from app.services.undo import UndoStack
from app.vault.vault import Vault


@dataclass(frozen=True)
class MomentDraft:
    """What the worker says of a moment; everything but the time may come later."""

    recording_id: RecordingId
    at_ms: int
    until_ms: int | None = None
    kind: MomentKind | None = None
    indicators: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    see: str = ""
    next: str = ""
    then: str = ""
    now: str = ""


class MomentService:
    """Every change is saved at once, tells the screens, and can be undone."""

    def __init__(self, vault: Vault, kijkkader: KaderService, changes: ChangeFeed, undo: UndoStack) -> None:
        self._vault = vault
        self._kijkkader = kijkkader
        self._changes = changes
        self._undo = undo

    def add(self, draft: MomentDraft) -> Moment:
        """Save a new moment with the kijkkader of now.

        Raises:
            InputError: unknown recording or indicator, a time outside the recording.
        """
        recording = self._vault.recordings.get(draft.recording_id)
        if max(draft.at_ms, draft.until_ms or 0) > recording.facts.duration_ms:
            raise InputError("time_outside_recording")
        kader = self._kijkkader.current(draft.recording_id)
        kader.check_indicators(draft.indicators)
        kader.check_who(draft.who)
        self._kijkkader.keep(kader)
        now = datetime.now(UTC)
        moment = Moment(
            moment_id=MomentId(uuid4().hex),
            recording_id=draft.recording_id,
            at_ms=draft.at_ms,
            until_ms=draft.until_ms,
            kind=draft.kind,
            kader_id=kader.kader_id,
            kader_version=kader.version,
            indicators=draft.indicators,
            who=draft.who,
            see=draft.see,
            next=draft.next,
            then=draft.then,
            now=draft.now,
            created_at=now,
            changed_at=now,
        )
        self._insert(moment)
        self._undo.record(lambda: self._erase(moment.moment_id), lambda: self._insert(moment), moment.recording_id, subject=moment.moment_id)
        return moment

    def settle(self, moment_id: MomentId, at_ms: int, until_ms: int | None) -> Moment:
        """Give a moment that was just made its real times; one undo takes back both.

        Raises:
            InputError: `unknown_id`, or `range_invalid` when it would end before it begins.
        """
        return self._replace(replace(self._vault.moments.get(moment_id), at_ms=at_ms, until_ms=until_ms), joins=True)

    def drop_words(self, moment_id: MomentId, words: Mapping[str, str]) -> None:
        """Remember words that were typed at a moment and not wanted, so that undo brings them back into it."""
        before = self._vault.moments.get(moment_id)
        # Field names are those of the editor; `Moment` checks the values.
        with_words = replace(before, **words)  # type: ignore[arg-type]
        self._undo.record(lambda: self._store(with_words), lambda: self._store(before), before.recording_id)

    def change(self, moment: Moment) -> Moment:
        """Save the moment as it is now; returns it with its new time of change."""
        return self._replace(moment)

    def remove(self, moment_id: MomentId) -> None:
        """Delete the moment; undo brings it back."""
        moment, collections = self._vault.moments.get(moment_id), self._vault.collections.with_moment(moment_id)

        def bring_back() -> None:
            with self._vault.transaction():
                self._insert(moment)
                for collection in collections:
                    self._vault.collections.save(collection)

        self._erase(moment_id)
        self._undo.record(bring_back, lambda: self._erase(moment_id), moment.recording_id)

    def get(self, moment_id: MomentId) -> Moment:
        """Return one moment; InputError `unknown_id` when there is none."""
        return self._vault.moments.get(moment_id)

    def list(self, recording_id: RecordingId | None = None, search: str | None = None) -> list[Moment]:
        """Return moments in order of time, of one recording or of all that are not in the bin, holding every word of the search or all."""
        moments = self._vault.moments.list(recording_id, search)
        hidden = self._vault.recordings.binned_ids() if recording_id is None else set()
        return [moment for moment in moments if moment.recording_id not in hidden] if hidden else moments

    def last_changes(self) -> dict[RecordingId, datetime]:
        """Return when the moments of each recording that has any were last changed."""
        return self._vault.moments.last_changes()

    def recordings_with(self, search: str) -> set[RecordingId]:
        """Return the recordings with a text (a moment, a question, what is said) that holds every word of the search; quick in the largest vault."""
        return self._vault.search.recordings(search)

    def _replace(self, moment: Moment, *, joins: bool = False) -> Moment:
        before = self._vault.moments.get(moment.moment_id)
        after = replace(self._in_its_frame(before, moment), changed_at=datetime.now(UTC))
        self._store(after)
        self._undo.record(lambda: self._store(before), lambda: self._store(after), after.recording_id, subject=after.moment_id, joins=joins)
        return after

    def _in_its_frame(self, before: Moment, moment: Moment) -> Moment:
        """Return the moment with the version its indicators are of: the one in use when other ones were chosen from that."""
        if moment.indicators == before.indicators:
            return moment
        kader = self._kijkkader.current(moment.recording_id)
        if not all(map(kader.has_indicator, moment.indicators)):
            return moment
        self._kijkkader.keep(kader)
        return replace(moment, kader_id=kader.kader_id, kader_version=kader.version)

    def _insert(self, moment: Moment) -> None:
        self._vault.moments.add(moment)
        self._changes.publish(Changes(moments=True))

    def _store(self, moment: Moment) -> None:
        self._vault.moments.update(moment)
        self._changes.publish(Changes(moments=True))

    def _erase(self, moment_id: MomentId) -> None:
        self._vault.moments.remove(moment_id)
        self._changes.publish(Changes(moments=True, collections=True))
