"""The lane with the moments: where each stands, where it is hit, and what it looks like."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.domain.moment import Moment
from app.ui.theme import Tokens
from app.ui.viewing.timeline.time_axis import TimeAxis
from app.ui.widgets.mark_shape import mark_pixmap

_MIN_BOX_PX = 26
_MARK_PX = 17
_HIT_PX = 28
_WORDS_GAP_PX = 8
_BESIDE_PX = 320
"""The words of a moment reach this far past its shape, so one a little out of view can still be seen."""
_CROWD = 100
_CROWD_STEP_PX = 12
"""With more moments in view than a crowd, those this close to the one before are left out: they would lie on top of each other."""


@dataclass(frozen=True)
class MomentBox:
    """Where a moment stands in its lane: the range or the shape alone, where it is hit, and the room for its words."""

    moment: Moment
    frame: QRectF
    hit: QRectF
    words: QRectF
    has_range: bool


class MomentRow:
    """The moments of a recording in order of time, so that those in view are found without going through all."""

    def __init__(self, moments: tuple[Moment, ...] = ()) -> None:
        self.moments = moments
        self._by_id: dict[str, Moment] = {moment.moment_id: moment for moment in moments}
        self._begins = [moment.at_ms for moment in moments]
        self._ends = list(accumulate((_end_ms(moment) for moment in moments), max))
        """When the last of the moments so far is over; never falls, so it can be searched too."""

    def within(self, from_ms: float, to_ms: float) -> tuple[int, int]:
        """Return the first and past the last of the moments that may be seen between these times."""
        return bisect_left(self._ends, from_ms), bisect_right(self._begins, to_ms)

    def in_view(self, axis: TimeAxis, selected_id: str) -> Iterator[Moment]:
        """Give the moments to show, in order of time; of a crowd only those that can be told apart, and the selected one."""
        ms_per_px = axis.span_ms / axis.width_px
        first, last = self.within(axis.from_ms - _BESIDE_PX * ms_per_px, axis.to_ms)
        if last - first <= _CROWD:
            yield from self.moments[first:last]
            return
        place, selected = first, self._place_of(selected_id, first, last)
        while place < last:
            yield self.moments[place]
            following = bisect_left(self._begins, self._begins[place] + _CROWD_STEP_PX * ms_per_px, place + 1, last)
            place = selected if place < selected < following else following

    def find(self, moment_id: str) -> Moment | None:
        """Return the moment with this id, None when there is none."""
        return self._by_id.get(moment_id)

    def _place_of(self, moment_id: str, first: int, last: int) -> int:
        moment = self._by_id.get(moment_id)
        place = -1 if moment is None else bisect_left(self._begins, moment.at_ms)
        while 0 <= place < last and self.moments[place].moment_id != moment_id:
            place += 1  # those that begin at the same time
        return place if first <= place < last else -1


def moment_boxes(row: MomentRow, axis: TimeAxis, lane: QRectF, tokens: Tokens, selected_id: str = "") -> list[MomentBox]:
    """Return where each moment in view stands. Words end where the next moment begins."""
    boxes = []
    edge = lane.right() - 6
    height = min(lane.height() - 10, tokens.scaled(36))
    for moment in reversed(list(row.in_view(axis, selected_id))):
        left = lane.left() + axis.x_of(moment.at_ms)
        right = lane.left() + axis.x_of(_end_ms(moment))
        has_range = right - left >= _MIN_BOX_PX
        if not has_range:
            right = left + tokens.scaled(_MARK_PX)
        frame = QRectF(left, lane.center().y() - height / 2, right - left, height)
        words = QRectF(frame.right() + _WORDS_GAP_PX, frame.top(), max(0.0, edge - frame.right() - 2 * _WORDS_GAP_PX), height)
        spare = max(0.0, (_HIT_PX - frame.width()) / 2)
        edge = min(edge, left)
        boxes.append(MomentBox(moment, frame, frame.adjusted(-spare, 0, spare, 0), words, has_range))
    return boxes[::-1]


def paint_moments(painter: QPainter, tokens: Tokens, lane: QRectF, boxes: Sequence[MomentBox], selected_id: str) -> None:
    """Paint the moments with their words; the selected one last, so that it lies on top."""
    painter.save()
    painter.setClipRect(lane)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in sorted(boxes, key=lambda each: each.moment.moment_id == selected_id):
        _paint_moment(painter, tokens, box, is_selected=box.moment.moment_id == selected_id)
    painter.restore()


def _paint_moment(painter: QPainter, tokens: Tokens, box: MomentBox, *, is_selected: bool) -> None:
    moment = box.moment
    kind = moment.kind.value if moment.kind else None
    shape_color = tokens.mark(kind).shape if kind else tokens.color("lijn_sterk")
    behind = tokens.color("verzonken")
    mark_px = tokens.scaled(_MARK_PX)
    center = QPointF(box.frame.left() + mark_px / 2, box.frame.center().y())
    if box.has_range:
        behind = tokens.mark(kind).soft if kind else tokens.color("kaart")
        painter.setPen(QPen(shape_color, 2 if is_selected else 1.25))
        painter.setBrush(behind)
        painter.drawRoundedRect(box.frame.adjusted(1, 1, -1, -1), 7, 7)
        center.setX(box.frame.left() + min(box.frame.width() / 2, 5 + mark_px / 2))
    elif is_selected:
        painter.setPen(QPen(shape_color, 2))
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(QRectF(center.x() - mark_px / 2 - 4, center.y() - mark_px / 2 - 4, mark_px + 8, mark_px + 8), 6, 6)
        behind = tokens.color("kaart")
    mark = mark_pixmap(tokens, mark_px, kind, behind.name(), is_full=moment.has_words)
    painter.drawPixmap(center - QPointF(mark.deviceIndependentSize().width(), mark.deviceIndependentSize().height()) / 2, mark)
    words = next((text.strip() for text in (moment.see, moment.now, moment.then, moment.next) if text.strip()), "")
    if words and box.words.width() >= 3 * mark_px:
        font = tokens.font("klein", 600 if is_selected else 400)
        painter.setFont(font)
        painter.setPen(tokens.color("inkt" if is_selected else "inkt_2"))
        shown = QFontMetricsF(font).elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, box.words.width())
        painter.drawText(box.words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _end_ms(moment: Moment) -> int:
    return moment.at_ms if moment.until_ms is None else moment.until_ms
