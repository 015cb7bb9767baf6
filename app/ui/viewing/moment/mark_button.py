"""The button of one of the four marks: its shape, its word and its key."""

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from app.domain.moment import MomentKind
from app.ui.theme import Theme
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.labels import plain_tip, restyle
from app.ui.widgets.mark_shape import paint_mark

translate = QCoreApplication.translate

_SHAPE_PX = 15
_KEY_PX = 17
_WORD_PX = 14
_GAP, _TIGHT_GAP = 6, 5
_PADDING, _TIGHT_PADDING = 6, 5


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
    """Marks a moment, or as a choice shows and changes the kind of one."""

    def __init__(self, theme: Theme, kind: MomentKind, key: str, parent: QWidget | None = None, *, is_choice: bool = False) -> None:
        super().__init__(kind_word(kind), parent)
        self._theme = theme
        self.kind = kind
        self._own_keys = self._keys = (key,) if key else ()
        self._is_tight = is_choice
        self.setProperty("kind", "mark")
        self.setProperty("mark", kind.value)
        self.setCheckable(is_choice)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(kind_word(kind))
        self.setToolTip(plain_tip(f"{kind_word(kind)} ({key})" if key else kind_word(kind)))
        theme.changed.connect(self._on_theme_changed)

    def set_tight(self, *, is_tight: bool, has_key: bool = True) -> None:
        """Use less room between shape, word and key; without the key it is still in the tooltip."""
        self._keys = self._own_keys if has_key else ()
        self._is_tight = is_tight
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for shape, word and key."""
        self.ensurePolished()
        tokens = self._theme.current
        width = 2 * self._padding_px() + tokens.scaled(_SHAPE_PX) + 2 * self._gap_px() + keys_size(tokens, self._keys, _KEY_PX).width() + 2
        return QSize(width + self._word_width(), tokens.scaled(34))

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
        left = (self.width() - self.sizeHint().width()) / 2 + self._padding_px() + 1
        behind = colors.soft if self.isChecked() else tokens.color("kaart")
        center = QPointF(left + shape_px / 2, self.height() / 2)
        paint_mark(painter, tokens, center, shape_px, self.kind.value, is_full=True, behind=behind)
        left += shape_px + self._gap_px()
        ink = colors.text if self.isChecked() else tokens.color("inkt")
        painter.setFont(self._word_font())
        painter.setPen(ink)
        painter.drawText(round(left), 0, self._word_width() + 2, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
        left += self._word_width() + self._gap_px()
        border = colors.shape if self.isChecked() else tokens.color("lijn_sterk")
        key_ink = ink if self.isChecked() else tokens.color("inkt_2")
        paint_keys(painter, tokens, left, self.height() / 2, self._keys, key_ink, border, _KEY_PX)

    def _padding_px(self) -> int:
        return _TIGHT_PADDING if self._is_tight else _PADDING

    def _gap_px(self) -> int:
        return _TIGHT_GAP if self._is_tight else _GAP

    def _word_font(self) -> QFont:
        font = self._theme.current.font(weight=600)
        font.setPixelSize(self._theme.current.scaled(_WORD_PX))
        return font

    def _word_width(self) -> int:
        return QFontMetrics(self._word_font()).horizontalAdvance(self.text())

    @Slot()
    def _on_theme_changed(self) -> None:
        restyle(self)
        self.updateGeometry()
