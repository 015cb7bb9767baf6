"""Go on where you were, with the question you were at."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.ids import RecordingId
from app.domain.timecode import format_time
from app.ui.library.overview import RecordingRow
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton
from app.ui.widgets.labels import Heading, Surface, TextLabel

_BESIDE = 1.15
"""Above this text size there is no room for the question beside the title."""


class ResumeCard(Surface):
    """The recording the worker was last busy with."""

    resumed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("question", parent)
        self._theme = theme
        self._recording_id: RecordingId | None = None
        self._title = Heading("", "kop2", self)
        self._place = TextLabel("", "gewoon", self)
        self._question = Heading("", "kop2", self)
        self._go_on = MainButton(theme, self.tr("Verder kijken"), self, icon_name="afspelen")
        self._go_on.clicked.connect(self._on_clicked)
        self._left = QVBoxLayout()
        self._left.setSpacing(2)
        self._left.addWidget(TextLabel(self.tr("Verder waar je was"), "klein", self))
        self._left.addWidget(self._title)
        self._left.addWidget(self._place)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(22, 18, 22, 18)
        self._row.setSpacing(24)
        self._row.addLayout(self._left, 5)
        self._row.addWidget(self._go_on)
        theme.changed.connect(self._place_question)
        self._place_question()

    def show_row(self, row: RecordingRow, question: str) -> None:
        """Show where the worker was in this recording, and the frame's question there, if there is one."""
        self._recording_id = row.recording.recording_id
        self._title.setText(row.recording.title)
        at = format_time(row.recording.last_position_ms)
        self._place.setText((self.tr("Je bleef bij {time}, bij deze vraag:") if question else self.tr("Je bleef bij {time}.")).format(time=at))
        self._question.setText(question)
        self._question.setVisible(bool(question))

    def show_key(self, *, is_shown: bool) -> None:
        """Say whether Enter does the same: it does when this recording is the chosen one in the list."""
        self._go_on.set_keys(("Enter",) if is_shown else ())

    @property
    def recording_id(self) -> RecordingId | None:
        """The recording it goes on with."""
        return self._recording_id

    @Slot()
    def _place_question(self) -> None:
        """Beside the title, or under it when the text is large."""
        if self._theme.scale > _BESIDE:
            self._left.addWidget(self._question)
        else:
            self._row.insertWidget(1, self._question, 5, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _on_clicked(self) -> None:
        if self._recording_id is not None:
            self.resumed.emit(self._recording_id)
