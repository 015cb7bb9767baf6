"""The buttons of the design: an icon, words and the key that does the same."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget

from app.ui.icons import icon, pixmap
from app.ui.theme import Theme
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.labels import plain_tip, restyle

_GAP = 8
_INK = {
    "main": "op_luikgroen",
    "threshold": "op_menie",
    "erase": "gevaar",
    "quiet": "inkt_2",
    "link": "luikgroen_tekst",
    "chip": "inkt_2",
    "aside": "inkt_2",
    "small": "inkt_2",
}
_CHECKED_INK = {"chip": "luikgroen_tekst", "segment": "luikgroen_tekst"}
_PADDING = {"quiet": 12, "link": 4, "aside": 4, "small": 4, "chip": 12, "segment": 9}
_HEIGHT = {"chip": 28, "segment": 26, "small": 26, "link": 26}


class Button(QPushButton):
    """A push button of one `kind`: main, plain, quiet, aside, small, link, threshold, erase, chip or segment.

    Use the subclasses; `chip` and `segment` are for choices that stay down (`setCheckable`).
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: str = "plain",
        icon_name: str = "",
        keys: tuple[str, ...] = (),
        is_large: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._kind = kind
        self._icon_name = icon_name
        self._keys = keys
        self._is_large = is_large
        self._ready_text = text
        self._is_compact = False
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        theme.changed.connect(self._on_theme_changed)

    def set_words(self, text: str) -> None:
        """Change what it says."""
        self._ready_text = text
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_icon_name(self, icon_name: str) -> None:
        """Change its icon; empty for none."""
        self._icon_name = icon_name
        self.updateGeometry()
        self.update()

    def set_compact(self, *, is_compact: bool) -> None:
        """Show only the icon, with the words as a tooltip, where there is no room for them."""
        self.setText("" if is_compact else self._ready_text)
        self.setToolTip(plain_tip(self._ready_text if is_compact else ""))
        self._is_compact = is_compact
        self.updateGeometry()

    def set_keys(self, keys: tuple[str, ...]) -> None:
        """Change the keys it shows."""
        self._keys = keys
        self.updateGeometry()
        self.update()

    def set_ready(self, *, is_ready: bool, missing: str = "") -> None:
        """Let it work, or say what is missing ("Verder: nog 1 gat")."""
        self.setEnabled(is_ready)
        words = self._ready_text if is_ready or not missing else missing
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for icon, words and keys at this text scale."""
        self.ensurePolished()
        tokens = self._theme.current
        width = QFontMetrics(self._bold_font()).horizontalAdvance(self.text()) + 2 * self._padding()
        if self._icon_name:
            width += self._icon_px() + (_GAP if self.text() else 0)
        if self._shown_keys():
            width += keys_size(tokens, self._keys).width() + _GAP
        height = tokens.scaled(44 if self._is_large else _HEIGHT.get(self._kind, 36))
        return QSize(width + 2, height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface from the style sheet and the content on it."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        self._paint_content(painter)

    def _paint_content(self, painter: QStylePainter) -> None:
        tokens = self._theme.current
        ink = self._ink()
        painter.setFont(self._bold_font() if self.isChecked() else self.font())
        text_width = painter.fontMetrics().horizontalAdvance(self.text())
        keys_width = keys_size(tokens, self._keys).width() + _GAP if self._shown_keys() else 0
        icon_width = self._icon_px() + (_GAP if self.text() else 0) if self._icon_name else 0
        left = max(self._padding(), (self.width() - icon_width - text_width - keys_width) // 2)
        if self._icon_name:
            painter.drawPixmap(left, (self.height() - self._icon_px()) // 2, pixmap(self._icon_name, ink, self._icon_px()))
            left += icon_width
        painter.setPen(ink)
        painter.drawText(left, 0, text_width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._shown_keys():
            border = ink if self._kind in {"main", "threshold"} else tokens.color("lijn_sterk")
            paint_keys(painter, tokens, left + text_width + _GAP, self.height() / 2, self._keys, ink, border)

    def _ink(self) -> QColor:
        tokens = self._theme.current
        if not self.isEnabled():
            return tokens.color("inkt_3")
        names = _CHECKED_INK if self.isChecked() else _INK
        return tokens.color(names.get(self._kind, _INK.get(self._kind, "inkt")))

    def _bold_font(self) -> QFont:
        font = self.font()
        if self.isCheckable():
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _shown_keys(self) -> tuple[str, ...]:
        return () if self._is_compact else self._keys

    def _padding(self) -> int:
        return 20 if self._is_large and self._kind not in _PADDING else _PADDING.get(self._kind, 14)

    def _icon_px(self) -> int:
        return self._theme.current.scaled(20 if self._is_large else 16 if self._kind == "small" else 18)

    @Slot()
    def _on_theme_changed(self) -> None:
        restyle(self)
        self.updateGeometry()


class MainButton(Button):
    """The one thing this screen is for; at most one per screen."""

    def __init__(
        self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "", keys: tuple[str, ...] = (), is_large: bool = True
    ) -> None:
        super().__init__(theme, text, parent, kind="main", icon_name=icon_name, keys=keys, is_large=is_large)


class PlainButton(Button):
    """An ordinary choice."""

    def __init__(
        self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "", keys: tuple[str, ...] = (), is_large: bool = False
    ) -> None:
        super().__init__(theme, text, parent, kind="plain", icon_name=icon_name, keys=keys, is_large=is_large)


class QuietButton(Button):
    """A way out or a side road, without a border."""

    def __init__(
        self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "", keys: tuple[str, ...] = (), is_large: bool = False
    ) -> None:
        super().__init__(theme, text, parent, kind="quiet", icon_name=icon_name, keys=keys, is_large=is_large)


class ThresholdButton(Button):
    """Brings a copy over the doorstep."""

    def __init__(
        self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "", keys: tuple[str, ...] = (), is_large: bool = True
    ) -> None:
        super().__init__(theme, text, parent, kind="threshold", icon_name=icon_name, keys=keys, is_large=is_large)


class EraseButton(Button):
    """Wipes something for good; always behind a question."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "wissen", is_large: bool = False) -> None:
        super().__init__(theme, text, parent, kind="erase", icon_name=icon_name, is_large=is_large)


class ChipButton(Button):
    """A filter that stays down."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, text, parent, kind="chip")
        self.setCheckable(True)


class SegmentButton(Button):
    """One of a few that exclude each other; put them in a QButtonGroup."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None, *, icon_name: str = "") -> None:
        super().__init__(theme, text, parent, kind="segment", icon_name=icon_name)
        self.setCheckable(True)


class IconButton(QToolButton):
    """A button that is only an icon; `name` is what a screen reader and the tooltip say."""

    def __init__(self, theme: Theme, icon_name: str, name: str, parent: QWidget | None = None, *, size: int = 20, color: str = "inkt_2") -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._px = size
        self._color = color
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self._show_icon()
        theme.changed.connect(self._show_icon)

    def set_icon_name(self, icon_name: str) -> None:
        """Change the icon."""
        self._icon_name = icon_name
        self._show_icon()

    def set_name(self, name: str) -> None:
        """Change what it is called."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))

    @Slot()
    def _show_icon(self) -> None:
        tokens = self._theme.current
        px = tokens.scaled(self._px)
        self.setIconSize(QSize(px, px))
        self.setIcon(icon(self._icon_name, tokens.color(self._color), px))
