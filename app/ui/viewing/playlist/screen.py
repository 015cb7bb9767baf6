"""Watching moments one after another: each with two seconds before it, then the next, also of another recording."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.timecode import format_time
from app.services.changes import Changes
from app.services.search import Found
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.screen import Screen
from app.ui.search.found_list import FoundList, place_text, words_text
from app.ui.theme import Theme
from app.ui.viewing.playlist.playlist import Piece, pieces_of
from app.ui.viewing.stage import Stage
from app.ui.viewing.watching import Watching
from app.ui.widgets.buttons import IconButton, PlainButton
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.play_button import PlayButton

_PANEL_PX = 400


class PlaylistScreen(Screen):
    """The picture with its words under it, and the whole row at the right. At the end of a moment the next one begins."""

    opened = Signal(object)
    """A `Found` to look at in its recording."""
    _ended = Signal()
    """The moment of now is over; told from inside the player's own tick, so it is acted upon after it."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, found: list[Found], first: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Achter elkaar bekijken")
        self.safety_text = self.tr("Deze opnamen verlaten dit apparaat niet")
        self.is_rail_narrow = True
        self.has_back = True
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._pieces = pieces_of(found)
        self._place = -1
        self._watching: Watching | None = None
        self._is_over = False
        self._changes = ChangeSignal(session.changes, self)
        self._changes.changed.connect(self._on_changed)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._build()
        self.go_to(first)

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self._watching is not None and self._watching.is_playing

    @property
    def piece(self) -> Piece | None:
        """What is watched now."""
        return self._pieces[self._place] if 0 <= self._place < len(self._pieces) else None

    @property
    def watching(self) -> Watching | None:
        """What plays the recording of now."""
        return self._watching

    def entered(self) -> None:
        """Give the keyboard to the picture."""
        self.stage.setFocus()

    def release(self) -> None:
        """Stop the picture."""
        self._changes.stop()
        self._leave_recording()
        self.stage.clear()

    def go_to(self, place: int) -> None:
        """Watch this one; before the first and after the last there is nothing."""
        if not 0 <= place < len(self._pieces):
            return
        before, self._place, self._is_over = self.piece, place, False
        piece = self._pieces[place]
        self.list.setCurrentIndex(self.list.model().index(place, 0))
        self._words.setText(words_text(piece.found))
        self._where.setText(place_text(piece.found))
        if self._watching is not None and before is not None and before.recording_id == piece.recording_id:
            self._watching.seek(piece.from_ms)
            self._watching.play()
            return
        self._leave_recording()
        self.stage.say(self.tr("De opname gaat open."))
        self._watching = watching = Watching(self._session, self._jobs, piece.recording_id, piece.from_ms, self)
        watching.opened.connect(watching.play)
        watching.failed.connect(self.stage.say)
        watching.picture_shown.connect(self.stage.show_picture)
        watching.moved.connect(self._on_moved)
        watching.state_changed.connect(self._on_state_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays, brackets go through the row, R repeats, the arrows go five seconds, Enter opens the recording, Esc goes back."""
        watching = self._watching
        keys = {
            Qt.Key.Key_BracketRight: self.next,
            Qt.Key.Key_BracketLeft: self.previous,
            Qt.Key.Key_R: self.again,
            Qt.Key.Key_Return: self._on_open,
            Qt.Key.Key_Enter: self._on_open,
            Qt.Key.Key_Escape: self.back_requested.emit,
            Qt.Key.Key_Space: self._toggle,
        }
        action = keys.get(Qt.Key(event.key()))
        if action is not None:
            action()
        elif watching is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            watching.skip(-5_000 if event.key() == Qt.Key.Key_Left else 5_000)
        else:
            super().keyPressEvent(event)

    @Slot()
    def next(self) -> None:
        """Go on to the next one."""
        self.go_to(self._place + 1)

    @Slot()
    def previous(self) -> None:
        """Go back to the one before."""
        self.go_to(self._place - 1)

    @Slot()
    def again(self) -> None:
        """Watch this one again."""
        self.go_to(self._place)

    def _build(self) -> None:
        self.stage = Stage(self._theme, self)
        self.stage.clicked.connect(self._toggle)
        self._words = TextLabel("", "sterk", self)
        self._where = TextLabel("", "bij", self)
        self._time = TextLabel("", "bij", self, wraps=False)
        self.list = FoundList(self._theme, self)
        self.list.setAccessibleName(self.tr("Wat er achter elkaar komt"))
        self.list.show_rows([piece.found for piece in self._pieces], None)
        self.list.clicked.connect(self._on_picked)
        self.list.opened.connect(self._on_chosen)
        self.play_button = PlayButton(self._theme, self)
        self.play_button.clicked.connect(self._toggle)
        back = IconButton(self._theme, "step-back", self.tr("Vorige ([)"), self)
        back.clicked.connect(self.previous)
        on = IconButton(self._theme, "step-forward", self.tr("Volgende (])"), self)
        on.clicked.connect(self.next)
        again = IconButton(self._theme, "repeat", self.tr("Nog een keer (R)"), self)
        again.clicked.connect(self.again)
        open_it = PlainButton(self._theme, self.tr("Naar deze opname"), self, keys=("Enter",))
        open_it.clicked.connect(self._on_open)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        for part in (back, self.play_button, on, again):
            bar.addWidget(part)
        bar.addSpacing(8)
        bar.addWidget(self._time)
        bar.addStretch()
        bar.addWidget(open_it)
        under = QVBoxLayout()
        under.setContentsMargins(16, 0, 16, 12)
        under.setSpacing(2)
        under.addWidget(self._words)
        under.addWidget(self._where)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addLayout(bar)
        left.addLayout(under)
        right = QVBoxLayout()
        right.setContentsMargins(16, 16, 16, 16)
        right.addWidget(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addLayout(right)
        self._theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _leave_recording(self) -> None:
        if self._watching is not None:
            self._watching.release()
            self._watching.deleteLater()
            self._watching = None

    @Slot()
    def _on_ended(self) -> None:
        if not self._is_over or self._watching is None:
            return  # somebody went elsewhere meanwhile
        if self._place + 1 < len(self._pieces):
            self.next()
        else:
            self._watching.pause()

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        piece, watching = self.piece, self._watching
        if piece is None or watching is None:
            return
        self._time.setText(format_time(at_ms))
        if at_ms < piece.until_ms or self._is_over or not watching.is_playing:
            return
        self._is_over = True
        self._ended.emit()

    @Slot()
    def _on_state_changed(self) -> None:
        self.play_button.set_playing(is_playing=self.is_playing)

    @Slot()
    def _toggle(self) -> None:
        if self._watching is not None:
            self._watching.toggle()

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        self.go_to(index.row())
        self.stage.setFocus()

    @Slot(object)
    def _on_chosen(self, found: Found) -> None:
        self.go_to(self.list.rows.index(found))

    @Slot()
    def _on_open(self) -> None:
        if self.piece is not None:
            self.opened.emit(self.piece.found)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.destroyed or (self._watching is not None and self._watching.was_closed):
            self.back_requested.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.list.setFixedWidth(self._theme.current.scaled(_PANEL_PX))
