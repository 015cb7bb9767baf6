"""The button of one of the four marks: its shape, its word and its key."""

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.domain.moment import MomentKind
from app.ui.theme import Theme
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.labels import restyle
from app.ui.widgets.mark_shape import paint_mark

translate = QCoreApplication.translate

KEY_OF_KIND = {MomentKind.HELPT: "1", MomentKind.SCHUURT: "2", MomentKind.KANS: "3", MomentKind.OPEN: "4"}
_SHAPE_PX = 15
_GAP = 7
_PADDING = 7


def kind_word(kind: MomentKind | None) -> str:
    """Return the short word for a kind of moment, in the language of now."""
    words = {
        MomentKind.HELPT: translate("Moments", "Helpt"),
        MomentKind.SCHUURT: translate("Moments", "Schuurt"),
        MomentKind.KANS: translate("Moments", "Kans"),
        MomentKind.OPEN: translate("Moments", "Vraag"),
    }
    return words[kind] if kind else translate("Moments", "Moment")


class MarkButton(QPushButton):
    """Without its word it is still the shape and the key; the word is then in its tooltip and accessible name."""

    def __init__(self, theme: Theme, kind: MomentKind, parent: QWidget | None = None, *, is_choice: bool = False) -> None:
        super().__init__(kind_word(kind), parent)
        self._theme = theme
        self.kind = kind
        self._has_word = True
        self.setProperty("kind", "mark")
        self.setProperty("mark", kind.value)
        self.setCheckable(is_choice)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(kind_word(kind))
        self.setToolTip(f"{kind_word(kind)} ({KEY_OF_KIND[kind]})")
        theme.changed.connect(self._on_theme_changed)

    def show_word(self, *, has_word: bool) -> None:
        """Show or leave out the word, for where there is little room."""
        self._has_word = has_word
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for shape, word and key."""
        self.ensurePolished()
        tokens = self._theme.current
        width = 2 * _PADDING + tokens.scaled(_SHAPE_PX) + _GAP + keys_size(tokens, (KEY_OF_KIND[self.kind],)).width() + 4
        if self._has_word:
            width += self._word_width() + _GAP
        return QSize(width, tokens.scaled(34))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface, then what is on it, in the middle."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tokens = self._theme.current
        colors = tokens.mark(self.kind.value)
        shape_px = tokens.scaled(_SHAPE_PX)
        left = (self.width() - self.sizeHint().width()) / 2 + _PADDING + 2
        behind = colors.soft if self.isChecked() else tokens.color("kaart")
        center = QPointF(left + shape_px / 2, self.height() / 2)
        paint_mark(painter, tokens, center, shape_px, self.kind.value, is_full=True, behind=behind)
        left += shape_px + _GAP
        ink = colors.text if self.isChecked() else tokens.color("inkt")
        if self._has_word:
            painter.setFont(self._word_font())
            painter.setPen(ink)
            painter.drawText(round(left), 0, self._word_width() + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
            left += self._word_width() + _GAP
        border = colors.shape if self.isChecked() else tokens.color("lijn_sterk")
        paint_keys(painter, tokens, left, self.height() / 2, (KEY_OF_KIND[self.kind],), ink if self.isChecked() else tokens.color("inkt_2"), border)

    def _word_font(self) -> QFont:
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _word_width(self) -> int:
        return QFontMetrics(self._word_font()).horizontalAdvance(self.text())

    @Slot()
    def _on_theme_changed(self) -> None:
        restyle(self)
        self.updateGeometry()
