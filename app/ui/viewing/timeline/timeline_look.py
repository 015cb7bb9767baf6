"""What the timeline looks like while nothing moves: where its lanes are, and how they are painted."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.domain.chapter import Chapter
from app.domain.timecode import TimeRange
from app.ui.icons import pixmap
from app.ui.theme import Tokens
from app.ui.viewing.timeline.chapter_lane import ChapterBox, chapter_boxes, paint_chapters
from app.ui.viewing.timeline.closed_lane import paint_closed_lane
from app.ui.viewing.timeline.lanes import LANE_RADIUS, ThumbnailStrip, paint_band, paint_loop, paint_ruler
from app.ui.viewing.timeline.moment_lane import MomentBox, MomentRow, moment_boxes, paint_moments
from app.ui.viewing.timeline.sound_lane import SoundShape, paint_silences, paint_waveform
from app.ui.viewing.timeline.time_axis import TimeAxis

translate = QCoreApplication.translate

RIGHT_PX = 12
GAP_PX = 5
_LEFT_PX = 14
_LABEL_PX = 116
_RULER_PX = 32
_BOTTOM_PX = 8
PICTURE, SOUND, CHAPTERS, MOMENTS, SUPERVISOR = "picture", "sound", "chapters", "moments", "supervisor"
_ICONS = {PICTURE: "opnamen", SOUND: "golf", CHAPTERS: "align-justify", MOMENTS: "moment", SUPERVISOR: "scan-eye"}
_SHARES = {PICTURE: 1.1, SOUND: 1.0, CHAPTERS: 0.6, MOMENTS: 0.95, SUPERVISOR: 0.72}


@dataclass(frozen=True)
class LaneProgress:
    """How far the drawing of a lane is, 0 to 1."""

    lane: str
    share: float


@dataclass(frozen=True)
class TimelineContent:
    """All that is shown along the recording; None where it is not drawn yet."""

    row: MomentRow = field(default_factory=MomentRow)
    selected_id: str = ""
    chapters: tuple[Chapter, ...] = ()
    chapter_now: Chapter | None = None
    strip: ThumbnailStrip | None = None
    sound: SoundShape | None = None
    silences: tuple[TimeRange, ...] = ()
    progress: LaneProgress = LaneProgress("", 0.0)
    failures: dict[str, str] = field(default_factory=dict)
    """Why a lane stays empty, by lane."""
    pending_in_ms: int | None = None
    loop: TimeRange | None = None


def label_width(tokens: Tokens) -> int:
    """Return the room for the names of the lanes."""
    return tokens.scaled(_LABEL_PX)


def lane_names() -> dict[str, str]:
    """Return what each lane is called, from top to bottom."""
    return {
        PICTURE: translate("Timeline", "Beeld"),
        SOUND: translate("Timeline", "Geluid"),
        CHAPTERS: translate("Timeline", "Opbouw"),
        MOMENTS: translate("Timeline", "Ik"),
        SUPERVISOR: translate("Timeline", "Begeleider"),
    }


def closed_sentence() -> str:
    """Return why the lane of the supervisor shows nothing."""
    return translate("Timeline", "Luik dicht tot jullie allebei klaar zijn")


class TimelineLook:
    """Where everything stands at one size of the widget; `lanes` are those that are shown, from top to bottom."""

    def __init__(self, tokens: Tokens, lanes: tuple[str, ...], width: int, height: int) -> None:
        self.tokens = tokens
        self.lanes = lanes
        left = label_width(tokens)
        self.area = QRectF(left, 0, max(1, width - left - RIGHT_PX), height)
        self.ruler = QRectF(self.area.left(), 0, self.area.width(), tokens.scaled(_RULER_PX))
        self.rects: dict[str, QRectF] = {}
        top = self.ruler.bottom()
        room = height - top - _BOTTOM_PX - GAP_PX * (len(lanes) - 1)
        total = sum(_SHARES[lane] for lane in lanes)
        for lane in lanes:
            lane_px = float(round(max(18.0, room * _SHARES[lane] / total)))
            self.rects[lane] = QRectF(self.area.left(), top, self.area.width(), lane_px)
            top += lane_px + GAP_PX

    def boxes(self, axis: TimeAxis, content: TimelineContent) -> list[MomentBox]:
        """Return where the moments in view stand."""
        return moment_boxes(content.row, axis, self.rects[MOMENTS], self.tokens, content.selected_id)

    def chapter_boxes(self, axis: TimeAxis, content: TimelineContent) -> list[ChapterBox]:
        """Return where the chapters in view stand; none where their lane is left out."""
        return chapter_boxes(content.chapters, axis, self.rects[CHAPTERS]) if CHAPTERS in self.rects else []

    def paint(self, painter: QPainter, axis: TimeAxis, content: TimelineContent) -> None:
        """Paint everything but the line of now."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ruler(painter, self.tokens, axis, self.ruler)
        for lane, name in lane_names().items():
            if lane in self.rects:
                self._paint_lane(painter, lane, name)
        if PICTURE in self.rects:
            self._paint_pictures(painter, axis, content)
        if SOUND in self.rects:
            self._paint_sound(painter, axis, content)
        if CHAPTERS in self.rects:
            self._paint_chapters(painter, axis, content)
        if SUPERVISOR in self.rects:
            paint_closed_lane(painter, self.tokens, self.rects[SUPERVISOR], closed_sentence())
        self._paint_ranges(painter, axis, content)
        if content.loop is not None:
            paint_loop(painter, self.tokens, axis, self.ruler, content.loop, self.rects[self.lanes[-1]].bottom())
        if not content.row.moments:
            words = translate("Timeline", "Nog geen momenten. Begin met iets dat helpt. Druk op 1 als je het ziet.")
            self._say(painter, MOMENTS, words)
        paint_moments(painter, self.tokens, self.rects[MOMENTS], self.boxes(axis, content), content.selected_id)

    def _paint_lane(self, painter: QPainter, lane: str, name: str) -> None:
        tokens, rect = self.tokens, self.rects[lane]
        icon_px = tokens.scaled(16)
        painter.drawPixmap(QPointF(_LEFT_PX, rect.center().y() - icon_px / 2), pixmap(_ICONS[lane], tokens.color("inkt_3"), icon_px))
        painter.setFont(tokens.font("klein"))
        painter.setPen(tokens.color("inkt_2"))
        left = _LEFT_PX + icon_px + 6
        painter.drawText(QRectF(left, rect.top(), self.area.left() - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("verzonken"))
        painter.drawRoundedRect(rect, LANE_RADIUS, LANE_RADIUS)

    def _paint_pictures(self, painter: QPainter, axis: TimeAxis, content: TimelineContent) -> None:
        if content.strip is not None:
            content.strip.paint(painter, axis, self.rects[PICTURE])
        elif PICTURE in content.failures:
            self._say(painter, PICTURE, content.failures[PICTURE])
        else:
            self._say_waiting(painter, PICTURE, translate("Timeline", "Beeldjes worden getekend. Je kunt al kijken."), content.progress)

    def _paint_chapters(self, painter: QPainter, axis: TimeAxis, content: TimelineContent) -> None:
        if not content.chapters:
            self._say(painter, CHAPTERS, translate("Timeline", "Begint hier een deel van het gesprek? Druk op H."))
        paint_chapters(painter, self.tokens, self.rects[CHAPTERS], self.chapter_boxes(axis, content), content.chapter_now)

    def _paint_sound(self, painter: QPainter, axis: TimeAxis, content: TimelineContent) -> None:
        rect = self.rects[SOUND]
        if content.sound is not None and content.sound.has_sound:
            paint_waveform(painter, self.tokens, axis, rect, content.sound)
            paint_silences(painter, self.tokens, axis, rect, content.silences)
        elif content.sound is not None:
            self._say(painter, SOUND, translate("Timeline", "Deze opname heeft geen geluid"))
        elif SOUND in content.failures:
            self._say(painter, SOUND, content.failures[SOUND])
        else:
            self._say_waiting(painter, SOUND, translate("Timeline", "Geluid wordt getekend"), content.progress)

    def _paint_ranges(self, painter: QPainter, axis: TimeAxis, content: TimelineContent) -> None:
        tokens, lane = self.tokens, self.rects[MOMENTS]
        top = self.rects[self.lanes[0]].top()
        band = QRectF(lane.left(), top, lane.width(), lane.top() - GAP_PX - top)
        selected = content.row.find(content.selected_id)
        if selected is not None and selected.until_ms is not None:
            color = tokens.mark(selected.kind.value).shape if selected.kind else tokens.color("lijn_sterk")
            paint_band(painter, color, lane.left() + axis.x_of(selected.at_ms), lane.left() + axis.x_of(selected.until_ms), band)
        if content.pending_in_ms is not None and axis.shows(content.pending_in_ms):
            x = lane.left() + axis.x_of(content.pending_in_ms)
            painter.setPen(QPen(tokens.color("inkt"), 2))
            painter.drawLine(QPointF(x, band.top()), QPointF(x, lane.bottom()))

    def _say(self, painter: QPainter, lane: str, sentence: str) -> float:
        rect = self.rects[lane].adjusted(12, 0, -12, 0)
        painter.setFont(self.tokens.font("klein"))
        painter.setPen(self.tokens.color("inkt_2"))
        shown = painter.fontMetrics().elidedText(sentence, Qt.TextElideMode.ElideRight, round(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)
        return rect.left() + painter.fontMetrics().horizontalAdvance(shown)

    def _say_waiting(self, painter: QPainter, lane: str, sentence: str, progress: LaneProgress) -> None:
        left = self._say(painter, lane, sentence) + 14
        rect = self.rects[lane]
        bar = QRectF(left, rect.center().y() - 2, max(0.0, min(160.0, rect.right() - left - 12)), 4)
        share = progress.share if progress.lane == lane else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        for width, color in ((bar.width(), "lijn"), (bar.width() * share, "luikgroen")):
            painter.setBrush(self.tokens.color(color))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), width, bar.height()), 2, 2)
