"""The card under a line: what the chosen word may give away, and what to do about it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.found_name import FoundName
from app.domain.spoken_line import Piece
from app.domain.timecode import format_time
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.sound_words import state_words, why
from app.ui.theme import Theme
from app.ui.widgets.buttons import ChipButton, PlainButton, ThresholdButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel, restyle

_LONGEST_REASON = 200


class WordCard(Surface):
    """Asks to choose, or says what was chosen; leaving a word needs a reason, of which a few are ready to take."""

    hide_requested = Signal()
    hide_same_requested = Signal()
    leave_requested = Signal(str)
    resized = Signal()
    """It needs another height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("threshold", parent)
        self._theme = theme
        self._name: FoundName | None = None
        self._build()
        self.hide()

    @property
    def is_asking(self) -> bool:
        """Whether the reason is being asked for."""
        return not self._reasons.isHidden()

    def show_piece(self, piece: Piece, count: int) -> None:
        """Show this word; `count` is how often it is said in the fragment."""
        name = piece.name
        if name is None:
            return
        if name != self._name:
            self._reasons.hide()
        self._name = name
        is_open = name.is_hidden is None
        self.setProperty("surface", "threshold" if is_open else "sunken")
        restyle(self)
        self._sign.set_icon("letop" if is_open else "piep" if name.is_hidden else "zichtbaar", "menie_tekst" if is_open else "inkt_2")
        title = self.tr("“{text}” op {at}") if is_open else self.tr("“{text}” op {at}: {state}")
        self._title.setText(title.format(text=piece.text, at=format_time(piece.range.from_ms), state=state_words(name)))
        self._why.setText(why(name))
        self._hide.setVisible(not name.is_hidden)
        self._leave.setVisible(is_open or bool(name.is_hidden))
        self._same.setVisible(count > 1 and not name.is_hidden)
        self._same.set_words(self.tr("Alle {count} een piep").format(count=count))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._why.text())

    def ask_reason(self) -> None:
        """Ask why this word may be heard."""
        self._reason.clear()
        self._reasons.show()
        self.resized.emit()
        self._reason.setFocus()

    def close_reason(self) -> None:
        """Ask nothing any more."""
        self._reasons.hide()
        self.resized.emit()

    def _build(self) -> None:
        self._sign = IconLabel(self._theme, "letop", self)
        self._title = TextLabel("", "sterk", self)
        self._why = TextLabel("", "klein", self)
        self._hide = ThresholdButton(self._theme, self.tr("Piep"), self, keys=("X",), is_large=False)
        self._hide.clicked.connect(self.hide_requested)
        self._leave = PlainButton(self._theme, self.tr("Laat staan"), self, keys=("Del",))
        self._leave.clicked.connect(self._on_leave)
        self._same = PlainButton(self._theme, "", self, keys=("Shift", "X"))
        self._same.clicked.connect(self.hide_same_requested)
        self._buttons = QWidget(self)
        row = FlowLayout(self._buttons)
        row.addWidget(self._hide)
        row.addWidget(self._leave)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 10, 12, 10)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._sign, 0, 0)
        self._grid.addWidget(self._title, 0, 1)
        self._grid.addWidget(self._why, 2, 0, 1, 3)
        self._grid.addWidget(self._same, 3, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._build_reasons(), 4, 0, 1, 3)

    def height_for(self, width: int) -> int:
        """Return how high the card is in this width; the buttons stand beside the title when there is room."""
        buttons = sum(button.sizeHint().width() + 6 for button in (self._hide, self._leave) if not button.isHidden())
        title = self._title.fontMetrics().horizontalAdvance(self._title.text()) + self._theme.current.scaled(18) + 48
        is_beside = title + buttons <= width
        self._grid.removeWidget(self._buttons)
        self._buttons.setMinimumWidth(buttons if is_beside else 0)
        self._grid.addWidget(self._buttons, *((0, 2) if is_beside else (1, 0, 1, 3)))
        return self._grid.totalHeightForWidth(width)

    def _build_reasons(self) -> QWidget:
        self._reasons = QWidget(self)
        column = QVBoxLayout(self._reasons)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        column.addWidget(TextLabel(self.tr("Waarom mag dit woord te horen zijn?"), "label", self._reasons))
        ready = QWidget(self._reasons)
        flow = FlowLayout(ready)
        for words in (self.tr("Dit is geen naam"), self.tr("Dit gaat niet over dit gezin"), self.tr("Dit geldt voor heel veel mensen")):
            chip = ChipButton(self._theme, words, ready)
            chip.setCheckable(False)
            chip.clicked.connect(self._on_ready_reason)
            flow.addWidget(chip)
        self._reason = EnterField(self._reasons)
        self._reason.setMaxLength(_LONGEST_REASON)
        self._reason.setPlaceholderText(self.tr("Of schrijf zelf waarom, en druk op Enter"))
        self._reason.setAccessibleName(self.tr("Reden"))
        self._reason.returnPressed.connect(self._on_reason)
        column.addWidget(self._reason)
        column.addWidget(ready)
        self._reasons.hide()
        return self._reasons

    @Slot()
    def _on_leave(self) -> None:
        self.ask_reason()

    @Slot()
    def _on_ready_reason(self) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.leave_requested.emit(chip.text())

    @Slot()
    def _on_reason(self) -> None:
        if reason := self._reason.text().strip():
            self.leave_requested.emit(reason)
