"""The window as large as fits: a mark for every moment in its pane, and no number anywhere."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.kijkkader import Kader
from app.domain.moment import Moment
from app.ui.theme import Theme
from app.ui.viewing.panes.pane_content import panes_of
from app.ui.viewing.panes.pane_grid import Pane, PaneGrid
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems
from app.ui.widgets.mark_shape import paint_mark

_BAR_PX, _PAD_PX, _MARK_PX, _PITCH_PX = 3, 10, 14, 20
_LABEL_PX, _HEAD_PX, _ROW_PX = 108, 26, 140
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class LargeWindow(QWidget):
    """Arrows go from pane to pane, Enter or a click chooses one."""

    pane_chosen = Signal(str)
    """The id of its cell."""

    items_role = QAccessible.Role.Table
    item_role = QAccessible.Role.Cell

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid: PaneGrid | None = None
        self._moments: Mapping[str, tuple[Moment, ...]] = {}
        self._chosen_id = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Raam: waar keek je naar?"))
        AccessibleItems.describe(self)
        theme.changed.connect(self._on_theme_changed)

    def show_moments(self, kader: Kader, moments: tuple[Moment, ...]) -> None:
        """Show the moments of many talks in the panes of this frame."""
        self._grid = PaneGrid(kader, has_side_lights=True)
        self._moments = panes_of(kader, moments)
        self.updateGeometry()
        self.update()

    def choose(self, cell_id: str) -> None:
        """Put the ring on this pane."""
        self._chosen_id = cell_id
        self.update()

    def is_empty(self, cell_id: str) -> bool:
        """Whether no moment of these talks is in this pane."""
        return not self._moments.get(cell_id)

    def accessible_items(self) -> list[AccessibleItem]:
        """Return the panes as a screen reader names them: which kinds of moments are there, not how many."""
        if self._grid is None:
            return []
        return [AccessibleItem(self._name_of(pane), self._rect_of(pane).toRect(), pane.cell.cell_id == self._chosen_id) for pane in self._grid.panes]

    def sizeHint(self) -> QSize:
        """Return three rows with room for marks."""
        tokens, rows = self._theme.current, len(self._grid.levels) if self._grid else 3
        return QSize(760, tokens.scaled(_HEAD_PX) + rows * (tokens.scaled(_ROW_PX) + _BAR_PX) + _BAR_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the least that can be read."""
        return QSize(420, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another pane with the arrows; Enter chooses."""
        moves = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        key = Qt.Key(event.key())
        if key in moves:
            self._step(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._chosen_id:
            self.pane_chosen.emit(self._chosen_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the pane under the pointer."""
        panes = self._grid.panes if self._grid else ()
        pane = next((each for each in panes if self._rect_of(each).contains(event.position())), None)
        if pane is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(pane.cell.cell_id)
            self.pane_chosen.emit(pane.cell.cell_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names of rows and columns, the bars, and the panes."""
        if self._grid is None:
            return
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        frame = self._frame()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("luikgroen"))
        painter.drawRoundedRect(frame, 4, 4)
        for pane in self._grid.panes:
            self._paint_pane(painter, pane)
        if self.hasFocus() and not self._chosen_id:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_names(self, painter: QPainter) -> None:
        if self._grid is None:
            return
        tokens = self._theme.current
        painter.setFont(tokens.font("klein", 600))
        painter.setPen(tokens.color("inkt_2"))
        for column, theme in enumerate(self._grid.themes):
            place = QRectF(self._left_of(column), 0, self._pane_px(), tokens.scaled(_HEAD_PX) - 2)
            words = painter.fontMetrics().elidedText(theme.name.nl, Qt.TextElideMode.ElideRight, round(place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        for row, level in enumerate(self._grid.levels):
            place = QRectF(0, self._top_of(row), tokens.scaled(_LABEL_PX) - 10, self._row_px())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, level.name.nl)

    def _paint_pane(self, painter: QPainter, pane: Pane) -> None:
        tokens, rect, cell_id = self._theme.current, self._rect_of(pane), pane.cell.cell_id
        is_empty = self.is_empty(cell_id)
        painter.fillRect(rect, tokens.color("verzonken" if is_empty else "kaart"))
        inside = rect.adjusted(_PAD_PX, 8, -6, -6)
        painter.setFont(tokens.font("gewoon"))
        painter.setPen(tokens.color("inkt_2" if is_empty else "inkt"))
        name = QFontMetricsF(painter.font()).boundingRect(inside, int(_WRAPPED), pane.cell.name.nl)
        painter.drawText(inside, _WRAPPED, pane.cell.name.nl)
        below = QRectF(inside.left(), name.bottom() + 4, inside.width(), inside.bottom() - name.bottom() - 4)
        if is_empty:
            font = tokens.font("klein", is_question=True)
            font.setItalic(True)
            painter.setFont(font)
            painter.setPen(tokens.color("inkt_3"))
            painter.drawText(below, _WRAPPED, self.tr("hier keek je nog niet"))
        else:
            self._paint_marks(painter, below, self._moments[cell_id])
        if cell_id == self._chosen_id:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRect(rect.adjusted(2.5, 2.5, -2.5, -2.5))

    def _paint_marks(self, painter: QPainter, room: QRectF, moments: tuple[Moment, ...]) -> None:
        """Fill the pane from below, the newest last; what does not fit is not told: it is about where one looked, not how often."""
        tokens = self._theme.current
        pitch, mark_px = tokens.scaled(_PITCH_PX), tokens.scaled(_MARK_PX)
        columns, rows = max(1, int(room.width() // pitch)), max(1, int(room.height() // pitch))
        shown = moments[-columns * rows :]
        used_rows = (len(shown) + columns - 1) // columns
        for place, moment in enumerate(shown):
            row, column = divmod(place, columns)
            center = QPointF(room.left() + mark_px / 2 + column * pitch, room.bottom() - mark_px / 2 - (used_rows - 1 - row) * pitch)
            kind = moment.kind.value if moment.kind else None
            paint_mark(painter, tokens, center, mark_px, kind, is_full=moment.has_words, behind=tokens.color("kaart"))

    def _step(self, down: int, right: int) -> None:
        if self._grid is None:
            return
        now = next((each for each in self._grid.panes if each.cell.cell_id == self._chosen_id), None)
        row, column = (now.row + down, now.column + right) if now else (0, 0)
        if now is not None and down > 0:
            row += now.row_span - 1
        pane = self._grid.pane_at(row, column)
        if pane is not None:
            self.choose(pane.cell.cell_id)
            self.setAccessibleDescription(self._name_of(pane))
            self.pane_chosen.emit(pane.cell.cell_id)

    def _name_of(self, pane: Pane) -> str:
        if self._grid is None:
            return ""
        place = self.tr("{row}, {column}: {name}").format(
            row=self._grid.levels[pane.row].name.nl, column=self._grid.themes[pane.column].name.nl, name=pane.cell.name.nl
        )
        return f"{place}, {self.tr('hier keek je nog niet') if self.is_empty(pane.cell.cell_id) else self.tr('hier keek je')}"

    def _frame(self) -> QRectF:
        left, top = self._theme.current.scaled(_LABEL_PX), self._theme.current.scaled(_HEAD_PX)
        return QRectF(left, top, self.width() - left, self.height() - top)

    def _pane_px(self) -> float:
        columns = len(self._grid.themes) if self._grid else 1
        return (self._frame().width() - _BAR_PX * (columns + 1)) / columns

    def _row_px(self) -> float:
        rows = len(self._grid.levels) if self._grid else 1
        return (self._frame().height() - _BAR_PX * (rows + 1)) / rows

    def _left_of(self, column: int) -> float:
        return self._frame().left() + _BAR_PX + column * (self._pane_px() + _BAR_PX)

    def _top_of(self, row: int) -> float:
        return self._frame().top() + _BAR_PX + row * (self._row_px() + _BAR_PX)

    def _rect_of(self, pane: Pane) -> QRectF:
        height = pane.row_span * self._row_px() + (pane.row_span - 1) * _BAR_PX
        return QRectF(self._left_of(pane.column), self._top_of(pane.row), self._pane_px(), height)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
