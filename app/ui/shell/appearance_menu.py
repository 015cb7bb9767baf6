"""Light, dark, the size of the text, and less motion."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import DARK, LIGHT, SCALES, SYSTEM, Theme
from app.ui.widgets.buttons import SegmentButton
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.switch import Switch


class AppearanceMenu(QFrame):
    """A small card that opens above its button and works at once."""

    motion_chosen = Signal(bool)
    """Whether less motion is wanted."""
    chosen = Signal()
    """Mode or size changed."""

    def __init__(self, theme: Theme, parent: QWidget, *, has_less_motion: bool) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self._modes = QButtonGroup(self)
        self._sizes = QButtonGroup(self)
        self._less_motion = Switch(theme, self.tr("Minder beweging"), self)
        self._less_motion.setChecked(has_less_motion)
        self._less_motion.toggled.connect(self.motion_chosen)
        card = Surface("menu", self)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Licht of donker"), "label", card))
        modes = ((LIGHT, self.tr("Licht")), (DARK, self.tr("Donker")), (SYSTEM, self.tr("Zoals het apparaat")))
        column.addLayout(self._segments(card, self._modes, [(text, mode == theme.mode) for mode, text in modes]))
        column.addSpacing(4)
        column.addWidget(TextLabel(self.tr("Grootte van de tekst"), "label", card))
        column.addLayout(self._segments(card, self._sizes, [(f"{scale:.0%}".replace("%", " %"), scale == theme.scale) for scale in SCALES]))
        column.addSpacing(4)
        column.addWidget(self._less_motion)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(card)
        self._modes.idClicked.connect(self._on_mode)
        self._sizes.idClicked.connect(self._on_size)

    def open_above(self, button: QWidget) -> None:
        """Show the card beside the button, inside its window."""
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() + 8, button.height()))
        self.move(corner.x(), corner.y() - self.height())
        self.show()
        chosen = self._modes.checkedButton()
        if chosen is not None:
            chosen.setFocus()

    def _segments(self, card: QWidget, group: QButtonGroup, choices: list[tuple[str, bool]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for place, (text, is_chosen) in enumerate(choices):
            button: QAbstractButton = SegmentButton(self._theme, text, card)
            button.setChecked(is_chosen)
            group.addButton(button, place)
            row.addWidget(button)
        row.addStretch()
        return row

    @Slot(int)
    def _on_mode(self, place: int) -> None:
        self._theme.set_mode((LIGHT, DARK, SYSTEM)[place])
        self._keep_size()

    @Slot(int)
    def _on_size(self, place: int) -> None:
        self._theme.set_scale(SCALES[place])
        self._keep_size()

    def _keep_size(self) -> None:
        self.adjustSize()
        self.chosen.emit()
