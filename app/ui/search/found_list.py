"""What was found: one row each, with its words and where they stand."""

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.search import TextKind
from app.domain.timecode import format_time
from app.services.search import Found
from app.ui.dates import day_text
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.viewing.moment.mark_button import kind_word
from app.ui.widgets.mark_shape import paint_mark

translate = QCoreApplication.translate

_GAP, _PADDING, _SHAPE_PX = 6, 14, 16
_ROW_ROLE = Qt.ItemDataRole.UserRole
_ICONS = {TextKind.FRAGMENT: "fragmenten", TextKind.TURN: "captions", TextKind.NOTE: "notebook-pen"}
_Index = QModelIndex | QPersistentModelIndex


def kind_text(found: Found) -> str:
    """Return what it is: the kind of moment, a question, what somebody said."""
    match found.ref.kind:
        case TextKind.MOMENT:
            return kind_word(found.moment.kind if found.moment else None)
        case TextKind.FRAGMENT:
            return translate("Search", "Vraag bij een fragment")
        case TextKind.TURN:
            speaker = found.speaker or translate("Search", "iemand")
            return translate("Search", "{speaker} zegt").format(speaker=speaker[:1].upper() + speaker[1:])
        case TextKind.NOTE:
            return translate("Search", "Bewaarde notitie. De opname is gewist")


def place_text(found: Found) -> str:
    """Return where it is: kind, recording, talk, day and time."""
    parts = [kind_text(found)]
    if found.recording is not None:
        recording = found.recording
        parts += [recording.title, recording.talk, day_text(recording.recorded_on) if recording.recorded_on else "", format_time(found.from_ms)]
        if not found.may_play:
            parts.append(translate("Search", "luik dicht: nu niet te bekijken"))
    return ", ".join(part for part in parts if part)


def words_text(found: Found) -> str:
    """Return the words in one line."""
    return " ".join(found.words.split()) or translate("Search", "Nog zonder woorden")


class FoundModel(QAbstractListModel):
    """The rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Found] = []

    def show_rows(self, rows: list[Found]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the delegate, and its words for a screen reader."""
        found = self.rows[index.row()]
        if role == _ROW_ROLE:
            return found
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{words_text(found)}. {place_text(found)}"
        return None


class FoundDelegate(QStyledItemDelegate):
    """Paints a row: its shape, its words on one line, and where it is under them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Return two lines with the gap under them."""
        return QSize(200, self._theme.current.scaled(58) + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        found = index.data(_ROW_ROLE)
        if not isinstance(found, Found):
            return
        tokens = self._theme.current
        card = QRectF(option.rect).adjusted(1, 1, -1, -_GAP - 1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        has_focus = is_chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("focusring" if has_focus else "luikgroen" if is_chosen else "lijn"), 2 if is_chosen else 1))
        painter.setBrush(tokens.color("kaart"))
        painter.drawRoundedRect(card, tokens.radius("kaart"), tokens.radius("kaart"))
        self._paint_shape(painter, card, found)
        left = card.left() + 2 * _PADDING + tokens.scaled(_SHAPE_PX)
        inside = QRectF(left, card.top() + 6, card.right() - left - _PADDING, card.height() - 12)
        for place, (words, size, weight, color) in enumerate(
            ((words_text(found), "gewoon", 600, "inkt"), (place_text(found), "klein", 400, "inkt_2")),
        ):
            font = tokens.font(size, weight)
            line = QRectF(inside.left(), inside.top() + place * inside.height() / 2, inside.width(), inside.height() / 2)
            painter.setFont(font)
            painter.setPen(tokens.color(color))
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_shape(self, painter: QPainter, card: QRectF, found: Found) -> None:
        tokens = self._theme.current
        px = tokens.scaled(_SHAPE_PX)
        middle = QPointF(card.left() + _PADDING + px / 2, card.center().y())
        if found.ref.kind is TextKind.MOMENT:
            moment = found.moment
            kind = moment.kind.value if moment and moment.kind else None
            paint_mark(painter, tokens, middle, px, kind, is_full=bool(moment and moment.has_words), behind=tokens.color("kaart"))
        else:
            painter.drawPixmap(middle - QPointF(px / 2, px / 2), pixmap(_ICONS[found.ref.kind], tokens.color("inkt_2"), px))


class FoundList(QListView):
    """Enter or a double click opens; the arrows go through the rows."""

    opened = Signal(object)
    """The `Found` to look at."""
    removal_asked = Signal()
    move_asked = Signal(int)
    """By how many places the chosen row is to go down."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = FoundModel(self)
        self.setModel(self._model)
        self.setItemDelegate(FoundDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(self.tr("Gevonden"))
        self.doubleClicked.connect(self._on_double_clicked)
        theme.changed.connect(self._on_theme_changed)

    @property
    def rows(self) -> list[Found]:
        """Everything that is shown, in order."""
        return self._model.rows

    @property
    def chosen(self) -> Found | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: list[Found], chosen: Found | None) -> None:
        """Show these; the keyboard stays on the same text when it is still there, or else at the same height."""
        place = max(0, self.currentIndex().row())
        self._model.show_rows(rows)
        if rows:
            same = next((number for number, row in enumerate(rows) if chosen is not None and row.ref == chosen.ref), min(place, len(rows) - 1))
            self.setCurrentIndex(self._model.index(same, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, take out with Del, move with Alt and the arrows."""
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.opened.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        elif is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.text() and event.text() in " []":
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.rows[index.row()])

    @Slot()
    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
