"""What is shown when the program has a bug: the room is locked already, and the words are saved."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.common.log import describe_error
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.labels import TextLabel


class CrashDialog(QDialog):
    """Shows the sentence, and on request the redacted report: kinds and places in our source, nothing of the user."""

    def __init__(self, theme: Theme, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Er ging iets mis"))
        self.setMinimumWidth(theme.current.scaled(560))
        self._report = QPlainTextEdit(describe_error(error), self)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(self.tr("Verslag van de fout"))
        self._report.hide()
        again = MainButton(theme, self.tr("Start opnieuw"), self, keys=("Enter",))
        again.clicked.connect(self._on_again)
        again.setDefault(True)
        self._show = QuietButton(theme, self.tr("Laat het verslag zien"), self, is_large=True)
        self._show.clicked.connect(self._on_show)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        column.addWidget(TextLabel(self.tr("Er ging iets mis."), "kop2", self))
        sentence = self.tr("Je laatste woorden zijn bewaard. De luiken zijn dicht. Het verslag van de fout blijft op dit apparaat.")
        column.addWidget(TextLabel(sentence, "gewoon", self))
        column.addWidget(self._report)
        buttons = QHBoxLayout()
        buttons.addWidget(again)
        buttons.addWidget(self._show)
        buttons.addStretch()
        column.addLayout(buttons)

    @Slot()
    def _on_again(self) -> None:
        self.accept()

    @Slot()
    def _on_show(self) -> None:
        self._report.show()
        self._show.hide()
