"""Lay the parts of a conversation along its recording, move them, give them another name."""

from dataclasses import replace
from uuid import uuid4

from app.common.errors import InputError
from app.common.ids import ChapterId, RecordingId
from app.domain.chapter import MAX_CHAPTERS, Chapter
from app.services.changes import ChangeFeed, Changes
from app.services.undo import UndoStack
from app.vault.vault import Vault


class ChapterService:
    """Every change is saved at once, tells the screens, and can be undone."""

    def __init__(self, vault: Vault, changes: ChangeFeed, undo: UndoStack) -> None:
        self._vault = vault
        self._changes = changes
        self._undo = undo

    def list(self, recording_id: RecordingId) -> list[Chapter]:
        """Return the chapters of a recording in order of time."""
        return self._vault.chapters.list(recording_id)

    def add(self, recording_id: RecordingId, at_ms: int, name: str) -> Chapter:
        """Let a chapter begin here; one that begins at this very time gets the name instead.

        Raises:
            InputError: unknown recording, a time outside it, `chapter_without_name`, `text_too_long`, `chapters_too_many`.
        """
        chapters = self.list(recording_id)
        here = next((chapter for chapter in chapters if chapter.at_ms == at_ms), None)
        if here is not None:
            return self.change(replace(here, name=name.strip()))
        if len(chapters) >= MAX_CHAPTERS:
            raise InputError("chapters_too_many", limit=MAX_CHAPTERS)
        chapter = Chapter(ChapterId(uuid4().hex), recording_id, at_ms, name.strip())
        self._check_time(chapter)
        self._store(chapter)
        self._undo.record(lambda: self._erase(chapter), lambda: self._store(chapter))
        return chapter

    def change(self, chapter: Chapter) -> Chapter:
        """Save the chapter as it is now; errors as `add`."""
        self._check_time(chapter)
        before = self._kept(chapter)
        if chapter != before:
            self._store(chapter)
            self._undo.record(lambda: self._store(before), lambda: self._store(chapter))
        return chapter

    def remove(self, chapter: Chapter) -> None:
        """Remove the chapter; the one before it lasts longer then, and undo brings it back."""
        before = self._kept(chapter)
        self._erase(before)
        self._undo.record(lambda: self._store(before), lambda: self._erase(before))

    def _kept(self, chapter: Chapter) -> Chapter:
        kept = next((each for each in self.list(chapter.recording_id) if each.chapter_id == chapter.chapter_id), None)
        if kept is None:
            raise InputError("unknown_id")
        return kept

    def _check_time(self, chapter: Chapter) -> None:
        if chapter.at_ms >= self._vault.recordings.get(chapter.recording_id).facts.duration_ms:
            raise InputError("time_outside_recording")

    def _store(self, chapter: Chapter) -> None:
        self._vault.chapters.save(chapter)
        self._changes.publish(Changes(chapters=True))

    def _erase(self, chapter: Chapter) -> None:
        self._vault.chapters.remove(chapter.chapter_id)
        self._changes.publish(Changes(chapters=True))
