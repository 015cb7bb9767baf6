"""The lines as a table: when, who, and what is said. Words and roles are typed in place."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.domain.timecode import format_time
from app.domain.transcript import Turn
from app.ui.theme import Theme

TIME, WHO, WORDS = range(3)
_AnyIndex = QModelIndex | QPersistentModelIndex
_ROW_PX = 52
_WALKING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_F2,
)


class TurnRows(QAbstractTableModel):
    """Only shows; what is typed is told with `typed`."""

    typed = Signal(object, int, str)
    """The turn, the column, and the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.turns: tuple[Turn, ...] = ()
        self._now = -1

    def show_turns(self, turns: tuple[Turn, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.turns = turns
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.turns)

    def columnCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return three."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the columns."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Tijd"), self.tr("Wie (rol)"), self.tr("Wat er gezegd wordt"))[section]

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell; read aloud with its line."""
        turn = self.turns[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (format_time(turn.range.from_ms), turn.speaker, turn.text)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{format_time(turn.range.from_ms)}, {turn.speaker or self.tr('onbekend')}: {turn.text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None

    def setData(self, index: _AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Tell what was typed; the model changes when it was kept."""
        turn = self.turns[index.row()]
        if role == Qt.ItemDataRole.EditRole and str(value) != self.data(index, role):
            self.typed.emit(turn, index.column(), str(value))
        return True

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """Let the words and the role be typed."""
        flags = super().flags(index)
        return flags if index.column() == TIME else flags | Qt.ItemFlag.ItemIsEditable


class TurnTable(QTableView):
    """Up and down go through the lines; Enter types in the words."""

    turn_chosen = Signal(object)
    typing_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = TurnRows(self)
        self.setModel(self.rows)
        self.setObjectName("turns")
        self.setAccessibleName(self.tr("Wat er gezegd wordt, regel voor regel"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.selectionModel().currentRowChanged.connect(self._on_row)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def chosen(self) -> Turn | None:
        """The line the keyboard is on."""
        row = self.currentIndex().row()
        return self.rows.turns[row] if 0 <= row < len(self.rows.turns) else None

    @property
    def is_typing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() is QAbstractItemView.State.EditingState

    def show_turns(self, turns: tuple[Turn, ...], wanted: Turn | None) -> None:
        """Show these, with this one chosen, else the one nearest in time to what was chosen."""
        at = wanted or self.chosen
        self.rows.show_turns(turns)
        if at is not None and turns:
            row = turns.index(at) if at in turns else max((n for n, turn in enumerate(turns) if turn.range.from_ms <= at.range.from_ms), default=0)
            self.choose(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the lines; letters are not for searching here, they belong to the screen."""
        if event.key() in _WALKING:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Tell that the field is closed, after what was typed in it was told."""
        super().closeEditor(editor, hint)
        self.setFocus()
        self.typing_ended.emit()

    def choose(self, row: int) -> None:
        """Choose this line."""
        self.setCurrentIndex(self.rows.index(row, WORDS))
        self.scrollTo(self.currentIndex())

    def type_words(self) -> None:
        """Open the words of the chosen line."""
        if self.chosen is not None:
            self.edit(self.rows.index(self.currentIndex().row(), WORDS))

    def _on_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.turn_chosen.emit(self.rows.turns[current.row()])

    def _measure(self) -> None:
        tokens = self._theme.current
        self.verticalHeader().setDefaultSectionSize(tokens.scaled(_ROW_PX))
        self.setColumnWidth(TIME, tokens.scaled(76))
        self.setColumnWidth(WHO, tokens.scaled(112))
