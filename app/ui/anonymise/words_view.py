"""What is said, to read and to walk through word by word; a field to type in and a card come between the rows when asked."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.own_word import OwnWord
from app.domain.spoken_line import Piece, Row, Silence, SpokenLine
from app.domain.timecode import format_time
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.sound_words import kind_words, silence_words, spoken_piece
from app.ui.anonymise.word_card import WordCard
from app.ui.anonymise.words_layout import PlacedRow, place_rows, words_left
from app.ui.anonymise.words_paint import paint_choice, paint_row
from app.ui.theme import Theme
from app.ui.widgets.accessible import AccessibleItem, AccessibleItems

_CARD_GAP = 8


class WordsView(QWidget):
    """Left and right go to another word, up and down to another line. Shows what it is told and tells what is asked."""

    chosen_changed = Signal()
    word_clicked = Signal()
    """The chosen word was clicked."""
    time_chosen = Signal(int)
    speaker_asked = Signal(int, QPoint)
    """For the row with this number, at this place on the screen."""
    typed = Signal(str)
    typing_changed = Signal(bool)

    items_role = QAccessible.Role.List
    item_role = QAccessible.Role.ListItem

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: Sequence[Row] = ()
        self._own_words: tuple[OwnWord, ...] = ()
        self._placed: list[PlacedRow] = []
        self._height = 0.0
        self._chosen = (0, 0)
        self._now_ms = 0
        self._card: WordCard | None = None
        self._card_row = -1
        self._field = EnterField(self)
        self._field.setAccessibleName(self.tr("Wat er gezegd wordt"))
        self._field.setPlaceholderText(self.tr("Typ hier wat er gezegd wordt"))
        self._field.returnPressed.connect(self._on_return)
        self._field.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Wat er gezegd wordt"))
        AccessibleItems.describe(self)
        theme.changed.connect(self.place)

    @property
    def chosen_row(self) -> Row | None:
        """The row of the chosen word; None without rows."""
        return self._rows[self._chosen[0]] if self._chosen[0] < len(self._rows) else None

    @property
    def chosen_piece(self) -> Piece | None:
        """The chosen word; None in a row without words."""
        row = self.chosen_row
        return row.pieces[self._chosen[1]] if isinstance(row, SpokenLine) and self._chosen[1] < len(row.pieces) else None

    @property
    def is_typing(self) -> bool:
        """Whether the field is open."""
        return not self._field.isHidden()

    @property
    def typed_text(self) -> str:
        """What stands in the field, or stood there last."""
        return self._field.text()

    def show_rows(self, rows: Sequence[Row], own_words: tuple[OwnWord, ...]) -> None:
        """Show these, in order of time; the choice stays at the same time."""
        at_ms = piece.range.from_ms if (piece := self.chosen_piece) else row.range.from_ms if (row := self.chosen_row) else 0
        first = piece.first if piece else 0
        self._rows, self._own_words = rows, own_words
        self._chosen = self._nearest(at_ms, first)
        self.place()

    def choose_piece(self, piece: Piece) -> None:
        """Choose this word."""
        for number, row in enumerate(self._rows):
            if isinstance(row, SpokenLine) and piece in row.pieces:
                self._choose((number, row.pieces.index(piece)))

    def choose_row(self, row: Row) -> None:
        """Choose the first word of this row."""
        if row in self._rows:
            self._choose((self._rows.index(row), 0))

    def set_time(self, at_ms: int) -> None:
        """Mark the line that is said at this time of the fragment."""
        before, self._now_ms = self._now_row(), at_ms
        if self._now_row() != before:
            self.update()

    def put_card(self, card: WordCard | None, row: Row | None) -> None:
        """Make room for this widget under a row, or for none."""
        if self._card is not None and self._card is not card:
            self._card.hide()
        self._card = card
        self._card_row = self._rows.index(row) if card is not None and row in self._rows else -1
        self.place()

    def start_typing(self, text: str) -> None:
        """Open the field in the chosen row, with this text in it."""
        if self.chosen_row is None:
            return
        self._field.setText(text)
        self._field.show()
        self._place_field()
        self._field.setFocus()
        self._field.end(False)  # noqa: FBT003 - Qt's own
        self.typing_changed.emit(True)  # noqa: FBT003 - the signal's argument

    def stop_typing(self) -> None:
        """Close the field and keep nothing of it."""
        if self.is_typing:
            self._field.clear()
            self._close_field()

    def rect_of_choice(self) -> QRect:
        """Return where the chosen word is, with its card when it has one, to be scrolled to."""
        if not self._placed or self._chosen[0] >= len(self._placed):
            return QRect()
        area = self._placed[self._chosen[0]].area.toRect()
        if self._card is not None and self._card_row == self._chosen[0]:
            area.setBottom(self._card.geometry().bottom())
        return area

    def rect_of_now(self) -> QRect:
        """Return where the line of now is."""
        row = self._now_row()
        return self._placed[row].area.toRect() if row >= 0 else QRect()

    def accessible_items(self) -> list[AccessibleItem]:
        """Return a line for each row, with what was decided about its words."""
        return [
            AccessibleItem(self._row_words(placed), placed.area.toRect(), number == self._chosen[0]) for number, placed in enumerate(self._placed)
        ]

    def sizeHint(self) -> QSize:
        """Return the room for every row."""
        return QSize(480, round(self._height) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same height; the width may shrink until the longest boxes no longer fit."""
        return QSize(260, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the lines anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the words; everything else is for the step."""
        key, row = Qt.Key(event.key()), self._chosen[0]
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self.is_typing:
            self.stop_typing()
        elif is_plain and self._rows and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif is_plain and self._rows and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_row(1 if key == Qt.Key.Key_Down else -1)
        elif is_plain and self._rows and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose((0 if key == Qt.Key.Key_Home else len(self._rows) - 1, 0))
        else:
            super().keyPressEvent(event)
            return
        if self._chosen[0] != row:
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the word, ask who speaks at the letter, and go to the time everywhere else."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        number = self._row_at(event.position())
        if number < 0:
            return
        placed = self._placed[number]
        hit = next((index for index, each in enumerate(placed.pieces) if each.box.adjusted(-2, -3, 2, 3).contains(event.position())), -1)
        self.setFocus()
        if hit >= 0:
            self._choose((number, hit))
            self.word_clicked.emit()
        elif placed.square.adjusted(-4, -4, 4, 4).contains(event.position()) and isinstance(placed.row, SpokenLine):
            self._choose((number, 0))
            self.speaker_asked.emit(number, self.mapToGlobal(placed.square.bottomLeft().toPoint()))
        else:
            self._choose((number, 0))
            self.time_chosen.emit(placed.row.range.from_ms)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer what can be clicked."""
        number = self._row_at(event.position())
        placed = self._placed[number] if number >= 0 else None
        on_word = placed is not None and any(each.box.contains(event.position()) for each in placed.pieces)
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_word else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in view."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, now = self._theme.current, self._now_row()
        for number, placed in enumerate(self._placed):
            if placed.area.top() > event.rect().bottom() or placed.area.bottom() < event.rect().top():
                continue
            words = silence_words(placed.row.range) if isinstance(placed.row, Silence) else self.tr("Hier praat iemand. Druk op Enter en typ mee.")
            paint_row(painter, tokens, placed, words, is_now=number == now)
            if number == self._chosen[0]:
                self._paint_choice(painter, placed)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which word is chosen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _paint_choice(self, painter: QPainter, placed: PlacedRow) -> None:
        tokens = self._theme.current
        if self._chosen[1] < len(placed.pieces):
            paint_choice(painter, tokens, placed.pieces[self._chosen[1]], has_focus=self.hasFocus())
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(tokens.color("focusring"))
            painter.drawRoundedRect(placed.area.adjusted(1, 1, -1, -1), 6, 6)

    @Slot()
    def place(self) -> None:
        """Put everything where it belongs, after anything changed its size."""
        tokens, width = self._theme.current, max(1, self.width())
        card_height = self._card_height(width)
        self._placed, self._height = place_rows(self._rows, tokens, width, self._kind, (self._card_row, card_height))
        if self._card is not None and self._card_row >= 0:
            left = round(words_left(tokens)) - tokens.scaled(16)
            above = self._placed[self._card_row].area
            self._card.setGeometry(left, round(above.bottom()) + _CARD_GAP // 2, width - left, round(card_height) - _CARD_GAP)
            self._card.show()
        self._place_field()
        self.setFixedHeight(round(self._height) + 4)
        self.update()

    def _card_height(self, width: int) -> float:
        if self._card is None or self._card_row < 0:
            return 0.0
        room = width - round(words_left(self._theme.current)) + self._theme.current.scaled(16)
        return self._card.height_for(room) + 1.5 * _CARD_GAP

    def _place_field(self) -> None:
        if self.is_typing and self._chosen[0] < len(self._placed):
            words = self._placed[self._chosen[0]].words.toRect()
            height = self._field.sizeHint().height()
            self._field.setGeometry(words.left() - 10, words.top() - (height - self._theme.current.scaled(35)) // 2, words.width() + 14, height)

    def _kind(self, piece: Piece) -> str:
        return kind_words(piece.name, self._own_words) if piece.name else ""

    def _nearest(self, at_ms: int, first: int) -> tuple[int, int]:
        number = max((index for index, row in enumerate(self._rows) if row.range.from_ms <= at_ms), default=0)
        row = self._rows[number] if self._rows else None
        if not isinstance(row, SpokenLine):
            return number, 0
        return number, max((index for index, piece in enumerate(row.pieces) if piece.first <= first), default=0)

    def _choose(self, chosen: tuple[int, int]) -> None:
        if chosen != self._chosen:
            self.stop_typing()
        self._chosen = chosen
        piece = self.chosen_piece
        words = spoken_piece(piece, self._kind(piece)) if piece else self._row_words(self._placed[chosen[0]])
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.chosen_changed.emit()
        self.update()

    def _step(self, direction: int) -> None:
        row, index = self._chosen
        count = len(self._placed[row].pieces)
        if 0 <= index + direction < count:
            self._choose((row, index + direction))
        elif 0 <= row + direction < len(self._rows):
            last = max(0, len(self._placed[row + direction].pieces) - 1)
            self._choose((row + direction, 0 if direction > 0 else last))

    def _step_row(self, direction: int) -> None:
        row = max(0, min(self._chosen[0] + direction, len(self._rows) - 1))
        self._choose((row, 0))

    def _row_at(self, point: QPointF) -> int:
        return next((number for number, placed in enumerate(self._placed) if placed.area.contains(point)), -1)

    def _now_row(self) -> int:
        spoken = [
            number for number, row in enumerate(self._rows) if not isinstance(row, Silence) and row.range.from_ms <= self._now_ms < row.range.to_ms
        ]
        return spoken[-1] if spoken else -1

    def _row_words(self, placed: PlacedRow) -> str:
        row = placed.row
        at = format_time(row.range.from_ms)
        if isinstance(row, Silence):
            return f"{at}, {silence_words(row.range)}"
        if isinstance(row, SpokenLine):
            said = " ".join(spoken_piece(piece, self._kind(piece)) for piece in row.pieces)
            return f"{at}, {row.letter or self.tr('onbekend')}: {said}"
        return self.tr("{at}, nog niets getypt").format(at=at)

    @Slot()
    def _on_return(self) -> None:
        self._close_field()
        self.typed.emit(self._field.text())

    def _close_field(self) -> None:
        self._field.hide()
        self.setFocus()
        self.typing_changed.emit(False)  # noqa: FBT003 - the signal's argument
