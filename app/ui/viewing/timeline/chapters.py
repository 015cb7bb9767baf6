"""The parts of the conversation of the recording that is being watched: laid, moved, named, taken away."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from app.common.errors import AppError
from app.domain.chapter import Chapter
from app.domain.kijkkader import Kader
from app.domain.recording import Recording
from app.domain.timecode import format_time
from app.error_texts import error_text
from app.services.session import Session
from app.ui.theme import Theme
from app.ui.viewing.timeline.chapter_menu import ChapterMenu
from app.ui.viewing.timeline.timeline import Timeline
from app.ui.viewing.watching import Watching


class Chapters(QObject):
    """Every change is saved at once, and can be undone like a moment's."""

    saved = Signal(str)
    """What was just saved, for the message bar; it can be undone."""
    said = Signal(str)

    def __init__(self, session: Session, theme: Theme, recording: Recording, timeline: Timeline, watching: Watching, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._recording = recording
        self._timeline = timeline
        self._watching = watching
        self._names: tuple[str, ...] = ()
        self.menu: ChapterMenu | None = None
        timeline.chapter_moved.connect(self.move)
        timeline.chapter_asked.connect(self.ask_change)
        self.refresh()

    def show_kader(self, kader: Kader) -> None:
        """Offer the parts of a conversation that this frame names."""
        self._names = tuple(part.name.nl for part in kader.talk_parts)

    def refresh(self) -> None:
        """Read the chapters again."""
        self._timeline.show_chapters(self._session.chapters.list(self._recording.recording_id))

    def ask_here(self) -> None:
        """Ask which part of the conversation begins now."""
        at_ms = self._watching.position_ms
        heading = self.tr("Op {time} begint:").format(time=format_time(at_ms))
        menu = ChapterMenu(self._theme, heading, self._names, self._timeline)
        menu.named.connect(partial(self.add, at_ms))
        self._open(menu, self._timeline.chapter_place(at_ms))

    def ask_now(self) -> None:
        """Ask what to do with the part of the conversation that is on now, or which one begins when there is none."""
        chapter = self._timeline.chapter_now
        if chapter is None:
            self.ask_here()
        else:
            self.ask_change(chapter, self._timeline.chapter_place(self._watching.position_ms))

    @Slot(object, QPoint)
    def ask_change(self, chapter: Chapter, place: QPoint) -> None:
        """Ask what to do with this chapter."""
        now_ms = self._watching.position_ms
        heading = self.tr("Vanaf {time}:").format(time=format_time(chapter.at_ms))
        menu = ChapterMenu(self._theme, heading, self._names, self._timeline, name=chapter.name)
        menu.add_changes(self.tr("Laat dit deel beginnen op {time}").format(time=format_time(now_ms)), self.tr("Wis dit deel"))
        menu.named.connect(partial(self.rename, chapter))
        menu.begin_wanted.connect(partial(self.move, replace(chapter, at_ms=now_ms)))
        menu.removal_wanted.connect(partial(self.remove, chapter))
        self._open(menu, place)

    def add(self, at_ms: int, name: str) -> None:
        """Let a part of the conversation begin here."""
        self._try(
            lambda: self._session.chapters.add(self._recording.recording_id, at_ms, name),
            self.tr("{name} begint op {time}.").format(name=name.split(":", 1)[0], time=format_time(at_ms)),
        )

    def rename(self, chapter: Chapter, name: str) -> None:
        """Give a chapter another name."""
        self._try(
            lambda: self._session.chapters.change(replace(chapter, name=name)), self.tr("Dit deel heet nu {name}.").format(name=name.split(":", 1)[0])
        )

    @Slot(object)
    def move(self, chapter: Chapter) -> None:
        """Let a chapter begin at its new time."""
        words = self.tr("{name} begint nu op {time}.").format(name=chapter.short_name, time=format_time(chapter.at_ms))
        self._try(lambda: self._session.chapters.change(chapter), words)

    def remove(self, chapter: Chapter) -> None:
        """Take a chapter away; the one before it lasts longer then."""
        self._try(lambda: self._session.chapters.remove(chapter), self.tr("{name} gewist.").format(name=chapter.short_name))

    def _open(self, menu: ChapterMenu, place: QPoint) -> None:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = menu
        menu.popup(QPoint(place.x(), place.y() - menu.sizeHint().height()))

    def _try(self, change: Callable[[], object], done: str) -> None:
        try:
            change()
        except AppError as error:
            self.said.emit(error_text(error))
            return
        self.refresh()
        self.saved.emit(done)
