"""One question about the worker: words or a choice, and sharing this answer as an act of its own."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.secondary_frames import SoloAnswer
from app.services.private_answers import PrivateAnswer
from app.ui.theme import Theme
from app.ui.viewing.moment.fields import GrowingText
from app.ui.widgets.buttons import Button, SegmentButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Surface, TextLabel

_SAVE_AFTER_MS = 700


class PrivateQuestion(Surface):
    """Tells what was answered some time after the last key."""

    answered = Signal(str, str)
    """The words, and the id of the choice."""
    share_chosen = Signal(bool)

    def __init__(self, theme: Theme, text: str, choices: Sequence[SoloAnswer], parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._told = ("", "")
        self._is_shared = False
        self.field = GrowingText(theme, text, 1, self)
        self._choices = QButtonGroup(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        self._icon = IconLabel(theme, "vergrendelen", self, size=16, color="inkt_3")
        self._state = TextLabel("", "bij", self)
        self.share = Button(theme, self.tr("Deel dit antwoord"), self, kind="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(6)
        column.addWidget(Heading(text, "kop3", self))
        if choices:
            column.addLayout(self._choice_row(theme, text, choices))
            self.field.hide()
        column.addWidget(self.field)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._icon)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.share)
        column.addLayout(foot)
        self.field.typed.connect(self._timer.start)
        self.field.left.connect(self.save_now)
        self.field.finished.connect(self._on_finished)
        self._choices.buttonClicked.connect(self._on_choice)
        self.share.clicked.connect(self._on_share)

    def focus(self) -> None:
        """Put the keyboard here."""
        buttons = self._choices.buttons()
        (buttons[0] if buttons else self.field).setFocus()

    def show_answer(self, answer: PrivateAnswer | None) -> None:
        """Show what is kept, unless somebody is typing."""
        if self._timer.isActive():
            return
        self.field.show_text(answer.text if answer else "")
        self._choices.setExclusive(False)  # else what was chosen at another talk could not be let go
        for button in self._choices.buttons():
            button.setChecked(answer is not None and button.objectName() == answer.choice)
        self._choices.setExclusive(True)
        self._told = self._now()
        self._is_shared = answer is not None and answer.shared_at is not None
        self.share.setVisible(answer is not None)
        self.share.set_words(self.tr("Maak weer alleen voor mij") if self._is_shared else self.tr("Deel dit antwoord"))
        self._icon.set_icon("gesprekken" if self._is_shared else "vergrendelen", "menie_tekst" if self._is_shared else "inkt_3")
        shared = self.tr("Gedeeld: dit antwoord mag mee naar je werkbegeleiding.")
        self._state.setText(shared if self._is_shared else self.tr("Alleen voor jou."))

    @Slot()
    def save_now(self) -> None:
        """Tell what was answered and not told yet."""
        self._timer.stop()
        now = self._now()
        if now != self._told:
            self._told = now
            self.answered.emit(*now)

    def _now(self) -> tuple[str, str]:
        chosen = self._choices.checkedButton()
        return self.field.toPlainText(), chosen.objectName() if chosen else ""

    def _choice_row(self, theme: Theme, text: str, choices: Sequence[SoloAnswer]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for choice in choices:
            button = SegmentButton(theme, choice.name.nl, self)
            button.setObjectName(choice.answer_id)
            button.setAccessibleName(f"{text} {choice.name.nl}")
            self._choices.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    @Slot()
    def _on_finished(self) -> None:
        self.save_now()
        self.focusNextChild()

    @Slot(QAbstractButton)
    def _on_choice(self, _button: QAbstractButton) -> None:
        self.save_now()

    @Slot()
    def _on_share(self) -> None:
        self.save_now()
        self.share_chosen.emit(not self._is_shared)
