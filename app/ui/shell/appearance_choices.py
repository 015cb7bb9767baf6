"""Light, dark, the size of the text, and less motion: the choices themselves, wherever they stand."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import DARK, LIGHT, SCALES, SYSTEM, Theme
from app.ui.widgets.buttons import SegmentButton
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.switch import Switch

_MODES = (LIGHT, DARK, SYSTEM)


class AppearanceChoices(QWidget):
    """Works at once. Stands in two places, so it follows the theme when that was changed in the other."""

    motion_chosen = Signal(bool)
    """Whether less motion is wanted."""
    chosen = Signal()
    """Mode or size changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, has_less_motion: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self.modes = QButtonGroup(self)
        self.sizes = QButtonGroup(self)
        self.less_motion = Switch(theme, self.tr("Minder beweging"), self)
        self.less_motion.setChecked(has_less_motion)
        self.less_motion.toggled.connect(self.motion_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Licht of donker"), "label", self))
        column.addLayout(self._segments(self.modes, [self.tr("Licht"), self.tr("Donker"), self.tr("Zoals het apparaat")]))
        column.addSpacing(4)
        column.addWidget(TextLabel(self.tr("Grootte van de tekst"), "label", self))
        column.addLayout(self._segments(self.sizes, [f"{scale:.0%}".replace("%", " %") for scale in SCALES]))
        column.addSpacing(4)
        column.addWidget(self.less_motion)
        self.modes.idClicked.connect(self._on_mode)
        self.sizes.idClicked.connect(self._on_size)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _segments(self, group: QButtonGroup, texts: list[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for place, text in enumerate(texts):
            button: QAbstractButton = SegmentButton(self._theme, text, self)
            group.addButton(button, place)
            row.addWidget(button)
        row.addStretch()
        return row

    @Slot(int)
    def _on_mode(self, place: int) -> None:
        self._theme.set_mode(_MODES[place])
        self.chosen.emit()

    @Slot(int)
    def _on_size(self, place: int) -> None:
        self._theme.set_scale(SCALES[place])
        self.chosen.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        for place, mode in enumerate(_MODES):
            self.modes.button(place).setChecked(mode == self._theme.mode)
        for place, scale in enumerate(SCALES):
            self.sizes.button(place).setChecked(scale == self._theme.scale)
