"""The list of recordings: one card per recording, without pictures."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.common.ids import RecordingId
from app.ui.consent.wording import allowed_text
from app.ui.icons import pixmap
from app.ui.library.overview import RecordingRow, gone_text, minutes_text, short_date, whereabouts
from app.ui.library.row_marks import paint_gone, paint_purposes
from app.ui.library.trail import paint_trail
from app.ui.theme import Theme, Tokens

_GAP = 8
_PADDING = 14
_NARROW_PX = 700
"""Below this width at 100 % a row takes two lines."""
_ROW_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Columns:
    """Where the columns begin and how wide they are, in pixels from the card's left."""

    name: tuple[float, float]
    when: tuple[float, float]
    trail: tuple[float, float]
    whereabouts: tuple[float, float]
    purposes: tuple[float, float]
    gone: tuple[float, float]


def columns_for(width: float) -> Columns:
    """Divide the width of a card over its columns."""
    shares = (0.215, 0.105, 0.235, 0.175, 0.14, 0.13)
    room = width - 2 * _PADDING
    starts = [_PADDING + room * sum(shares[:number]) for number in range(len(shares))]
    spans = [(start, room * share - 16) for start, share in zip(starts, shares, strict=True)]
    return Columns(*spans)


class RecordingModel(QAbstractListModel):
    """The rows that pass the filter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[RecordingRow] = []

    def show_rows(self, rows: list[RecordingRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, recording_id: RecordingId) -> int:
        """Return the place of a recording, -1 when it is not shown."""
        return next((place for place, row in enumerate(self._rows) if row.recording.recording_id == recording_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the delegate, and its words for a screen reader."""
        row = self._rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            recording = row.recording
            facts = (recording.title, recording.talk, short_date(recording.recorded_on), minutes_text(recording.facts.duration_ms), whereabouts(row))
            gone = self.tr("wordt gewist: {when}").format(when=gone_text(row))
            words = (*facts, allowed_text(row.verdicts) if row.verdicts else "", gone)
            return ", ".join(word for word in words if word)
        return None


class RecordingDelegate(QStyledItemDelegate):
    """Paints a card: pseudonym and talk, when and how long, the trail, where the worker is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.is_narrow = False
        self.shows_focus = False
        """Whether the keyboard is used: a click or the opening of the screen does not call for a focus ring."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return the height of a card with the gap under it."""
        return QSize(200, self._theme.current.scaled(128 if self.is_narrow else 78) + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one card."""
        row = index.data(_ROW_ROLE)
        if not isinstance(row, RecordingRow):
            return
        tokens = self._theme.current
        card = QRectF(option.rect).adjusted(1, 1, -1, -_GAP - 1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = is_chosen and self.shows_focus and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "focusring" if has_focus else "luikgroen" if is_chosen else "lijn"
        is_going = row.is_withdrawn or row.is_binned
        painter.setPen(QPen(tokens.color("lijn_sterk" if is_going and not is_chosen else edge), 2 if is_chosen else 1, _line_of(is_going=is_going)))
        painter.setBrush(tokens.color("paneel" if is_going else "kaart"))
        painter.drawRoundedRect(card, tokens.radius("kaart"), tokens.radius("kaart"))
        if self.is_narrow:
            self._paint_narrow(painter, tokens, card, row)
        else:
            self._paint_wide(painter, tokens, card, row)
        painter.restore()

    def _paint_wide(self, painter: QPainter, tokens: Tokens, card: QRectF, row: RecordingRow) -> None:
        columns = columns_for(card.width())
        inside = card.adjusted(0, 10, 0, -10)
        recording = row.recording
        self._paint_two(painter, tokens, _column(inside, columns.name), recording.title, recording.talk)
        when = (short_date(recording.recorded_on), minutes_text(recording.facts.duration_ms))
        _paint_lines(painter, tokens, _column(inside, columns.when), "\n".join(line for line in when if line), "inkt_2")
        self._paint_trail(painter, tokens, _column(inside, columns.trail).adjusted(0, 2, 0, -2), row)
        _paint_lines(painter, tokens, _column(inside, columns.whereabouts), whereabouts(row), "inkt")
        paint_purposes(painter, tokens, _column(inside, columns.purposes), row)
        paint_gone(painter, tokens, _column(inside, columns.gone), row)

    def _paint_narrow(self, painter: QPainter, tokens: Tokens, card: QRectF, row: RecordingRow) -> None:
        inside = card.adjusted(_PADDING, 10, -_PADDING, -10)
        half = inside.height() / 2
        recording = row.recording
        upper = QRectF(inside.left(), inside.top(), inside.width() * 0.62, half)
        self._paint_two(painter, tokens, upper, recording.title, recording.talk)
        when = "\n".join(line for line in (short_date(recording.recorded_on), minutes_text(recording.facts.duration_ms)) if line)
        _paint_lines(painter, tokens, QRectF(upper.right() + 12, inside.top(), inside.width() * 0.38 - 12, half), when, "inkt_2")
        self._paint_trail(painter, tokens, QRectF(inside.left(), inside.top() + half, inside.width() * 0.36, half), row)
        lower = QRectF(inside.left() + inside.width() * 0.39, inside.top() + half, inside.width() * 0.23, half)
        _paint_lines(painter, tokens, lower, whereabouts(row), "inkt")
        paint_gone(painter, tokens, QRectF(upper.right() + 12, inside.top() + half, inside.width() * 0.38 - 12, half), row)

    def _paint_trail(self, painter: QPainter, tokens: Tokens, area: QRectF, row: RecordingRow) -> None:
        if not row.is_withdrawn:
            paint_trail(painter, tokens, area, row, "paneel" if row.is_binned else "kaart")
            return
        icon_px = tokens.scaled(18)
        painter.drawPixmap(QPointF(area.left(), area.center().y() - icon_px / 2), pixmap("ingetrokken", tokens.color("gevaar"), icon_px))
        painter.setFont(tokens.font("klein", 600))
        painter.setPen(tokens.color("gevaar"))
        words = QCoreApplication.translate("Opnamen", "Toestemming ingetrokken vandaag")
        painter.drawText(area.adjusted(icon_px + 8, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), words)

    def _paint_two(self, painter: QPainter, tokens: Tokens, area: QRectF, title: str, talk: str) -> None:
        title_font, talk_font = tokens.font("gewoon", 600), tokens.font("klein")
        title_height, talk_height = QFontMetrics(title_font).height(), QFontMetrics(talk_font).height() if talk else 0
        top = area.center().y() - (title_height + talk_height) / 2
        painter.setFont(title_font)
        painter.setPen(tokens.color("inkt"))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(QRectF(area.left(), top, area.width(), title_height), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(talk_font)
        painter.setPen(tokens.color("inkt_2"))
        shown = painter.fontMetrics().elidedText(talk, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(QRectF(area.left(), top + title_height, area.width(), talk_height), Qt.AlignmentFlag.AlignVCenter, shown)


def _line_of(*, is_going: bool) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if is_going else Qt.PenStyle.SolidLine


def _column(inside: QRectF, span: tuple[float, float]) -> QRectF:
    return QRectF(inside.left() + span[0], inside.top(), span[1], inside.height())


def _paint_lines(painter: QPainter, tokens: Tokens, area: QRectF, text: str, color: str) -> None:
    painter.setFont(tokens.font("klein"))
    ink: QColor = tokens.color(color)
    painter.setPen(ink)
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), text)


class RecordingList(QListView):
    """Arrows move, Enter opens, the Menu key and the right button ask for more."""

    recording_chosen = Signal(object)
    """The row under the cursor changed; None when there is none."""
    recording_opened = Signal(str)
    narrowed = Signal(bool)
    """Whether rows take two lines from now on, and names above columns make no sense."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RecordingModel(self)
        self._delegate = RecordingDelegate(theme, self)
        self._theme = theme
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Opnamen"))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)
        theme.changed.connect(self._on_theme_changed)

    def show_rows(self, rows: list[RecordingRow], proposed: RecordingId | None) -> None:
        """Replace the rows and keep the same recording chosen; else choose the proposed one, or the first."""
        kept = self.current_row()
        self._rows.show_rows(rows)
        wanted = kept.recording.recording_id if kept else proposed
        place = self._rows.row_of(wanted) if wanted else -1
        if rows:
            self.setCurrentIndex(self._rows.index(max(place, 0), 0))
        else:
            self.recording_chosen.emit(None)

    def current_row(self) -> RecordingRow | None:
        """Return the chosen row."""
        row = self.currentIndex().data(_ROW_ROLE)
        return row if isinstance(row, RecordingRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter on every platform."""
        self._delegate.shows_focus = True
        row = self.current_row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row is not None:
            self.recording_opened.emit(row.recording.recording_id)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring when the keyboard brought the focus here."""
        self._delegate.shows_focus = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two lines per row when it is narrow."""
        super().resizeEvent(event)
        self._divide()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.recording_chosen.emit(self.current_row())

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = index.data(_ROW_ROLE)
        if isinstance(row, RecordingRow):
            self.recording_opened.emit(row.recording.recording_id)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._divide()

    def _divide(self) -> None:
        self._delegate.is_narrow = self.viewport().width() / self._theme.scale < _NARROW_PX
        self.scheduleDelayedItemsLayout()
        self.narrowed.emit(self._delegate.is_narrow)
