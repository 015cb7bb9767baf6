"""The trail of a recording: the shape of its sound and the marks set in it. No pictures, so nobody is recognised."""

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.lanes import Waveform
from app.ui.library.overview import RecordingRow
from app.ui.theme import Theme, Tokens
from app.ui.widgets.mark_shape import paint_mark

_BAR, _BAR_STEP = 2.0, 3.75
_MARK = 13
_STAMP_EDGE = 2
"""Room around a mark for the points of the diamond, in px."""


def paint_trail(painter: QPainter, tokens: Tokens, area: QRectF, row: RecordingRow, behind: str) -> None:
    """Paint sound above, marks on a line below; `behind` names the colour it stands on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line_y = round(area.bottom() - tokens.scaled(_MARK) * 0.7)
    sound = QRectF(area.left(), area.top(), area.width(), max(8.0, line_y - tokens.scaled(_MARK) * 0.75 - area.top()))
    if row.waveform is None:
        painter.setFont(tokens.font("tijdlijn"))
        painter.setPen(tokens.color("inkt_3"))
        painter.drawText(sound, Qt.AlignmentFlag.AlignVCenter, _missing_text(row))
    else:
        _paint_sound(painter, tokens, sound, row.waveform)
    _paint_marks(painter, tokens, area, line_y, row, behind)
    painter.restore()


def _missing_text(row: RecordingRow) -> str:
    if row.is_soundless:
        return QCoreApplication.translate("Opnamen", "Geluid is niet te tekenen")
    return QCoreApplication.translate("Opnamen", "Geluid wordt getekend")


def _paint_sound(painter: QPainter, tokens: Tokens, area: QRectF, waveform: Waveform) -> None:
    bars = max(1, int(area.width() / _BAR_STEP))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("golf" if waveform.peaks else "golf_stilte"))
    for bar, level in enumerate(_levels(waveform.peaks, bars)):
        height = max(2.0, level * area.height())
        painter.drawRoundedRect(QRectF(area.left() + bar * _BAR_STEP, area.center().y() - height / 2, _BAR, height), 1, 1)


def _levels(peaks: bytes, bars: int) -> list[float]:
    """Return the loudness of each bar, 0 to 1, stretched so that the loudest part of this recording is full height."""
    if not peaks:
        return [0.0] * bars
    slices = [peaks[len(peaks) * bar // bars : max(len(peaks) * (bar + 1) // bars, len(peaks) * bar // bars + 1)] for bar in range(bars)]
    means = [sum(piece) / len(piece) if piece else 0.0 for piece in slices]
    loudest = max(means) or 1.0
    return [mean / loudest for mean in means]


def _paint_marks(painter: QPainter, tokens: Tokens, area: QRectF, line_y: float, row: RecordingRow, behind: str) -> None:
    duration_ms = max(1, row.recording.facts.duration_ms)
    reached_ms = max([row.recording.last_position_ms, *(moment.at_ms for moment in row.moments)])
    reached = area.left() + area.width() * min(1.0, reached_ms / duration_ms)
    painter.setPen(QPen(tokens.color("lijn"), 2))
    painter.drawLine(QPointF(area.left(), line_y), QPointF(area.right(), line_y))
    if reached > area.left():
        painter.setPen(QPen(tokens.color("luikgroen"), 2))
        painter.drawLine(QPointF(area.left(), line_y), QPointF(reached, line_y))
    size = tokens.scaled(_MARK)
    stamps: dict[tuple[str | None, bool], QPixmap] = {}
    for moment in row.moments:
        x = area.left() + (area.width() - size) * min(1.0, moment.at_ms / duration_ms)
        mark = (moment.kind.value if moment.kind else None, moment.has_words)
        if mark not in stamps:
            stamps[mark] = _stamp(painter, tokens, size, *mark, behind)
        painter.drawPixmap(QPointF(round(x) - _STAMP_EDGE, round(line_y - size / 2) - _STAMP_EDGE), stamps[mark])


def _stamp(painter: QPainter, tokens: Tokens, size: int, kind: str | None, is_full: bool, behind: str) -> QPixmap:  # noqa: FBT001 - a key of the stamps
    """Return the mark as a picture: a row of a hundred marks has ten different ones, and drawing each shape again takes twenty times as long."""
    ratio = painter.device().devicePixelRatioF()
    side = size + 2 * _STAMP_EDGE
    stamp = QPixmap(round(side * ratio), round(side * ratio))
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    stamping = QPainter(stamp)
    paint_mark(stamping, tokens, QPointF(side / 2, side / 2), size, kind, is_full=is_full, behind=tokens.color(behind))
    stamping.end()
    return stamp


class Trail(QWidget):
    """The trail on its own, as wide as it may be."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: RecordingRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_row(self, row: RecordingRow) -> None:
        """Show the trail of this recording."""
        self._row = row
        words = self.tr("Spoor: {count} momenten").format(count=len(row.moments))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the drawing at this scale."""
        return QSize(200, self._theme.current.scaled(66))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the trail."""
        if self._row is not None:
            paint_trail(QPainter(self), self._theme.current, QRectF(self.rect()), self._row, "paneel")
