"""One note that stayed when its recording was destroyed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.retention import KeptNote
from app.ui.dates import day_text
from app.ui.theme import Theme
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.labels import TextLabel


class NoteRow(QWidget):
    """The worker's own words, and a way to remove them."""

    remove_requested = Signal(object)

    def __init__(self, theme: Theme, note: KeptNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = note
        names = (self.tr("Ik zie"), self.tr("Daarna"), self.tr("Toen"), self.tr("Nu"), self.tr("Leervraag"), self.tr("Voornemen"))
        written = (note.see, note.next, note.then, note.now, note.learning_question, note.intention)
        texts = [(name, text.strip()) for name, text in zip(names, written, strict=True) if text.strip()]
        self.remove = QuietButton(theme, self.tr("Haal weg"), self, icon_name="wissen")
        self.remove.setAccessibleName(self.tr("Haal de notitie van {day} weg").format(day=day_text(note.kept_on)))
        self.remove.clicked.connect(self._on_remove)
        self.setFocusProxy(self.remove)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(self.tr("Bewaard op {day}").format(day=day_text(note.kept_on)), "bij", self))
        for name, text in texts:
            words.addWidget(TextLabel(f"{name}: {text}", "uitleg", self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addLayout(words, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _on_remove(self) -> None:
        self.remove_requested.emit(self)
