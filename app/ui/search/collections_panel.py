"""The collections beside what was found: choose one, make one, give one another name, wipe one."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.common.ids import CollectionId
from app.domain.collection import MAX_NAME, Collection
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.labels import Surface, TextLabel

_ID_ROLE = Qt.ItemDataRole.UserRole


class NameList(QListWidget):
    """The names; F2 lets one be changed, Del asks to wipe it."""

    removal_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to wipe with Del; the rest is Qt's."""
        if event.key() == Qt.Key.Key_Delete and self.state() != self.State.EditingState:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)


class CollectionsPanel(Surface):
    """Shows names only. What is in the chosen one, the screen shows."""

    chosen = Signal(str)
    """The id of a collection."""
    made = Signal(str)
    """The name of a new one."""
    renamed = Signal(str, str)
    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("panel", parent)
        self.names = NameList(self)
        self.names.setFrameShape(QFrame.Shape.NoFrame)
        self.names.setAccessibleName(self.tr("Verzamelingen"))
        self.names.setSpacing(3)
        self.names.itemClicked.connect(self._on_chosen)
        self.names.itemActivated.connect(self._on_chosen)
        self.names.itemChanged.connect(self._on_renamed)
        self.names.removal_asked.connect(self._on_remove)
        self._empty = TextLabel(self.tr("Hier komt wat je bij elkaar zet. Kies links iets, en dan “In een verzameling”."), "bij", self)
        self.field = QLineEdit(self)
        self.field.setMaxLength(MAX_NAME)
        self.field.setPlaceholderText(self.tr("Naam, bijvoorbeeld Stiltes"))
        self.field.setAccessibleName(self.tr("Naam van een nieuwe verzameling"))
        self.field.returnPressed.connect(self._on_made)
        self._rename = QuietButton(theme, self.tr("Andere naam"), self, keys=("F2",))
        self._rename.clicked.connect(self._on_rename)
        self._remove = QuietButton(theme, self.tr("Wis"), self)
        self._remove.clicked.connect(self._on_remove)
        make = PlainButton(theme, self.tr("Begin een verzameling"), self, icon_name="plus")
        make.clicked.connect(self._on_made)
        changes = QHBoxLayout()
        changes.addWidget(self._rename)
        changes.addWidget(self._remove)
        changes.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Verzamelingen"), "titel", self))
        column.addWidget(self._empty)
        column.addWidget(self.names, 1)
        column.addLayout(changes)
        column.addWidget(self.field)
        column.addWidget(make)

    def show_collections(self, collections: list[Collection], chosen_id: CollectionId | None) -> None:
        """Show these, one of them chosen (or none)."""
        was_blocked = self.names.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.names.clear()
        for collection in collections:
            item = QListWidgetItem(collection.name)
            item.setData(_ID_ROLE, collection.collection_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.names.addItem(item)
            if collection.collection_id == chosen_id:
                self.names.setCurrentItem(item)
        if chosen_id is None:
            self.names.setCurrentRow(-1)
        self.names.blockSignals(was_blocked)
        self._empty.setVisible(not collections)
        self.names.setVisible(bool(collections))
        for button in (self._rename, self._remove):
            button.setVisible(chosen_id is not None)

    @Slot(QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ID_ROLE))

    @Slot(QListWidgetItem)
    def _on_renamed(self, item: QListWidgetItem) -> None:
        self.renamed.emit(item.data(_ID_ROLE), item.text())

    @Slot()
    def _on_rename(self) -> None:
        if self.names.currentItem() is not None:
            self.names.editItem(self.names.currentItem())

    @Slot()
    def _on_remove(self) -> None:
        if self.names.currentItem() is not None:
            self.removal_wanted.emit(self.names.currentItem().data(_ID_ROLE))

    @Slot()
    def _on_made(self) -> None:
        if self.field.text().strip():
            self.made.emit(self.field.text().strip())
            self.field.clear()
        else:
            self.field.setFocus()
