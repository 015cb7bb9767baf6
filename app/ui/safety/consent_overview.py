"""All recordings against all purposes, each with what people together allow."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.domain.consent import Purpose, Verdict
from app.domain.recording import Recording
from app.services.consent_words import verdict_sentence
from app.ui.icons import icon
from app.ui.safety.ending_row import recording_name
from app.ui.theme import Theme

_ICONS = {
    "allowed": ("goed", "luikgroen_tekst"),
    "refused": ("ingetrokken", "gevaar"),
    "waiting": ("voorspellen", "menie_tekst"),
    "not_asked": ("vraag", "inkt_2"),
    "expired": ("wisdatum", "menie_tekst"),
}
_ROW = 56
_LONGEST = 12
"""More rows than these scroll inside the table."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class ConsentRow:
    """A recording with what is allowed today, for every purpose."""

    recording: Recording
    verdicts: dict[Purpose, Verdict]

    @property
    def is_open(self) -> bool:
        """Whether not even looking back by oneself is allowed."""
        return not self.verdicts[Purpose.OWN].is_allowed


class ConsentModel(QAbstractTableModel):
    """Recordings down, purposes across."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[ConsentRow] = []
        self._purposes = list(Purpose)
        self._heads = (self.tr("Opname"), self.tr("Zelf kijken"), self.tr("Werkbegeleiding"), self.tr("Team, onherkenbaar"), self.tr("Gezin"))
        self._words = {
            "allowed": self.tr("ja"),
            "refused": self.tr("nee: {who}"),
            "waiting": self.tr("wacht op {who}"),
            "not_asked": self.tr("niet gevraagd"),
            "expired": self.tr("voorbij: {who}"),
        }

    def show_rows(self, rows: list[ConsentRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> ConsentRow | None:
        """Return the row at this place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many recordings there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the name and the purposes."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a column holds."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a name, or a verdict in words with its sign; a screen reader hears the whole sentence."""
        row = self._rows[index.row()]
        if index.column() == 0:
            return recording_name(row.recording) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None
        found = row.verdicts[self._purposes[index.column() - 1]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words[found.state].format(who=", ".join(found.who))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._heads[index.column()]}: {verdict_sentence(found)}"
            case Qt.ItemDataRole.ToolTipRole:
                return verdict_sentence(found)
            case Qt.ItemDataRole.DecorationRole:
                name, color = _ICONS[found.state]
                tokens = self._theme.current
                return icon(name, tokens.color(color), tokens.scaled(16))
        return None


class ConsentOverview(QTableView):
    """Arrows move; Enter or a double click opens the consent of the recording."""

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = ConsentModel(theme, self)
        self.setModel(self.rows)
        self.setObjectName("consents")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Toestemming per opname en per doel"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_opened)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_rows(self, rows: list[ConsentRow]) -> None:
        """Replace the rows; the cursor stays at its place."""
        place = max(0, self.currentIndex().row())
        self.rows.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.rows.index(min(place, len(rows) - 1), 0))
        self._fit()

    def current_id(self) -> str:
        """Return the id of the recording under the cursor, empty for none."""
        row = self.rows.row(self.currentIndex().row())
        return row.recording.recording_id if row else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id():
            self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the rows, up to the number that fits a screen."""
        shown = min(self.rows.rowCount(), _LONGEST)
        return QSize(300, self.horizontalHeader().sizeHint().height() + shown * self.verticalHeader().defaultSectionSize() + 4)

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()

    @Slot(QModelIndex)
    def _on_opened(self, _index: QModelIndex) -> None:
        if self.current_id():
            self.opened.emit(self.current_id())

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.current
        self.setIconSize(QSize(tokens.scaled(16), tokens.scaled(16)))
        self.verticalHeader().setDefaultSectionSize(tokens.scaled(_ROW))
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.minimumSizeHint().height())
