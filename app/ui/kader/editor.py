"""Writing a frame of one's own: its parts at the left, the window as it becomes, and the fields of one part below it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.domain.kader_editing import (
    new_cell,
    new_indicator,
    new_level,
    new_theme,
    part_key,
    part_of,
    with_cell,
    with_indicator,
    with_level,
    with_theme,
    without_cell,
    without_indicator,
    without_level,
    without_theme,
)
from app.domain.kijkkader import Cell, Indicator, Kader, Level
from app.domain.kijkkader import Theme as Column
from app.services.changes import Changes
from app.services.own_kaders import Unfinished
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.kader.outline import Outline
from app.ui.kader.part_form import PartForm
from app.ui.theme import Theme
from app.ui.viewing.panes.pane_content import PaneContent
from app.ui.viewing.panes.window_panes import WindowPanes
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.scrolled import scrolled

_OUTLINE_WIDTH = 264
_TODO_HEIGHT = 120
_KEY = Qt.ItemDataRole.UserRole


class FrameEditor(QWidget):
    """Every change is kept at once and can be undone; saving makes a version of it that never changes again."""

    saved = Signal(object)
    """The frame, with its new version."""
    dropped = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, kader: Kader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._kader = kader
        self._is_saving = False
        self._ids_saved = session.own_kaders.ids_saved(kader.kader_id)
        self.outline = Outline(self)
        self.form = PartForm(self)
        self.preview = WindowPanes(theme, self)
        self.error = ErrorPanel(theme, self)
        self._todo_label = TextLabel("", "kleinlabel", self)
        self._todo = QListWidget(self)
        self._todo.setWordWrap(True)
        self._todo.setAccessibleName(self.tr("Nog te doen"))
        self._build()
        self.outline.part_chosen.connect(self._on_part_chosen)
        self.form.changed.connect(self.keep)
        self.preview.pane_picked.connect(self.outline.choose)
        self._todo.itemActivated.connect(self._on_todo)
        self._todo.itemClicked.connect(self._on_todo)
        self._show()
        self.outline.choose("")
        self._show_part("")

    @property
    def kader(self) -> Kader:
        """The frame as it is now."""
        return self._kader

    @property
    def todo_texts(self) -> list[str]:
        """What still has to be done, as it is shown."""
        return [self._todo.item(row).text() for row in range(self._todo.count())]

    @Slot(object)
    def keep(self, kader: Kader) -> None:
        """Keep this as what is being written now."""
        self._kader = kader
        try:
            self._session.own_kaders.change(kader)
            self.error.clear()
        except AppError as error:
            self.error.tell(error)
        self._show()

    def take_changes(self, changes: Changes) -> None:
        """Show what undo and redo brought back."""
        if not changes.kaders or self._is_saving:
            return
        try:
            kader = self._session.own_kaders.draft(self._kader.kader_id)
        except AppError:
            self.dropped.emit()
            return
        if kader != self._kader:
            self._kader = kader
            self.form.forget()
            self._show()
            self._show_part(self.outline.key)

    def release(self) -> None:
        """Keep what is in the fields before the editor is left."""
        self.form.flush()

    @Slot()
    def save(self) -> None:
        """Make a version of it; what is missing is said where it is."""
        self.form.flush()
        self._is_saving = True  # the draft goes before its version is told of
        job = self._jobs.start(lambda _context: self._session.own_kaders.save(self._kader.kader_id), name="save_kader")
        job.succeeded.connect(self.saved)
        job.failed.connect(self._on_save_failed)

    @Slot(object)
    def _on_save_failed(self, error: AppError) -> None:
        self._is_saving = False
        self.error.tell(error)

    def add_row(self) -> None:
        """Add a row and show its fields."""
        level = new_level(self._kader, "")
        self._add(with_level(self._kader, level), part_key(level))

    def add_column(self) -> None:
        """Add a column and show its fields."""
        column = new_theme(self._kader, "")
        self._add(with_theme(self._kader, column), part_key(column))

    def add_pane(self, level_id: str, theme_id: str) -> None:
        """Add a pane at an empty place, with its first indicator: a pane without one says nothing."""
        cell = new_cell(self._kader, level_id, theme_id, self._ids_saved)
        kader = with_cell(self._kader, cell)
        self._add(with_indicator(kader, new_indicator(kader, cell, self._ids_saved)), part_key(cell))

    def add_indicator(self, cell_id: str) -> None:
        """Add an indicator to a pane and show its fields."""
        cell = next(each for each in self._kader.cells if each.cell_id == cell_id)
        indicator = new_indicator(self._kader, cell, self._ids_saved)
        self._add(with_indicator(self._kader, indicator), part_key(indicator))

    @Slot()
    def remove_part(self) -> None:
        """Take the chosen part away; an indicator that was ever saved is retired instead."""
        self.form.flush()
        part, kader = part_of(self._kader, self.outline.key), self._kader
        try:
            match part:
                case Indicator():
                    kader = without_indicator(kader, part.indicator_id, self._ids_saved)
                case Cell():
                    kader = without_cell(kader, part.cell_id, self._ids_saved)
                case Level():
                    kader = without_level(kader, part.level_id, self._ids_saved)
                case Column():
                    kader = without_theme(kader, part.theme_id, self._ids_saved)
        except AppError as error:
            self.error.tell(error)
            return
        self.form.forget()
        self.keep(kader)
        self._show_part(self.outline.key)

    def _add(self, kader: Kader, key: str) -> None:
        self.form.flush()
        self.keep(kader)
        self.outline.choose(key)
        self.form.focus_first()

    def _show(self) -> None:
        self.outline.show_kader(self._kader)
        self.form.take_over(self._kader)
        self.preview.show_kader(self._kader, has_side_lights=True)
        self._show_place(self.outline.key)
        kader = self._kader
        self._jobs.start(lambda _context: self._session.own_kaders.unfinished(kader), name="check_kader").succeeded.connect(self._on_checked)

    def _show_part(self, key: str) -> None:
        part = part_of(self._kader, key)
        self.form.show_part(self._kader, part)
        is_saved = isinstance(part, Indicator) and part.indicator_id in self._ids_saved
        self._remove.set_words(self.tr("Laat vervallen") if is_saved else self.tr("Haal weg"))
        self._remove.setEnabled(not isinstance(part, Kader) and not (isinstance(part, Indicator) and part.is_retired))
        self._show_place(key)

    def _show_place(self, key: str) -> None:
        """Ring the pane that is being written."""
        part = part_of(self._kader, key)
        here = frozenset({part.cell_id} if isinstance(part, Cell | Indicator) else ())
        self.preview.show_content(PaneContent({}, frozenset(), here))

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.outline, 1)
        left.addWidget(self._todo_label)
        left.addWidget(self._todo)
        row = QHBoxLayout()
        self._add_button = PlainButton(self._theme, self.tr("Voeg toe"), self, icon_name="plus")
        self._add_button.clicked.connect(self._on_add)
        self._remove = QuietButton(self._theme, self.tr("Haal weg"), self)
        self._remove.clicked.connect(self.remove_part)
        row.addWidget(self._add_button)
        row.addWidget(self._remove)
        left.addLayout(row)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._scrolled(self.preview), 2)
        right.addWidget(self.error)
        right.addWidget(self._scrolled(self.form), 3)
        right.addLayout(self._foot())
        columns = QHBoxLayout(self)
        columns.setContentsMargins(20, 14, 20, 14)
        columns.setSpacing(20)
        columns.addLayout(left, 1)
        columns.addLayout(right, 3)
        self.outline.setMinimumWidth(self._theme.current.scaled(_OUTLINE_WIDTH))
        self._todo.setMaximumHeight(self._theme.current.scaled(_TODO_HEIGHT))

    def _scrolled(self, widget: QWidget) -> QWidget:
        page = QWidget(self)
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 12, 4)
        column.addWidget(widget)
        column.addStretch(1)
        return scrolled(page, self)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        save = MainButton(self._theme, self.tr("Bewaar als nieuwe versie"), self)
        save.clicked.connect(self.save)
        undo = QuietButton(self._theme, self.tr("Ongedaan maken"), self)
        undo.clicked.connect(self._on_undo)
        drop = QuietButton(self._theme, self.tr("Stop en vergeet dit"), self)
        drop.clicked.connect(self._on_drop)
        row.addWidget(save)
        row.addWidget(undo)
        row.addStretch(1)
        row.addWidget(drop)
        return row

    @Slot(str)
    def _on_part_chosen(self, key: str) -> None:
        self._show_part(key)

    @Slot()
    def _on_add(self) -> None:
        menu = QMenu(self)
        part = part_of(self._kader, self.outline.key)
        entries: list[tuple[str, Callable[[], None]]] = []
        if isinstance(part, Cell | Indicator):
            entries.append((self.tr("Indicator in dit vak"), partial(self.add_indicator, part.cell_id)))
        entries += [(self.tr("Rij"), self.add_row), (self.tr("Kolom"), self.add_column)]
        for level in self._kader.levels:
            for column in self._kader.themes:
                if self._kader.cell_at(level.level_id, column.theme_id) is None:
                    words = self.tr("Vak bij {row} en {column}").format(row=level.name.nl, column=column.name.nl)
                    entries.append((words, partial(self.add_pane, level.level_id, column.theme_id)))
        for words, slot in entries:
            menu.addAction(words.replace("&", "&&")).triggered.connect(partial(_call, slot))
        menu.popup(self._add_button.mapToGlobal(self._add_button.rect().bottomLeft()))

    @Slot()
    def _on_undo(self) -> None:
        self.form.flush()
        self._session.undo.undo()

    @Slot()
    def _on_drop(self) -> None:
        self.form.forget()
        self._session.own_kaders.drop(self._kader.kader_id)

    @Slot(object)
    def _on_checked(self, unfinished: list[Unfinished]) -> None:
        self._todo.clear()
        for each in unfinished:
            part = part_of(self._kader, each.part_key)
            name = self._kader.name.nl if isinstance(part, Kader) else part.name.nl
            where = ", ".join(filter(None, (name or self.tr("Zonder naam"), self._field_name(each.field))))
            item = QListWidgetItem(f"{where}: {each.message}", self._todo)
            item.setData(_KEY, each.part_key)
        self._todo_label.setText(self.tr("Nog te doen") if unfinished else self.tr("Alles is ingevuld. Je kunt bewaren."))
        self._todo.setVisible(bool(unfinished))

    def _field_name(self, field: str) -> str:
        return {
            "label": self.tr("naam"),
            "naam": self.tr("naam"),
            "mededeling": self.tr("mededeling"),
            "uitleg_nl": self.tr("uitleg"),
            "kern_nl": self.tr("kern"),
            "beschrijving_nl": self.tr("beschrijving"),
            "helpt_nl": self.tr("zo kan het helpen"),
            "schuurt_nl": self.tr("zo kan het schuren"),
            "vragen": self.tr("vragen"),
            "indicatoren": self.tr("indicatoren"),
        }.get(field, "")

    @Slot(QListWidgetItem)
    def _on_todo(self, item: QListWidgetItem) -> None:
        self.outline.choose(str(item.data(_KEY)))


def _call(slot: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
    slot()
