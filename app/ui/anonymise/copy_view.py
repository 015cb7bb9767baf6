"""The finished copy as somebody else will see it: playing it, what of it was watched, and small pictures of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.picture import Picture
from app.domain.clip import AnonymisedClip
from app.domain.lanes import Thumbnail
from app.domain.watched import Watched
from app.services.playback import Playback
from app.services.session import Session
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.contact_sheet import ContactSheet, sheet_step_ms, sheet_times
from app.ui.anonymise.watch_line import WatchLine
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.picture_view import PictureView
from app.ui.widgets.play_button import PlayButton

_SHORT_MS = 60_000


class CopyView(QWidget):
    """Counts what really ran past; a part that was skipped is not forgiven."""

    watched_changed = Signal()
    """The whole copy was watched, or playing came to its end without that."""
    failed = Signal(AppError)

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room")
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._clip: AnonymisedClip | None = None
        self._clock: PlaybackClock | None = None
        self._watched = Watched()
        self._is_gone = False
        self.watched_at: datetime | None = None
        self._build()
        self.forget()

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._clock is not None and self._clock.is_playing

    @property
    def is_whole(self) -> bool:
        """Whether the copy was watched from its begin to its end."""
        return self._clip is not None and self._watched.is_whole(self._clip.duration_ms)

    @property
    def skipped_at_ms(self) -> int | None:
        """Where the first part begins that was not watched; None while nothing was."""
        if not self._watched.stretches or self._clip is None:
            return None
        start, end = self._watched.stretches[0]
        return 0 if start else end

    def show_clip(self, clip: AnonymisedClip, doubtful_ms: Sequence[int]) -> None:
        """Open this copy; the sheet shows it at these times too."""
        self.forget()
        self._clip = clip
        self.stage.say(self.tr("De kopie wordt geopend."))
        opening = self._jobs.start(partial(self._session.playback.open_clip, clip.clip_id), name="open_clip")
        opening.succeeded.connect(partial(self._on_opened, clip))
        opening.failed.connect(self.failed)
        # A short copy is shown more often than its small pictures lie apart.
        also_at = (*doubtful_ms, *sheet_times(clip.duration_ms)) if clip.duration_ms <= _SHORT_MS else doubtful_ms
        pictures = self._jobs.start(partial(self._session.playback.clip_thumbnails, clip.clip_id, also_at=also_at), name="clip_thumbnails")
        pictures.succeeded.connect(partial(self._on_thumbnails, clip, doubtful_ms))

    def forget(self) -> None:
        """Let go of the copy, and of what was watched of it."""
        if self._clock:
            self._clock.close()
        self._clock, self._clip = None, None
        self._watched, self.watched_at = Watched(), None
        self._play.setEnabled(False)
        self.stage.clear()
        self.stage.say(self.tr("Hier zie je straks de kopie, zoals een ander hem ziet."))
        self.sheet.clear()
        self._sheet_title.setText("")
        self._sheet_hint.hide()

    def release(self) -> None:
        """Let go for good."""
        self._is_gone = True
        self.forget()

    def toggle(self) -> None:
        """Play or pause."""
        if self._clock:
            self._clock.toggle()

    def pause(self) -> None:
        """Stand still."""
        if self._clock:
            self._clock.pause()

    def skip(self, by_ms: int) -> None:
        """Go on or back."""
        if self._clock:
            self._clock.seek(max(0, self._clock.position_ms + by_ms))

    def set_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before every picture."""
        self.stage.set_hidden(is_hidden=is_hidden)
        self.sheet.setVisible(not is_hidden)
        if is_hidden:
            self.pause()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the copy the shape of its picture, and room below for the sheet."""
        super().resizeEvent(event)
        self._fit_stage()

    def _fit_stage(self) -> None:
        picture = self.stage.picture
        shape = picture.height / picture.width if picture else 9 / 16
        self.stage.setFixedHeight(max(180, min(round(self.stage.width() * shape), self.window().height() // 2)))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(12)
        self.stage = PictureView(self._theme, self, is_rounded=True)
        self.stage.setAccessibleName(self.tr("De kopie"))
        self.stage.setMinimumWidth(240)
        column.addWidget(self.stage)
        playing = QHBoxLayout()
        playing.setSpacing(10)
        self._play = PlayButton(self._theme, self)
        self._play.clicked.connect(self.toggle)
        self._line = WatchLine(self._theme, self)
        self._line.time_chosen.connect(self._on_time_chosen)
        playing.addWidget(self._play)
        playing.addWidget(self._line, 1)
        column.addLayout(playing)
        question = Surface("question", self)
        words = QVBoxLayout(question)
        words.setContentsMargins(16, 12, 16, 12)
        words.addWidget(TextLabel(self.tr("Zou een collega uit dezelfde plaats dit gezin herkennen?"), "vraag", question))
        words.addWidget(TextLabel(self.tr("Kijk met die vraag. Twijfel je? Kies een korter stuk, of een ander team."), "bij", question))
        column.addWidget(question)
        head = QHBoxLayout()
        self._sheet_title = TextLabel("", "sterk", self)
        self._sheet_hint = TextLabel(self.tr("klik om daar te kijken"), "bij", self, wraps=False)
        head.addWidget(self._sheet_title, 1)
        head.addWidget(self._sheet_hint)
        column.addLayout(head)
        self.sheet = ContactSheet(self._theme, self)
        self.sheet.time_chosen.connect(self._on_time_chosen)
        column.addWidget(self.sheet)
        column.addStretch(1)

    def _on_opened(self, clip: AnonymisedClip, playback: Playback) -> None:
        if self._is_gone or self._clip is not clip:
            playback.close()
            return
        self._clock = PlaybackClock(playback, self)
        self._clock.shown.connect(self._on_shown)
        self._clock.moved.connect(self._on_moved)
        self._clock.played.connect(self._on_played)
        self._clock.playing_changed.connect(self._on_playing_changed)
        self._clock.ended.connect(self.watched_changed)
        self._play.setEnabled(True)
        self.stage.setFocus()

    def _on_thumbnails(self, clip: AnonymisedClip, doubtful_ms: Sequence[int], thumbnails: list[Thumbnail]) -> None:
        if not self._is_gone and self._clip is clip:
            self.sheet.show_thumbnails(thumbnails, clip.duration_ms, doubtful_ms)
            step_s = sheet_step_ms(clip.duration_ms) // 1000
            words = self.tr("Elke {count} seconden één beeld").format(count=step_s) if step_s > 1 else self.tr("Elke seconde één beeld")
            if doubtful_ms:
                words += self.tr(", en elke twijfelplek")
            self._sheet_title.setText(words)
            self._sheet_hint.show()

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        is_first = self.stage.picture is None
        self.stage.show_picture(picture)
        if is_first:
            self._fit_stage()

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self._clip:
            self._line.show_state(at_ms, self._clip.duration_ms, self._watched)

    @Slot(int, int)
    def _on_played(self, from_ms: int, to_ms: int) -> None:
        was_whole = self.is_whole
        self._watched = self._watched.with_played(from_ms, to_ms)
        if self.is_whole and not was_whole:
            self.watched_at = datetime.now(UTC)
            self.watched_changed.emit()

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._play.set_playing(is_playing=is_playing)

    @Slot(int)
    def _on_time_chosen(self, at_ms: int) -> None:
        if self._clock:
            self._clock.seek(at_ms)
