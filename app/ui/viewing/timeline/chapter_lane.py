"""The lane with the parts of the conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.domain.chapter import Chapter
from app.ui.theme import Tokens
from app.ui.viewing.timeline.time_axis import TimeAxis

_RADIUS = 4
_GRIP_PX = 6


@dataclass(frozen=True)
class ChapterBox:
    """Where a chapter stands in its lane."""

    chapter: Chapter
    frame: QRectF

    def is_grip(self, x: float) -> bool:
        """Whether here the beginning can be taken hold of."""
        return abs(x - self.frame.left()) <= _GRIP_PX


def chapter_boxes(chapters: Sequence[Chapter], axis: TimeAxis, lane: QRectF) -> list[ChapterBox]:
    """Return where the chapters in view stand; each lasts until the next."""
    ends = [*(chapter.at_ms for chapter in chapters[1:]), axis.duration_ms]
    boxes = []
    for chapter, end_ms in zip(chapters, ends, strict=False):
        left, right = lane.left() + axis.x_of(chapter.at_ms), lane.left() + axis.x_of(end_ms)
        if right > lane.left() and left < lane.right():
            boxes.append(ChapterBox(chapter, QRectF(left, lane.top(), right - left, lane.height())))
    return boxes


def chapter_at(chapters: Sequence[Chapter], at_ms: int) -> Chapter | None:
    """Return the chapter this time lies in; None before the first."""
    return next((chapter for chapter in reversed(chapters) if chapter.at_ms <= at_ms), None)


def paint_chapters(painter: QPainter, tokens: Tokens, lane: QRectF, boxes: Sequence[ChapterBox], now: Chapter | None) -> None:
    """Paint the chapters with their names, the one of now in green. A name stays in view as long as its chapter is."""
    painter.save()
    painter.setClipRect(lane)
    for box in boxes:
        is_now = box.chapter == now
        painter.setPen(QPen(tokens.color("lijn"), 1))
        painter.setBrush(tokens.color("luikgroen_zacht" if is_now else "verzonken"))
        painter.drawRoundedRect(box.frame.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        font = tokens.font("klein", 600 if is_now else 400)
        painter.setFont(font)
        painter.setPen(tokens.color("luikgroen_tekst" if is_now else "inkt_2"))
        shown = QRectF(max(box.frame.left(), lane.left()) + 9, lane.top(), 0, lane.height())
        shown.setRight(min(box.frame.right(), lane.right()) - 6)
        if shown.width() > 18:
            words = QFontMetricsF(font).elidedText(box.chapter.short_name, Qt.TextElideMode.ElideRight, shown.width())
            painter.drawText(shown, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.restore()
