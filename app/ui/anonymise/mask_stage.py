"""The picture with the masks over it as the copy will have them, and with what is being chosen, moved or drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.common.design import design_tokens, letter_colour
from app.common.picture import Picture
from app.domain.anonymise_plan import WEAKER_STYLES, Box, MaskStyle, Track, TrackKind
from app.domain.mask_editing import box_within
from app.services.anonymise import body_box
from app.ui.anonymise.tip import Tip, paint_tip
from app.ui.theme import Theme
from app.ui.widgets.picture_view import PictureView

# The same figures as the copy is painted with, so that what is approved here is what comes out.
_CORNER_PART = 0.12
_CORNER_CUTS = 0.3
_LETTER_PART = 0.45
_SEE_THROUGH = 110
_GRIP = 14
_REMARK = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter)
EXAMPLE_STYLES = (MaskStyle.SILHOUETTE, MaskStyle.TEXT)
"""What cannot be drawn here, only asked for."""


def letter_color(letter: str) -> QColor:
    """Return the colour of the mask with this letter."""
    return QColor(letter_colour(letter))


class MaskStage(PictureView):
    """Knows no plan: it is given the masks of the frame that is shown."""

    mask_clicked = Signal(str)
    mask_moved = Signal(str, Box)
    box_drawn = Signal(Box)
    picture_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_rounded: bool = False) -> None:
        super().__init__(theme, parent, is_rounded=is_rounded)
        self._masks: list[tuple[Track, Box]] = []
        self._style = MaskStyle.SOLID
        self._selected = ""
        self._doubtful = ""
        self._sees_through = False
        self._pending: Box | None = None
        self._dragged: tuple[str, Box] | None = None
        self._pressed_at: QPointF | None = None
        self._grip = ""
        self._tip: Tip | None = None
        self._example: QImage | None = None
        self.setMouseTracking(True)
        self.say(self.tr("Het beeld komt eraan."))
        self.setAccessibleName(self.tr("Beeld met de vlakken die in de kopie komen"))

    @property
    def pending_box(self) -> Box | None:
        """The rectangle being drawn, None when nothing is."""
        return self._pending

    def show_masks(self, masks: list[tuple[Track, Box]], style: MaskStyle) -> None:
        """Paint these over the picture from now on."""
        if (masks, style) != (self._masks, self._style):
            self._example = None
        self._masks = masks
        self._style = style
        self.setAccessibleDescription(self._description())
        self.update()

    def show_example(self, picture: Picture) -> None:
        """Show what the copy will have at the frame that is on the stage, until that or a mask changes."""
        self._example = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32).copy()
        self.update()

    def show_picture(self, picture: Picture) -> None:
        """Show this frame from now on."""
        if self._picture is None or picture.at_ms != self._picture.at_ms:
            self._example = None
        super().show_picture(picture)

    def clear(self) -> None:
        """Forget the picture and the example."""
        self._example = None
        super().clear()

    @property
    def example(self) -> QImage | None:
        """What the copy will show here, as far as it is known."""
        return self._example

    def select(self, track_id: str, *, is_doubtful: bool = False) -> None:
        """Draw a dashed line around this mask; a doubtful one lets the picture through, so that it can be judged."""
        self._selected = track_id
        self._doubtful = track_id if is_doubtful else ""
        self.update()

    def set_see_through(self, *, sees_through: bool) -> None:
        """Let the picture through every mask, to see what is under it."""
        self._sees_through = sees_through
        self.update()

    def set_pending(self, box: Box | None) -> None:
        """Show this rectangle as being drawn; None ends drawing."""
        self._pending = box
        self.setCursor(Qt.CursorShape.CrossCursor if box else Qt.CursorShape.ArrowCursor)
        self.update()

    def set_tip(self, tip: Tip | None) -> None:
        """Show a line at the bottom of the stage, or none."""
        self._tip = tip
        self.update()

    def paint_over(self, painter: QPainter) -> None:
        """Paint the masks, what is being drawn, and the tip."""
        painter.save()
        painter.setClipRect(self.picture_rect(), Qt.ClipOperation.IntersectClip)
        self._paint_covering(painter)
        for track, box in self._masks:
            shown = self._dragged[1] if self._dragged and self._dragged[0] == track.track_id else box
            self._paint_mask(painter, track, self.rect_of(shown.x0, shown.y0, shown.x1, shown.y1))
        if self._pending:
            self._paint_dashed(painter, self.rect_of(self._pending.x0, self._pending.y0, self._pending.x1, self._pending.y1), 6)
        if self._style is MaskStyle.SILHOUETTE and not self._is_example_shown and not self._sees_through and self._masks:
            self._paint_remark(painter, self.tr("Ongeveer zo. Staat het beeld stil, dan zie je het silhouet van de kopie."))
        painter.restore()
        if self._tip:
            paint_tip(painter, self._theme.current, QRectF(self.rect()), self._tip, self._judged)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin drawing, or take hold of a mask."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed_at = event.position()
        if self._pending:
            return
        hit = self._mask_under(event.position())
        if hit is None:
            return
        track, box = hit
        self._grip = self._grip_at(box, event.position()) if track.track_id == self._selected else "all"
        self._dragged = (track.track_id, box)
        if track.track_id != self._selected:
            self.mask_clicked.emit(track.track_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw or drag along."""
        if self._pressed_at is None:
            return
        x, y = self.fraction_at(event.position())
        from_x, from_y = self.fraction_at(self._pressed_at)
        if self._pending:
            self._pending = box_within(from_x, from_y, x, y)
        elif self._dragged:
            original = next((box for track, box in self._masks if track.track_id == self._dragged[0]), self._dragged[1])
            self._dragged = (self._dragged[0], _dragged_box(original, self._grip, x - from_x, y - from_y))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down what was drawn or dragged."""
        pressed_at, dragged, self._pressed_at, self._dragged = self._pressed_at, self._dragged, None, None
        if pressed_at is None:
            return
        has_moved = (event.position() - pressed_at).manhattanLength() > 4
        if self._pending:
            if has_moved:
                self.box_drawn.emit(self._pending)
        elif dragged and has_moved:
            self.mask_moved.emit(*dragged)
        elif not dragged:
            self.picture_clicked.emit()
        self.update()

    def _mask_under(self, point: QPointF) -> tuple[Track, Box] | None:
        under = [(track, box) for track, box in self._masks if self.rect_of(box.x0, box.y0, box.x1, box.y1).contains(point)]
        chosen = [each for each in under if each[0].track_id == self._selected]
        return next(iter(chosen or under[::-1]), None)

    def _grip_at(self, box: Box, point: QPointF) -> str:
        area = self.rect_of(box.x0, box.y0, box.x1, box.y1)
        corners = {"x0y0": area.topLeft(), "x1y0": area.topRight(), "x0y1": area.bottomLeft(), "x1y1": area.bottomRight()}
        return next((name for name, corner in corners.items() if (corner - point).manhattanLength() <= _GRIP), "all")

    @property
    def _is_example_shown(self) -> bool:
        return self._example is not None and not self._sees_through and self._dragged is None

    @property
    def _judged(self) -> QRectF:
        """Where the eye is: what is being drawn, or the chosen mask; empty when neither is there."""
        chosen = next((box for track, box in self._masks if track.track_id == self._selected), None)
        box = self._pending or chosen
        return self.rect_of(box.x0, box.y0, box.x1, box.y1) if box else QRectF()

    def _description(self) -> str:
        if self._style is MaskStyle.TEXT:
            return self.tr("Geen beeld in de kopie, alleen tekst")
        letters = ", ".join(track.letter for track, _ in self._masks)
        return self.tr("Bedekt: {letters}").format(letters=letters) if letters else self.tr("Niemand is bedekt in dit beeld")

    def _paint_covering(self, painter: QPainter) -> None:
        """Paint what lies under the heads' masks: the copy's own picture, or as near to it as can be drawn at once."""
        if self._sees_through:
            return
        if self._example is not None and self._is_example_shown:
            painter.drawImage(self.picture_rect(), self._example)
        elif self._style is MaskStyle.TEXT:
            painter.fillRect(self.picture_rect(), QColor(design_tokens()["kleur"]["licht"]["vraag_vlak"]))
        elif self._style is MaskStyle.SILHOUETTE:
            for track, box in self._masks:
                if track.kind is TrackKind.HEAD:
                    body = body_box(box)
                    painter.fillRect(self.rect_of(body.x0, body.y0, body.x1, body.y1), letter_color(track.letter))

    def _paint_mask(self, painter: QPainter, track: Track, area: QRectF) -> None:
        radius = _CORNER_PART * min(area.width(), area.height())
        grown = area.adjusted(-_CORNER_CUTS * radius, -_CORNER_CUTS * radius, _CORNER_CUTS * radius, _CORNER_CUTS * radius)
        is_doubtful, is_selected = track.track_id == self._doubtful, track.track_id == self._selected
        lets_through = is_doubtful or self._sees_through
        if is_doubtful:
            self._paint_picture_in(painter, grown)
        if lets_through or not (self._is_example_shown or self._style is MaskStyle.TEXT):
            self._paint_cover(painter, track, area, grown, radius, lets_through=lets_through)
        if is_selected or is_doubtful:
            self._paint_dashed(painter, grown.adjusted(-2, -2, 2, 2), radius + 2)
        if is_selected and not is_doubtful:
            self._paint_grips(painter, area)

    def _paint_cover(self, painter: QPainter, track: Track, area: QRectF, grown: QRectF, radius: float, *, lets_through: bool) -> None:
        is_weak = self._style in WEAKER_STYLES
        if is_weak and not lets_through:
            self._paint_blocks(painter, area)
        else:
            color = letter_color(track.letter)
            color.setAlpha(_SEE_THROUGH if lets_through else 255)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(grown, radius, radius)
        if not is_weak or track.track_id == self._selected:
            self._paint_letter(painter, track.letter, area, is_small=track.track_id == self._doubtful or is_weak)

    def _paint_picture_in(self, painter: QPainter, area: QRectF) -> None:
        """Show the recording itself here, whatever was painted over it: a doubtful spot has to be judged."""
        if self._image is not None:
            painter.save()
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            painter.drawImage(self.picture_rect(), self._image)
            painter.restore()

    def _paint_remark(self, painter: QPainter, words: str) -> None:
        tokens = self._theme.current
        painter.setFont(tokens.font("klein"))
        whole = self.picture_rect()
        room = painter.boundingRect(whole.adjusted(24, 16, -24, 0), _REMARK, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("toneel"))
        painter.drawRoundedRect(room.adjusted(-12, -6, 12, 6), tokens.radius("knop"), tokens.radius("knop"))
        painter.setPen(tokens.color("op_toneel"))
        painter.drawText(room, _REMARK, words)

    def _paint_blocks(self, painter: QPainter, area: QRectF) -> None:
        """Paint the weaker styles: the picture itself in a few large blocks, smoothed when it is blurred."""
        if self._image is None:
            return
        whole = self.picture_rect()
        zoom = self._image.width() / whole.width()
        source = QRectF((area.left() - whole.left()) * zoom, (area.top() - whole.top()) * zoom, area.width() * zoom, area.height() * zoom)
        part = self._image.copy(source.toAlignedRect())
        across = max(1, min(part.width(), 8))
        down = max(1, min(part.height(), round(8 * part.height() / max(1, part.width()))))
        blocks = part.scaled(across, down, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._style is MaskStyle.BLUR)
        painter.drawImage(area, blocks)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)

    def _paint_letter(self, painter: QPainter, letter: str, area: QRectF, *, is_small: bool) -> None:
        tokens = self._theme.current
        font = QFont(tokens.font("gewoon", 700))
        font.setPixelSize(max(9, round((0.2 if is_small else _LETTER_PART) * min(area.width(), area.height()))))
        painter.setFont(font)
        painter.setPen(QColor("#FFFFFF"))
        place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter if is_small else Qt.AlignmentFlag.AlignCenter
        painter.drawText(area, place, letter)

    def _paint_dashed(self, painter: QPainter, area: QRectF, radius: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor("#331403"), 4, Qt.PenStyle.SolidLine))
        painter.drawRoundedRect(area, radius, radius)
        # Orange on dark stands out from any picture, in both themes.
        painter.setPen(QPen(QColor("#FFAA7A"), 2.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(area, radius, radius)

    def _paint_grips(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(QColor("#331403"), 1))
        painter.setBrush(QColor("#FFAA7A"))
        for corner in (area.topLeft(), area.topRight(), area.bottomLeft(), area.bottomRight()):
            painter.drawRect(QRectF(corner.x() - 4, corner.y() - 4, 8, 8))


def _dragged_box(box: Box, grip: str, dx: float, dy: float) -> Box:
    if grip != "all":
        return box_within(
            box.x0 + (dx if "x0" in grip else 0.0),
            box.y0 + (dy if "y0" in grip else 0.0),
            box.x1 + (dx if "x1" in grip else 0.0),
            box.y1 + (dy if "y1" in grip else 0.0),
        )
    dx = max(-box.x0, min(dx, 1.0 - box.x1))
    dy = max(-box.y0, min(dy, 1.0 - box.y1))
    return box_within(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)
