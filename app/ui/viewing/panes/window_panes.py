"""The window itself: panes between bars, with the moments in them and an eye where the worker looks."""

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
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
from app.ui.theme import Theme
from app.ui.viewing.panes.pane_content import PaneContent
from app.ui.viewing.panes.pane_grid import Pane, PaneGrid, PanePicker
from app.ui.viewing.panes.pane_look import HEAD_PX, LABEL_PX, PaneLook
from app.ui.viewing.panes.pane_painting import paint_bars, paint_heads, paint_pane, paint_ring
from app.ui.viewing.physical_keys import digit_of
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems
from app.ui.widgets.labels import plain_tip

_UNREAD_PX = 226
"""The height while the frame is still being read: about that of three rows."""


def several_people_words() -> str:
    """Return why a pane is grey when one person of the family or network was there."""
    return QCoreApplication.translate("Panes", "Alleen te zien als er twee of meer mensen uit het gezin of netwerk bij zijn.")


class WindowPanes(QWidget):
    """Rows are ways of attuning, columns what people agree on. In pick mode two keys choose a pane (`2 D`)."""

    pane_picked = Signal(str)
    """The cell id of a pane that was chosen, by key or mouse."""
    watch_toggled = Signal(str)
    card_requested = Signal(str, object)
    """A cell id and the place on the screen (QPoint) for the card with what belongs to it."""
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

    def show_kader(self, kader: Kader, *, has_side_lights: bool, is_only_side_lights: bool = False) -> None:
        """Show the panes of this frame, with its extensions at the side, without them, or these alone; keys pick all of them."""
        self._grid = PaneGrid(kader, has_side_lights=has_side_lights, is_only_side_lights=is_only_side_lights)
        self._picker = PanePicker(PaneGrid(kader, has_side_lights=True))
        self._cursor = None
        self.updateGeometry()
        self.update()

    def corner(self) -> QSize:
        """Return the room at the top left that no name takes."""
        tokens = self._theme.current
        return QSize(tokens.scaled(LABEL_PX) - 6, tokens.scaled(HEAD_PX) - 2)

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
        look = self._look()
        if look is None:
            return []
        return [
            AccessibleItem(self._pane_name(pane), look.rect_of(pane).toRect(), pane.cell.cell_id in self._content.of_moment)
            for pane in look.grid.panes
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
            return self._theme.current.scaled(_UNREAD_PX)
        return PaneLook(self._theme.current, self._grid, self._content, width).height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that goes with the new width."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heads, the bars, the panes and the focus."""
        look = self._look()
        painter = QPainter(self)
        if look is None:
            painter.setFont(self._theme.current.font("klein"))
            painter.setPen(self._theme.current.color("inkt_3"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Het kader wordt gelezen."))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_heads(painter, look)
        paint_bars(painter, look)
        chosen_row = self._picker.row if self._is_picking and self._picker else None
        for pane in look.grid.panes:
            is_row_chosen = chosen_row in range(pane.row, pane.row + pane.row_span)
            paint_pane(painter, look, pane, is_hovered=pane == self._hovered, shows_code=self._is_picking, is_row_chosen=is_row_chosen)
        at_cursor = look.grid.pane_at(*self._cursor) if self._cursor else None
        if self.hasFocus() and at_cursor:
            paint_ring(painter, look, at_cursor)
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.current.color("focusring"), 2))
            painter.drawRoundedRect(look.frame.adjusted(-1, -1, 1, 1), 5, 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with keys: row and column, or arrows with Enter; Space looks there or stops looking; Esc leaves."""
        if not self._took_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pane under the pointer; its eye looks there or stops looking."""
        look = self._look()
        pane = look.pane_under(event.position()) if look else None
        if event.button() != Qt.MouseButton.LeftButton or look is None or pane is None:
            return
        if look.eye_of(pane).adjusted(-6, -6, 6, 6).contains(event.position()):
            self.watch_toggled.emit(pane.cell.cell_id)
        else:
            self._pick(pane)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the eye of the pane under the pointer."""
        look = self._look()
        hovered = look.pane_under(event.position()) if look else None
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
        look = self._look()
        if look is None:
            return
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard and self._cursor is not None
        pane = look.grid.pane_at(*self._cursor) if is_by_key and self._cursor else look.pane_under(QPointF(event.pos()))
        if pane:
            self.card_requested.emit(pane.cell.cell_id, self.mapToGlobal(look.rect_of(pane).center().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Tell what a pane asks in a tooltip; keep Tab and letters in pick mode from becoming shortcuts."""
        if isinstance(event, QHelpEvent):
            look = self._look()
            pane = look.pane_under(QPointF(event.pos())) if look else None
            self.setToolTip(plain_tip(self._tip(pane) if pane else ""))
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
            pane = self._picker.press(digit_of(event) or event.text().upper())
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
        if pane.cell.cell_id in self._content.locked:
            parts.append(several_people_words())
        return ", ".join(parts)

    def _tip(self, pane: Pane) -> str:
        last = (
            several_people_words()
            if pane.cell.cell_id in self._content.locked
            else self.tr("Klik met rechts, of druk op Shift+F10: wat hierbij hoort.")
        )
        return f"{pane.code} {pane.cell.name.nl}. {pane.cell.core.nl} {last}"

    def _look(self) -> PaneLook | None:
        return PaneLook(self._theme.current, self._grid, self._content, self.width()) if self._grid else None

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
