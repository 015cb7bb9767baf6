"""One recording and its last day, which can be changed in place."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.recording import Recording
from app.ui.dates import day_text, days_left_text, from_qdate, to_qdate, today
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, PlainButton, QuietButton
from app.ui.widgets.labels import TextLabel

_SOON_DAYS = 7
_DAY_WIDTH = 124


def recording_name(recording: Recording) -> str:
    """Return `Gezin Vlier, 6e gesprek`."""
    return ", ".join(part for part in (recording.title, recording.talk) if part)


class EndingRow(QWidget):
    """Name, day, how long still, and a way to choose another day."""

    day_chosen = Signal(str, object)
    """The recording's id, and the new last day."""

    def __init__(self, theme: Theme, recording: Recording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recording = recording
        name = recording_name(recording)
        left = (recording.keep_until - today()).days
        self._left = TextLabel(days_left_text(recording.keep_until), "letopsterk" if left <= _SOON_DAYS else "gewoon", self, wraps=False)
        self.change = Button(theme, self.tr("Verander"), self, kind="link")
        self.change.setAccessibleName(self.tr("Verander de einddatum van {name}").format(name=name))
        self.change.clicked.connect(self._on_change)
        self.setFocusProxy(self.change)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(TextLabel(name, "uitleg", self), 1)
        day = TextLabel(day_text(recording.keep_until), "gewoon", self, wraps=False)
        for label in (day, self._left):
            label.setMinimumWidth(theme.current.scaled(_DAY_WIDTH))
        for part in (day, self._left, self.change):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._build_editor(theme, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.addLayout(row)
        column.addWidget(self._editor)

    def _build_editor(self, theme: Theme, name: str) -> None:
        self._editor = QWidget(self)
        self.day = QDateEdit(to_qdate(max(self.recording.keep_until, today())), self._editor)
        self.day.setCalendarPopup(True)
        self.day.setMinimumDate(to_qdate(today()))
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setAccessibleName(self.tr("Nieuwe laatste dag van {name}").format(name=name))
        self.keep = PlainButton(theme, self.tr("Bewaar tot deze dag"), self._editor)
        self.keep.clicked.connect(self._on_keep)
        cancel = QuietButton(theme, self.tr("Laat zo"), self._editor)
        cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self._editor)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(TextLabel(self.tr("Laatste dag"), "label", self._editor, wraps=False))
        for part in (self.day, self.keep, cancel):
            row.addWidget(part)
        row.addStretch()
        self._editor.hide()

    @Slot()
    def _on_change(self) -> None:
        self._editor.show()
        self.day.setFocus()

    @Slot()
    def _on_cancel(self) -> None:
        self._editor.hide()
        self.change.setFocus()

    @Slot()
    def _on_keep(self) -> None:
        self.day_chosen.emit(self.recording.recording_id, from_qdate(self.day.date()))
