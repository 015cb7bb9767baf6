"""The rail on the left: where you can go, with words, or narrow with icons only."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.widgets.brand import BrandMark
from app.ui.widgets.labels import plain_tip, restyle

_WIDE, _NARROW = 88, 52


class RailButton(QToolButton):
    """One place in the rail."""

    def __init__(self, theme: Theme, icon_name: str, text: str, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._is_narrow = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(f"{text} ({keys})" if keys else text))
        self.setProperty("look", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.show_look)
        theme.changed.connect(self.show_look)
        self.show_look()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Show the icon only, or words under it."""
        self._is_narrow = is_narrow
        self.show_look()

    @Slot()
    def show_look(self) -> None:
        """Take on the colours of now."""
        tokens = self._theme.current
        px = tokens.scaled(20)
        self.setIconSize(QSize(px, px))
        self.setIcon(icon(self._icon_name, tokens.color("luikgroen_tekst" if self.isChecked() else "inkt_2"), px))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly if self._is_narrow else Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFixedHeight(tokens.scaled(40 if self._is_narrow else 57))
        restyle(self)


class Rail(QFrame):
    """Places at the top, help and appearance at the bottom."""

    place_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._theme = theme
        self._is_narrow = False
        self._places: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._brand = BrandMark(theme, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 16, 4, 12)
        self._column.setSpacing(4)
        self._column.addWidget(self._brand, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(12)
        self._column.addStretch()
        self._group.buttonClicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def add_place(self, place: str, icon_name: str, text: str, keys: str) -> None:
        """Add a place under the ones before."""
        button = RailButton(self._theme, icon_name, text, keys, self)
        button.setCheckable(True)
        button.setObjectName(place)
        self._places[place] = button
        self._group.addButton(button)
        self._column.insertWidget(self._column.count() - 1 - self._bottom_count(), button)

    def add_bottom(self, name: str, icon_name: str, text: str, keys: str) -> RailButton:
        """Add a button at the bottom, which opens something over the screen."""
        button = RailButton(self._theme, icon_name, text, keys, self)
        button.setObjectName(name)
        self._column.addWidget(button)
        return button

    def choose(self, place: str) -> None:
        """Show where we are."""
        self._places[place].setChecked(True)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Icons only, for screens that need the width."""
        self._is_narrow = is_narrow
        for button in self.findChildren(RailButton):
            button.set_narrow(is_narrow=is_narrow)
        self._on_theme_changed()

    def _bottom_count(self) -> int:
        return sum(1 for button in self.findChildren(RailButton) if not button.isCheckable())

    @Slot(object)
    def _on_clicked(self, button: RailButton) -> None:
        self.place_chosen.emit(button.objectName())

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedWidth(round((_NARROW if self._is_narrow else _WIDE) * max(1.0, self._theme.scale)))
