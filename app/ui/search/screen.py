"""Searching what was written and said in all recordings, watching it, and putting it together in collections."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import CollectionId
from app.domain.collection import CollectionEntry
from app.error_texts import error_text
from app.services.changes import Changes
from app.services.search import MAX_FOUND, Found
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.screen import Screen
from app.ui.search.collections_panel import CollectionsPanel
from app.ui.search.filters import Filters
from app.ui.search.found_list import FoundList
from app.ui.search.looking import Looking
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.message_bar import MessageBar

_PAUSE_MS = 200
_PANEL_PX = 260


class SearchScreen(Screen):
    """Words above, what was found under them, collections at the right. A chosen collection takes the place of what was found."""

    opened = Signal(object)
    """A `Found` to look at in its recording."""
    playlist_requested = Signal(list, int)
    """All that can be played, in order, and which comes first."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Zoeken")
        self.has_back = True
        self._session = session
        self._theme = theme
        self._collection_id: CollectionId | None = None
        self._looking = Looking(jobs, session, self)
        self._changes = ChangeSignal(session.changes, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build(words)
        self._arrange()
        self._connect()
        self._show_collections()
        self.look()
        jobs.start(lambda _context: session.kijkkader.all_in_use(), name="read_kijkkader").succeeded.connect(self.filters.show_kaders)

    def entered(self) -> None:
        """Give the keyboard to the words, or to what was found when we come back."""
        if self.list.rows and self.field.text():
            self.list.setFocus()
        else:
            self.field.setFocus()
        self.look()

    def release(self) -> None:
        """Stop looking."""
        self._pause.stop()
        self._looking.stop()
        self._changes.stop()

    @Slot()
    def look(self) -> None:
        """Look again for what is asked, or for what is in the chosen collection."""
        self._looking.look_for(self._collection_id or self.filters.question(self.field.text().strip()))

    def _build(self, words: str) -> None:
        self.field = QLineEdit(words, self)
        self.field.setPlaceholderText(self.tr("Een woord uit een moment, een vraag, een notitie of het gesprek"))
        self.field.setAccessibleName(self.tr("Zoek in alles wat je schreef en wat er gezegd wordt"))
        self.field.setClearButtonEnabled(True)
        self.filters = Filters(self._theme, self)
        self._head = TextLabel("", "titel", self)
        self._all = QuietButton(self._theme, self.tr("Terug naar zoeken"), self, icon_name="arrow-left")
        self.list = FoundList(self._theme, self)
        self._nothing = TextLabel("", "groot", self)
        self._more = TextLabel(self.tr("Er is nog meer. Met een woord erbij vind je het."), "bij", self)
        self.open = PlainButton(self._theme, self.tr("Bekijk"), self, icon_name="eye", keys=("Enter",))
        self.play = MainButton(self._theme, self.tr("Speel achter elkaar"), self, icon_name="play", is_large=False, keys=("Ctrl", "Enter"))
        self.put = PlainButton(self._theme, self.tr("In een verzameling"), self, icon_name="plus")
        self._up = QuietButton(self._theme, self.tr("Omhoog"), self)
        self._down = QuietButton(self._theme, self.tr("Omlaag"), self)
        self._out = QuietButton(self._theme, self.tr("Haal eruit"), self)
        self.collections = CollectionsPanel(self._theme, self)
        self.message = MessageBar(self._theme, self)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._all)
        actions = QWidget(self)
        flow = FlowLayout(actions)
        for button in (self.play, self.open, self.put, self._up, self._down, self._out):
            flow.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(10)
        for part in (self.field, self.filters):
            column.addWidget(part)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addWidget(self._more)
        column.addWidget(actions)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 20, 20, 20)
        row.setSpacing(20)
        row.addLayout(column, 1)
        row.addWidget(self.collections)
        self._on_theme_changed()

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_asked)
        self.field.returnPressed.connect(self._on_return)
        self.filters.changed.connect(self._on_filtered)
        self._pause.timeout.connect(self.look)
        self._looking.found.connect(self._on_found)
        self._looking.failed.connect(self._on_failed)
        self._changes.changed.connect(self._on_changed)
        self.list.opened.connect(self._on_open)
        self.list.removal_asked.connect(self._take_out)
        self.list.move_asked.connect(self._move)
        self.list.selectionModel().currentChanged.connect(self._show_actions)
        self.open.clicked.connect(self._on_open_clicked)
        self.play.clicked.connect(self._on_play)
        self.put.clicked.connect(self._on_put)
        self._up.clicked.connect(partial(self._move, -1))
        self._down.clicked.connect(partial(self._move, 1))
        self._out.clicked.connect(self._take_out)
        self._all.clicked.connect(self._leave_collection)
        self.collections.chosen.connect(self.show_collection)
        self.collections.made.connect(self._on_made)
        self.collections.renamed.connect(self._on_renamed)
        self.collections.removal_wanted.connect(self._on_removed)
        self._theme.changed.connect(self._on_theme_changed)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._on_find_key),
            (QKeySequence("Ctrl+Return"), self._on_play),
            (QKeySequence("Ctrl+Z"), self._undo),
            (QKeySequence("Ctrl+Y"), self._redo),
        ):
            QShortcut(keys, self, slot, context=context)

    @Slot(str)
    def show_collection(self, collection_id: str) -> None:
        """Show what is in this collection instead of what was found."""
        self._collection_id = CollectionId(collection_id)
        self._show_collections()
        self.look()
        self.list.setFocus()

    @Slot()
    def _leave_collection(self) -> None:
        self._collection_id = None
        self._show_collections()
        self.look()

    def _show_collections(self) -> None:
        collections = self._session.collections.list()
        chosen = next((each for each in collections if each.collection_id == self._collection_id), None)
        self._collection_id = chosen.collection_id if chosen else None
        self.collections.show_collections(collections, self._collection_id)
        self._head.setText(chosen.name if chosen else "")
        self._head.setVisible(chosen is not None)
        self._all.setVisible(chosen is not None)

    @Slot(list)
    def _on_found(self, found: list[Found]) -> None:
        self.list.show_rows(found, self.list.chosen)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._nothing.setText(self._nothing_text())
        self._more.setVisible(len(found) == MAX_FOUND and self._collection_id is None)
        self._show_actions()

    def _nothing_text(self) -> str:
        if self._collection_id is not None:
            return self.tr("Deze verzameling is nog leeg. Zoek iets, en kies “In een verzameling”.")
        words = self.field.text().strip()
        if words:
            return self.tr("Niets gevonden voor “{words}”. Probeer een kleiner woord.").format(words=words)
        if self.filters.has_choices:
            return self.tr("Niets gevonden bij deze keuzes. Haal er een weg.")
        return self.tr("Hier is nog niets. Wat je bij een opname schrijft, vind je hier terug.")

    @Slot()
    def _show_actions(self, *_: object) -> None:
        chosen, is_collection = self.list.chosen, self._collection_id is not None
        self.open.setEnabled(chosen is not None and chosen.may_play)
        self.play.setEnabled(any(found.may_play for found in self.list.rows))
        self.put.setEnabled(chosen is not None and chosen.entry is not None)
        for button in (self._up, self._down, self._out):
            button.setVisible(is_collection)
            button.setEnabled(chosen is not None)

    @Slot()
    def _on_asked(self) -> None:
        if self._collection_id is not None:
            self._collection_id = None
            self._show_collections()
        self._pause.start()

    @Slot()
    def _on_filtered(self) -> None:
        self._on_asked()
        self._pause.stop()
        self.look()

    @Slot()
    def _on_return(self) -> None:
        self._pause.stop()
        self.look()
        self.list.setFocus()

    @Slot()
    def _on_find_key(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    @Slot(object)
    def _on_open(self, found: Found) -> None:
        if found.may_play:
            self.opened.emit(found)
        elif found.recording is None:
            self.message.say(self.tr("De opname bij deze notitie is gewist. Je woorden zijn er nog."))
        else:
            self.message.say(self.tr("Het luik van deze opname is dicht. Kijk bij de toestemming wie nog ja moet zeggen."))

    @Slot()
    def _on_open_clicked(self) -> None:
        if self.list.chosen is not None:
            self._on_open(self.list.chosen)

    @Slot()
    def _on_play(self) -> None:
        playable = [found for found in self.list.rows if found.may_play]
        if playable:
            first = next((place for place, found in enumerate(playable) if found is self.list.chosen), 0)
            self.playlist_requested.emit(playable, first)

    @Slot()
    def _on_put(self) -> None:
        chosen = self.list.chosen
        if chosen is None or chosen.entry is None:
            return
        menu = QMenu(self)
        for collection in self._session.collections.list():
            action = menu.addAction(collection.name.replace("&", "&&"))
            action.triggered.connect(partial(self._put_in, collection.collection_id, collection.name, chosen.entry))
        menu.addSeparator()
        menu.addAction(self.tr("Nieuwe verzameling")).triggered.connect(partial(self._put_in_new, chosen.entry))
        menu.popup(self.put.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _put_in(self, collection_id: CollectionId, name: str, entry: CollectionEntry, _checked: bool = False) -> None:  # noqa: FBT001, FBT002
        self._try(lambda: self._session.collections.put_in(collection_id, entry), self.tr("Staat nu in {name}.").format(name=name))

    def _put_in_new(self, entry: CollectionEntry, _checked: bool = False) -> None:  # noqa: FBT001, FBT002
        name = self.field.text().strip() or self.tr("Nieuwe verzameling")
        self._try(lambda: self._session.collections.add(name, (entry,)), self.tr("Staat nu in {name}.").format(name=name))

    @Slot()
    def _take_out(self) -> None:
        chosen, collection_id = self.list.chosen, self._collection_id
        if chosen is not None and chosen.entry is not None and collection_id is not None:
            entry = chosen.entry
            self._try(
                lambda: self._session.collections.take_out(collection_id, entry), self.tr("Uit de verzameling gehaald. Het moment zelf is er nog.")
            )

    def _move(self, by: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a button passes it
        chosen, collection_id = self.list.chosen, self._collection_id
        if chosen is not None and chosen.entry is not None and collection_id is not None:
            entry = chosen.entry
            self._try(lambda: self._session.collections.move(collection_id, entry, by), "")

    @Slot(str)
    def _on_made(self, name: str) -> None:
        self._try(lambda: self.show_collection(self._session.collections.add(name).collection_id), self.tr("{name} is begonnen.").format(name=name))

    @Slot(str, str)
    def _on_renamed(self, collection_id: str, name: str) -> None:
        self._try(lambda: self._session.collections.rename(CollectionId(collection_id), name), self.tr("Heet nu {name}.").format(name=name))
        self._show_collections()

    @Slot(str)
    def _on_removed(self, collection_id: str) -> None:
        words = self.tr("Verzameling gewist. De momenten zelf zijn er nog.")
        self._try(lambda: self._session.collections.remove(CollectionId(collection_id)), words)

    def _try(self, change: Callable[[], object], done: str) -> None:
        try:
            change()
        except AppError as error:
            self._on_failed(error)
            return
        if done:
            self.message.say(done, self.tr("Ctrl+Z: ongedaan"), self._undo)

    @Slot()
    def _undo(self) -> None:
        self._step(self._session.undo.undo, self.tr("Ongedaan gemaakt."), self.tr("Er is niets om ongedaan te maken."))

    @Slot()
    def _redo(self) -> None:
        self._step(self._session.undo.redo, self.tr("Opnieuw gedaan."), self.tr("Er is niets om opnieuw te doen."))

    def _step(self, step: Callable[[], bool], done: str, nothing: str) -> None:
        try:
            self.message.say(done if step() else nothing)
        except AppError as error:
            self._on_failed(error)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self.message.say(error_text(error))

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.collections:
            self._show_collections()
        if changes != Changes():
            self.look()

    @Slot()
    def _on_theme_changed(self) -> None:
        tokens = self._theme.current
        self.collections.setFixedWidth(tokens.scaled(_PANEL_PX))
        self.field.setMinimumHeight(tokens.scaled(40))
