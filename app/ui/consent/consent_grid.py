"""Who is in view and what each finds good: arrows move, Space answers, the bottom row is what it comes to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.common.local_time import local_now
from app.domain.consent import PersonConsent, Purpose, Verdict
from app.ui.consent.table_painting import ConsentCells, ConsentHead
from app.ui.consent.table_rows import COLUMNS, FIRST_PURPOSE, GIVEN, NAME, ConsentRows, with_next_answer
from app.ui.consent.wording import PURPOSES, purpose_name
from app.ui.theme import Theme

_NAME_PX, _GIVEN_PX, _PURPOSE_PX = 150, 150, 104


class ConsentGrid(QTableView):
    """Holds nothing but what it was given and what was answered in it; as high as its rows."""

    changed = Signal()
    """A box was answered."""
    person_opened = Signal(int)
    """The row of somebody whose facts should be changed."""
    removal_requested = Signal(int)
    addition_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = ConsentRows(self)
        self._cells = ConsentCells(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(ConsentHead(theme, self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.setProperty("look", "consent")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Wie is er in beeld, en wat vinden zij goed?"))
        keys = self.tr("Pijlen lopen door de tabel. Spatie kiest ja, nee of niet gevraagd. Enter opent een persoon, Insert zet er iemand bij.")
        self.setAccessibleDescription(keys)
        self._rows.dataChanged.connect(self._divide)
        self._rows.modelReset.connect(self._divide)
        theme.changed.connect(self._divide)
        self._divide()

    @property
    def persons(self) -> tuple[PersonConsent, ...]:
        """Everybody in view, as answered."""
        return self._rows.persons

    @property
    def verdicts(self) -> dict[Purpose, Verdict]:
        """What may be done with the recording, as the table stands."""
        return self._rows.verdicts

    @property
    def current_person(self) -> int | None:
        """The row of the person under the cursor, None at the bottom row or without anybody."""
        row = self.currentIndex().row()
        return row if 0 <= row < len(self._rows.persons) else None

    def show_persons(self, persons: Sequence[PersonConsent]) -> None:
        """Show these people; the cursor stays where it was."""
        if tuple(persons) == self._rows.persons:
            return
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._rows.show_persons(persons)
        self.setCurrentIndex(self._rows.index(min(max(row, 0), self._rows.rowCount() - 1), max(column, 0)))

    def answer(self, row: int, purpose: Purpose) -> None:
        """Give the next answer for this person and purpose: yes, no, not asked."""
        person = self._rows.persons[row]
        self._rows.replace_person(row, with_next_answer(person, purpose, local_now().date()))
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space answers or opens, Enter opens, Insert asks for somebody more, Delete asks to take the person off the list."""
        row = self.current_person
        if event.key() == Qt.Key.Key_Insert:
            self.addition_requested.emit()
            return
        if row is not None and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete}:
            column = self.currentIndex().column()
            if event.key() == Qt.Key.Key_Delete:
                self.removal_requested.emit(row)
            elif event.key() == Qt.Key.Key_Space and column >= FIRST_PURPOSE:
                self.answer(row, PURPOSES[column - FIRST_PURPOSE])
            else:
                self.person_opened.emit(row)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a box answers it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_person = index.isValid() and index.row() < len(self._rows.persons)
        if is_person and index.column() >= FIRST_PURPOSE and event.button() == Qt.MouseButton.LeftButton:
            self.answer(index.row(), PURPOSES[index.column() - FIRST_PURPOSE])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on who opens the person; on a box it is two clicks."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() < FIRST_PURPOSE and index.row() < len(self._rows.persons):
            self.person_opened.emit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width anew."""
        super().resizeEvent(event)
        self._divide()

    @Slot()
    def _divide(self, *_: object) -> None:
        tokens = self._theme.current
        bold = QFontMetrics(tokens.font("klein", 600))
        words = [word for purpose in PURPOSES for word in purpose_name(purpose).replace(",", " ").split()]
        purpose_px = max(tokens.scaled(_PURPOSE_PX), max(bold.horizontalAdvance(word) for word in words) + 20)
        room = self.viewport().width() - len(PURPOSES) * purpose_px
        name_px = max(tokens.scaled(_NAME_PX), round(room * 0.4))
        given_px = max(tokens.scaled(_GIVEN_PX), room - name_px)
        if room > tokens.scaled(_NAME_PX + _GIVEN_PX) * 1.5:
            name_px = round(tokens.scaled(_NAME_PX) * 1.1)
            purpose_px = min(round(purpose_px * 1.25), (self.viewport().width() - name_px - tokens.scaled(_GIVEN_PX)) // len(PURPOSES))
            given_px = self.viewport().width() - name_px - len(PURPOSES) * purpose_px
        widths = {NAME: name_px, GIVEN: given_px} | dict.fromkeys(range(FIRST_PURPOSE, COLUMNS), purpose_px)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        height = 0
        for row in range(self._rows.rowCount()):
            row_px = max(self._cells.row_height(self._rows.index(row, column), width) for column, width in widths.items())
            self.setRowHeight(row, row_px)
            height += row_px
        head = self.horizontalHeader()
        head.setFixedHeight(head.sizeHint().height())
        bar = self.horizontalScrollBar().sizeHint().height() if sum(widths.values()) > self.viewport().width() else 0
        self.setFixedHeight(height + head.height() + bar)
