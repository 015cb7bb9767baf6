"""The window itself: panes between bars, with the moments in them and an eye where the worker looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.kijkkader import Kader
from app.domain.moment import Moment
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.viewing.accessible import AccessibleItem, AccessibleItems
from app.ui.viewing.pane_grid import Pane, PaneGrid, PanePicker
from app.ui.widgets.key_hint import keys_size, paint_keys
from app.ui.widgets.mark_shape import paint_mark

_BAR_PX = 3
_PAD_PX = 7
_MARK_PX = 12
_MARK_PITCH_PX = 16
_EYE_PX = 16
_KEY_PX = 18
_WORDS = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True)
class PaneContent:
    """What the window shows: the moments by pane, the panes that are watched, and those of the open moment (by cell id)."""

    moments: dict[str, tuple[Moment, ...]]
    watched: frozenset[str]
    of_moment: frozenset[str]


class WindowPanes(QWidget):
    """Rows are ways of attuning, columns what people agree on. In pick mode two keys choose a pane (`2 D`)."""

    pane_picked = Signal(str)
    """The cell id of a pane that was chosen, by key or mouse."""
    watch_toggled = Signal(str)
    menu_requested = Signal(str, object)
    """A cell id and the place on the screen (QPoint) for its menu."""
    pick_ended = Signal()

    items_role = QAccessible.Role.Table
    item_role = QAccessible.Role.Cell

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid: PaneGrid | None = None
        self._picker: PanePicker | None = None
        self._content = PaneContent({}, frozenset(), frozenset())
        self._is_picking = False
        self._cursor: tuple[int, int] | None = None
        self._hovered: Pane | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Raam: waar let je op?"))
        AccessibleItems.describe(self)
        theme.changed.connect(self._on_theme_changed)

    @property
    def is_picking(self) -> bool:
        """Whether the next keys choose a pane."""
        return self._is_picking

    def show_kader(self, kader: Kader, *, has_side_lights: bool) -> None:
        """Show the panes of this frame, with its extensions at the side or without."""
        self._grid = PaneGrid(kader, has_side_lights=has_side_lights)
        self._picker = PanePicker(self._grid)
        self.updateGeometry()
        self.update()

    def show_content(self, content: PaneContent) -> None:
        """Show these moments and eyes."""
        self._content = content
        self.updateGeometry()
        self.update()

    def start_picking(self) -> None:
        """Let the next keys choose a pane; they are shown in the panes."""
        self._is_picking = True
        if self._picker:
            self._picker.row = None
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.update()

    def stop_picking(self) -> None:
        """Leave pick mode."""
        if self._is_picking:
            self._is_picking = False
            self._cursor = None
            self.update()
            self.pick_ended.emit()

    def accessible_items(self) -> list[AccessibleItem]:
        """Return the panes as a screen reader names them."""
        if self._grid is None:
            return []
        return [
            AccessibleItem(self._pane_name(pane), self._pane_rect(pane).toRect(), pane.cell.cell_id in self._content.of_moment)
            for pane in self._grid.panes
        ]

    def sizeHint(self) -> QSize:
        """Return the room for all words at the present width."""
        return QSize(392, self.heightForWidth(self.width() or 392))

    def minimumSizeHint(self) -> QSize:
        """Return the least that can be read."""
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    def hasHeightForWidth(self) -> bool:
        """Narrow panes are higher, because their words take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the head and the rows."""
        if self._grid is None:
            return self._theme.current.scaled(226)
        return round(self._head_px() + _BAR_PX + sum(height + _BAR_PX for height in self._row_heights(width)) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that goes with the new width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heads, the panes and the bars."""
        if self._grid is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter, self._grid)
        tokens = self._theme.current
        frame = self._frame_rect()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("luikgroen"))
        painter.drawRoundedRect(frame, 4, 4)
        for pane in self._grid.panes:
            self._paint_pane(painter, pane)
        if self._cursor is not None and self.hasFocus():
            at_cursor = self._grid.pane_at(*self._cursor)
            if at_cursor:
                self._paint_ring(painter, self._pane_rect(at_cursor))
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(frame.adjusted(-1, -1, 1, 1), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with keys: row and column, or arrows with Enter; Space looks there or stops looking; Esc leaves."""
        if not self._took_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pane under the pointer; its eye looks there or stops looking."""
        pane = self._pane_under(event.position())
        if event.button() != Qt.MouseButton.LeftButton or pane is None:
            return
        if self._eye_rect(pane).adjusted(-6, -6, 6, 6).contains(event.position()):
            self.watch_toggled.emit(pane.cell.cell_id)
        else:
            self._pick(pane)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the eye of the pane under the pointer."""
        hovered = self._pane_under(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide that eye again."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a pane."""
        pane = self._pane_under(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._cursor and self._grid:
            pane = self._grid.pane_at(*self._cursor)
        if pane:
            self.menu_requested.emit(pane.cell.cell_id, self.mapToGlobal(self._pane_rect(pane).center().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Tell what a pane asks in a tooltip; keep Tab and letters in pick mode from becoming shortcuts."""
        if isinstance(event, QHelpEvent):
            pane = self._pane_under(QPointF(event.pos()))
            self.setToolTip(f"{pane.code} {pane.cell.name.nl}. {pane.cell.core.nl}" if pane else "")
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave pick mode when the keyboard goes elsewhere, but not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.stop_picking()
        self.update()

    def _took_key(self, event: QKeyEvent) -> bool:
        if self._grid is None or self._picker is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        moves = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        key = Qt.Key(event.key())
        at_cursor = self._grid.pane_at(*self._cursor) if self._cursor else None
        if key in moves:
            self._move_cursor(*moves[key])
        elif at_cursor and key == Qt.Key.Key_Space:
            self.watch_toggled.emit(at_cursor.cell.cell_id)
        elif at_cursor and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(at_cursor)
        elif self._is_picking and key == Qt.Key.Key_Escape:
            self.stop_picking()
        elif self._is_picking and event.text().strip():
            pane = self._picker.press(event.text().upper())
            self.update()
            if pane:
                self._pick(pane)
        else:
            return False
        return True

    def _move_cursor(self, down: int, right: int) -> None:
        if self._grid is None:
            return
        row, column = self._cursor or (0, 0)
        if self._cursor is not None:
            row = min(max(row + down, 0), len(self._grid.levels) - 1)
            column = min(max(column + right, 0), len(self._grid.themes) - 1)
        self._cursor = (row, column)
        pane = self._grid.pane_at(row, column)
        self.setAccessibleDescription(self._pane_name(pane) if pane else "")
        self.update()

    def _pick(self, pane: Pane) -> None:
        self.pane_picked.emit(pane.cell.cell_id)
        self.stop_picking()

    def _pane_name(self, pane: Pane) -> str:
        if self._grid is None:
            return ""
        parts = [
            self.tr("rij {row}, kolom {column}: {name}").format(
                row=self._grid.levels[pane.row].name.nl, column=self._grid.themes[pane.column].name.nl, name=pane.cell.name.nl
            )
        ]
        count = len(self._content.moments.get(pane.cell.cell_id, ()))
        if count:
            parts.append(self.tr("1 moment") if count == 1 else self.tr("{count} momenten").format(count=count))
        if pane.cell.cell_id in self._content.watched:
            parts.append(self.tr("je let hierop"))
        return ", ".join(parts)

    def _paint_heads(self, painter: QPainter, grid: PaneGrid) -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("klein", 600))
        for column, theme in enumerate(grid.themes):
            left = self._pane_left(column) - 1
            width = self._pane_width()
            self._paint_key(painter, left, self._head_px() / 2 - 1, grid.letters[column])
            words = QRectF(left + tokens.scaled(_KEY_PX) + 5, 0, width - tokens.scaled(_KEY_PX) - 3, self._head_px() - 2)
            fits = QFontMetricsF(tokens.font("klein", 600)).horizontalAdvance(theme.name.nl) <= words.width()
            painter.setFont(tokens.font("klein" if fits else "tijdlijn", 600))
            painter.setPen(tokens.color("inkt_2"))
            shown = painter.fontMetrics().elidedText(theme.name.nl, Qt.TextElideMode.ElideRight, round(words.width()) + 2)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(tokens.font("klein", 600))
        tops = self._row_tops(self.width())
        for row, level in enumerate(grid.levels):
            height = self._row_heights(self.width())[row]
            self._paint_key(painter, 0, tops[row] + height / 2, str(row + 1))
            left = tokens.scaled(_KEY_PX) + 6
            painter.setPen(tokens.color("inkt_2"))
            words = QRectF(left, tops[row], self._label_px() - left - 4, height)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter) | int(_WORDS), level.name.nl)

    def _paint_key(self, painter: QPainter, left: float, middle: float, key: str) -> None:
        tokens = self._theme.current
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("kaart"))
        size = keys_size(tokens, (key,), _KEY_PX)
        painter.drawRoundedRect(QRectF(left, middle - size.height() / 2, size.width(), size.height()), 4, 4)
        paint_keys(painter, tokens, left, middle, (key,), tokens.color("inkt_2"), tokens.color("lijn_sterk"), _KEY_PX)

    def _paint_pane(self, painter: QPainter, pane: Pane) -> None:
        tokens = self._theme.current
        rect = self._pane_rect(pane)
        is_watched = pane.cell.cell_id in self._content.watched
        is_row_chosen = self._is_picking and self._picker is not None and self._picker.row in range(pane.row, pane.row + pane.row_span)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("luikgroen_zacht" if is_watched else "vraag_vlak" if is_row_chosen else "paneel"))
        painter.drawRect(rect)
        painter.setFont(tokens.font("klein", 600 if is_watched else 400))
        painter.setPen(tokens.color("luikgroen_tekst" if is_watched else "inkt_3"))
        painter.drawText(rect.adjusted(_PAD_PX, 4, -4, -4), int(Qt.AlignmentFlag.AlignTop) | int(_WORDS), pane.cell.name.nl)
        if pane.row_span > 1:
            self._paint_core(painter, pane, rect)
        self._paint_marks(painter, pane, rect)
        if is_watched or pane == self._hovered:
            eye_px = tokens.scaled(_EYE_PX)
            color = tokens.color("luikgroen_tekst" if is_watched else "inkt_3")
            painter.drawPixmap(self._eye_rect(pane).topLeft(), pixmap("let_op", color, eye_px))
        if self._is_picking:
            size = keys_size(tokens, (pane.code,), _KEY_PX)
            self._paint_key(painter, rect.right() - size.width() - 4, rect.bottom() - size.height() / 2 - 4, pane.code)
        if pane.cell.cell_id in self._content.of_moment:
            self._paint_ring(painter, rect)

    def _paint_core(self, painter: QPainter, pane: Pane, rect: QRectF) -> None:
        tokens = self._theme.current
        name = QFontMetricsF(tokens.font("klein", 600)).boundingRect(rect.adjusted(_PAD_PX, 4, -4, -4), int(_WORDS), pane.cell.name.nl)
        font = tokens.font("tijdlijn", is_question=True)
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(tokens.color("inkt_3"))
        room = QRectF(
            rect.left() + _PAD_PX, name.bottom() + 4, rect.width() - _PAD_PX - 4, rect.bottom() - name.bottom() - tokens.scaled(_EYE_PX) - 10
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop) | int(_WORDS), pane.cell.core.nl)

    def _paint_marks(self, painter: QPainter, pane: Pane, rect: QRectF) -> None:
        tokens = self._theme.current
        pitch, mark_px = tokens.scaled(_MARK_PITCH_PX), tokens.scaled(_MARK_PX)
        behind = tokens.color("luikgroen_zacht" if pane.cell.cell_id in self._content.watched else "paneel")
        room = max(1, int((rect.width() - 2 * _PAD_PX - tokens.scaled(_EYE_PX)) // pitch))
        for place, moment in enumerate(self._content.moments.get(pane.cell.cell_id, ())[:room]):
            center = QPointF(rect.left() + _PAD_PX + mark_px / 2 + place * pitch, rect.bottom() - _PAD_PX - mark_px / 2)
            kind = moment.kind.value if moment.kind else None
            paint_mark(painter, tokens, center, mark_px, kind, is_full=moment.has_words, behind=behind)

    def _paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.current.color("focusring"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(rect.adjusted(2.5, 2.5, -2.5, -2.5))

    def _pane_under(self, place: QPointF) -> Pane | None:
        if self._grid is None:
            return None
        return next((pane for pane in self._grid.panes if self._pane_rect(pane).contains(place)), None)

    def _eye_rect(self, pane: Pane) -> QRectF:
        px = self._theme.current.scaled(_EYE_PX)
        rect = self._pane_rect(pane)
        return QRectF(rect.right() - px - 6, rect.bottom() - px - 6, px, px)

    def _pane_rect(self, pane: Pane) -> QRectF:
        tops, heights = self._row_tops(self.width()), self._row_heights(self.width())
        last = pane.row + pane.row_span - 1
        return QRectF(self._pane_left(pane.column), tops[pane.row], self._pane_width(), tops[last] + heights[last] - tops[pane.row])

    def _frame_rect(self) -> QRectF:
        left = self._label_px()
        return QRectF(left, self._head_px(), self.width() - left, self.heightForWidth(self.width()) - self._head_px() - 2)

    def _pane_left(self, column: int) -> float:
        return self._label_px() + _BAR_PX + column * (self._pane_width() + _BAR_PX)

    def _pane_width(self, width: int | None = None) -> float:
        columns = len(self._grid.themes) if self._grid else 3
        return ((self.width() if width is None else width) - self._label_px() - _BAR_PX * (columns + 1)) / columns

    def _label_px(self) -> int:
        return self._theme.current.scaled(104)

    def _head_px(self) -> int:
        return self._theme.current.scaled(26)

    def _row_tops(self, width: int) -> list[float]:
        tops, top = [], float(self._head_px() + _BAR_PX)
        for height in self._row_heights(width):
            tops.append(top)
            top += height + _BAR_PX
        return tops

    def _row_heights(self, width: int) -> list[float]:
        tokens = self._theme.current
        metrics = QFontMetricsF(tokens.font("klein", 600))
        heights = [float(tokens.scaled(60))] * (len(self._grid.levels) if self._grid else 3)
        if self._grid is None:
            return heights
        marks_px = tokens.scaled(_MARK_PX) + _PAD_PX
        for pane in self._grid.panes:
            if pane.row_span == 1:
                room = QRectF(0, 0, self._pane_width(width) - _PAD_PX - 4, 1000)
                words_px = metrics.boundingRect(room, int(_WORDS), pane.cell.name.nl).height()
                has_marks = bool(self._content.moments.get(pane.cell.cell_id)) or pane.cell.cell_id in self._content.watched
                heights[pane.row] = max(heights[pane.row], words_px + 8 + (marks_px if has_marks else 0))
        return heights

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def panes_of(kader: Kader, moments: Sequence[Moment]) -> dict[str, tuple[Moment, ...]]:
    """Return the moments of each pane by cell id, in order of time; an indicator this frame does not know is passed over."""
    by_cell: dict[str, list[Moment]] = {}
    for moment in moments:
        known = (kader.indicator(each) for each in moment.indicators if kader.has_indicator(each))
        for cell_id in dict.fromkeys(indicator.cell_id for indicator in known):
            by_cell.setdefault(cell_id, []).append(moment)
    return {cell_id: tuple(found) for cell_id, found in by_cell.items()}


def cell_ids_of(kader: Kader, indicator_ids: Sequence[str]) -> frozenset[str]:
    """Return the panes these indicators are in."""
    return frozenset(kader.indicator(each).cell_id for each in indicator_ids if kader.has_indicator(each))
