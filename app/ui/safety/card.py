"""A card of this screen: an icon, a title, and what belongs to it underneath."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel, restyle

_ICON = 22
_GAP = 14


class Card(Surface):
    """Add what belongs to it to `column`; with `set_attention` it asks to be looked at, in colour and in its words."""

    def __init__(self, theme: Theme, icon_name: str, title: str, parent: QWidget | None = None, *, note: str = "") -> None:
        super().__init__("card", parent)
        self.theme = theme
        self._icon_name = icon_name
        self._icon = IconLabel(theme, icon_name, self, size=_ICON, color="luikgroen_tekst")
        self._title = TextLabel(title, "titel", self)
        self._note = TextLabel(note, "klein", self, wraps=False)
        self._note.setVisible(bool(note))
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(20, 16, 18, 18)
        outside.setSpacing(6)
        outside.addLayout(head)
        outside.addLayout(self.column)
        outside.addStretch()
        self.set_title(title)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def title(self) -> str:
        """What stands at its top."""
        return self._title.text()

    @property
    def asks_attention(self) -> bool:
        """Whether it has the border that asks to be looked at."""
        return bool(self.property("attention") == "true")

    def set_title(self, title: str) -> None:
        """Change its title; a screen reader calls the card by it."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Change the small words beside the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def set_attention(self, *, asks: bool) -> None:
        """Give it the border of something to look at, or the usual one."""
        self.setProperty("attention", "true" if asks else "false")
        self._icon.set_icon(self._icon_name, "menie" if asks else "luikgroen_tekst")
        restyle(self)

    def say(self, text: str, role: str = "gewoon") -> TextLabel:
        """Add a sentence."""
        label = TextLabel(text, role, self)
        self.column.addWidget(label)
        return label

    def add_row(self, *parts: QWidget) -> None:
        """Add widgets beside each other, at the left; they go on below where there is no room."""
        room = QWidget(self)
        flow = FlowLayout(room)
        for part in parts:
            flow.addWidget(part)
        self.column.addWidget(room)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.column.setContentsMargins(self.theme.current.scaled(_ICON) + _GAP, 0, 0, 0)
