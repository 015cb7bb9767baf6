"""The list at the left: which sections there are, and which one is in view."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from app.common.version import program_version
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import TextLabel, restyle

_WIDTH = 250
_ROW = 43
_ICON, _ICON_ROOM = 18, 26
"""The icon, and the room it takes with the gap to the words."""
_WIDEST_GROWTH = 1.3
"""From there on words take two lines, so that the section keeps its room."""


class SectionList(QFrame):
    """Arrows move; what the cursor is on is in view."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, sections: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`sections` holds for each its code, its icon and its name."""
        super().__init__(parent)
        self.setObjectName("panelLeft")
        self._theme = theme
        self._sections = sections
        self._list = _Rows(self)
        self._list.setObjectName("sections")
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Onderdelen van Veiligheid"))
        for _, _, name in sections:
            self._list.addItem(name)
        self._list.currentRowChanged.connect(self._on_row)
        self.setFocusProxy(self._list)
        words = self.tr("Kijkkamer {version}. Werkt zonder internet. Er is geen account en er gaat niets naar de maker.")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 20)
        column.addWidget(self._list, 1)
        about = TextLabel(words.format(version=program_version()), "bij", self)
        about.setContentsMargins(10, 0, 10, 0)
        column.addWidget(about)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def choose(self, code: str) -> None:
        """Put the cursor on a section."""
        self._list.setCurrentRow([known for known, _, _ in self._sections].index(code))

    @property
    def current(self) -> str:
        """The code of the section in view; empty before one was chosen."""
        row = self._list.currentRow()
        return self._sections[row][0] if row >= 0 else ""

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self._show_rows()
        if row >= 0:
            self.chosen.emit(self._sections[row][0])

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedWidth(round(_WIDTH * min(max(self._theme.scale, 1.0), _WIDEST_GROWTH)))
        self._show_rows()

    def _show_rows(self) -> None:
        tokens = self._theme.current
        self._list.setIconSize(QSize(tokens.scaled(_ICON_ROOM), tokens.scaled(_ICON)))
        for place, (_, icon_name, name) in enumerate(self._sections):
            item = self._list.item(place)
            is_current = place == self._list.currentRow()
            item.setIcon(self._icon(icon_name, is_current=is_current))
            item.setForeground(tokens.color("luikgroen_tekst" if is_current else "inkt_2"))
            item.setFont(tokens.font("gewoon", 600 if is_current else 400))
            room = self.width() - 24 - tokens.scaled(_ICON_ROOM) - 24
            lines = 2 if QFontMetrics(tokens.font("gewoon", 600)).horizontalAdvance(name) > room else 1
            item.setSizeHint(QSize(10, round(_ROW * min(tokens.scale, _WIDEST_GROWTH)) + (tokens.scaled(8) if lines > 1 else 0)))

    def _icon(self, icon_name: str, *, is_current: bool) -> QIcon:
        tokens = self._theme.current
        drawn = pixmap(icon_name, tokens.color("luikgroen_tekst" if is_current else "inkt_2"), tokens.scaled(_ICON))
        ratio = drawn.devicePixelRatio()
        roomy = QPixmap(round(tokens.scaled(_ICON_ROOM) * ratio), drawn.height())
        roomy.setDevicePixelRatio(ratio)
        roomy.fill(Qt.GlobalColor.transparent)
        painter = QPainter(roomy)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        shown = QIcon(roomy)
        shown.addPixmap(roomy, QIcon.Mode.Selected)
        return shown


class _Rows(QListWidget):
    """Shows the focus ring when the keyboard is used: opening the screen does not call for one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show it from the first key on."""
        self._show_ring(is_shown=True)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show it when Tab brought the focus here."""
        self._show_ring(is_shown=event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})
        super().focusInEvent(event)

    def _show_ring(self, *, is_shown: bool) -> None:
        self.setProperty("ring", "true" if is_shown else "false")
        restyle(self)
