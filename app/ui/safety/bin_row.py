"""One recording that waits in the bin."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.recording import Recording
from app.services.retention import RetentionSettings
from app.ui.dates import days_left_text
from app.ui.safety.ending_row import recording_name
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton
from app.ui.widgets.labels import TextLabel


class BinRow(QWidget):
    """Name, when it goes, and the two things that can be done with it."""

    taken_back = Signal(str)
    destroy_requested = Signal(object)

    def __init__(self, theme: Theme, recording: Recording, settings: RetentionSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recording = recording
        name = recording_name(recording)
        self.back = PlainButton(theme, self.tr("Haal terug"), self, icon_name="ongedaan")
        self.back.setAccessibleName(self.tr("Haal {name} terug").format(name=name))
        self.back.clicked.connect(self._on_back)
        self.erase = EraseButton(theme, self.tr("Vernietig nu"), self)
        self.erase.setAccessibleName(self.tr("Vernietig {name} nu").format(name=name))
        self.erase.clicked.connect(self._on_destroy)
        self.setFocusProxy(self.back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(TextLabel(name, "uitleg", self), 1)
        self._when = TextLabel("", "gewoon", self, wraps=False)
        if recording.binned_at is not None:
            last = (recording.binned_at + timedelta(days=settings.bin_days)).astimezone().date()
            self._when.setText(self.tr("gaat weg: {when}").format(when=days_left_text(last)))
        for part in (self._when, self.back, self.erase):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _on_back(self) -> None:
        self.taken_back.emit(self.recording.recording_id)

    @Slot()
    def _on_destroy(self) -> None:
        self.destroy_requested.emit(self)
