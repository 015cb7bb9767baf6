"""The question whether two people of the list are one: the app saw a likeness, a person says whether it is so."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel


class SamePersonQuestion(QWidget):
    """Hidden while there is nothing to ask."""

    answered_yes = Signal(str)
    """The id of the other one."""
    answered_no = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._other_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._question = TextLabel("", "bij", self)
        column.addWidget(self._question)
        answers = QWidget(self)
        flow = FlowLayout(answers)
        self._yes = QuietButton(theme, self.tr("Ja, voeg samen"), answers, keys=("S",))
        self._yes.clicked.connect(self._on_yes)
        self._no = QuietButton(theme, self.tr("Nee, twee mensen"), answers)
        self._no.clicked.connect(self._on_no)
        flow.addWidget(self._yes)
        flow.addWidget(self._no)
        column.addWidget(answers)
        self.hide()

    def ask(self, other_id: str, name: str) -> None:
        """Ask about this one; an empty id asks nothing."""
        self._other_id = other_id
        self._question.setText(self.tr("Lijkt op {name}. Is dit dezelfde persoon?").format(name=name))
        self.setVisible(bool(other_id))

    @Slot()
    def _on_yes(self) -> None:
        self.answered_yes.emit(self._other_id)

    @Slot()
    def _on_no(self) -> None:
        self.answered_no.emit(self._other_id)
