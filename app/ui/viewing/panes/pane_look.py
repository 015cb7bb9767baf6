"""Where everything in the window stands at one width and text size: no painting, only sums."""

from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from app.ui.theme import Tokens
from app.ui.viewing.panes.pane_content import PaneContent
from app.ui.viewing.panes.pane_grid import Pane, PaneGrid

BAR_PX = 3
PAD_PX = 7
MARK_PX = 12
EYE_PX = 16
_EYE_MARGIN_PX = 6
LABEL_PX = 104
HEAD_PX = 26
_ROW_PX = 60


class PaneLook:
    """Made anew when the width, the text size or what is in the panes changes."""

    def __init__(self, tokens: Tokens, grid: PaneGrid, content: PaneContent, width: int) -> None:
        self.tokens = tokens
        self.grid = grid
        self.content = content
        self.width = width
        self.label_px = tokens.scaled(LABEL_PX)
        self.head_px = tokens.scaled(HEAD_PX)

    @property
    def height(self) -> int:
        """Head and rows together, with room for a focus ring."""
        return round(self.head_px + BAR_PX + sum(height + BAR_PX for height in self.row_heights) + 2)

    @property
    def frame(self) -> QRectF:
        """The outside of the bars."""
        return QRectF(self.label_px, self.head_px, self.width - self.label_px, self.height - self.head_px - 2)

    @property
    def pane_px(self) -> float:
        """The width of one pane."""
        columns = len(self.grid.themes)
        return (self.width - self.label_px - BAR_PX * (columns + 1)) / columns

    @cached_property
    def row_heights(self) -> list[float]:
        """Each row is as high as the fullest of its panes needs."""
        heights = [float(self.tokens.scaled(_ROW_PX))] * len(self.grid.levels)
        for pane in self.grid.panes:
            if pane.row_span == 1:
                heights[pane.row] = max(heights[pane.row], self._needed_px(pane))
        return heights

    @cached_property
    def row_tops(self) -> list[float]:
        """Where each row begins."""
        tops, top = [], float(self.head_px + BAR_PX)
        for height in self.row_heights:
            tops.append(top)
            top += height + BAR_PX
        return tops

    def left_of(self, column: int) -> float:
        """Return where the panes of a column begin."""
        return self.label_px + BAR_PX + column * (self.pane_px + BAR_PX)

    def rect_of(self, pane: Pane) -> QRectF:
        """Return where a pane stands."""
        last = pane.row + pane.row_span - 1
        top = self.row_tops[pane.row]
        return QRectF(self.left_of(pane.column), top, self.pane_px, self.row_tops[last] + self.row_heights[last] - top)

    def eye_of(self, pane: Pane) -> QRectF:
        """Return where the eye of a pane stands."""
        px = self.tokens.scaled(EYE_PX)
        rect = self.rect_of(pane)
        return QRectF(rect.right() - px - _EYE_MARGIN_PX, rect.bottom() - px - _EYE_MARGIN_PX, px, px)

    def pane_under(self, place: QPointF) -> Pane | None:
        """Return the pane at this place."""
        return next((pane for pane in self.grid.panes if self.rect_of(pane).contains(place)), None)

    def _needed_px(self, pane: Pane) -> float:
        room = QRectF(0, 0, self.pane_px - PAD_PX - 4, 1000)
        metrics = QFontMetricsF(self.tokens.font("klein", 600))
        words_px = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), pane.cell.name.nl).height()
        cell_id = pane.cell.cell_id
        has_marks = bool(self.content.moments.get(cell_id)) or cell_id in self.content.watched
        return words_px + 8 + (self.tokens.scaled(MARK_PX) + PAD_PX if has_marks else 0)
