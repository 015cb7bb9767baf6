"""The parts of a frame as a tree: rows, columns, panes and the indicators in them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.kader_editing import part_key
from app.domain.kijkkader import Kader

_ID = Qt.ItemDataRole.UserRole


class Outline(QTreeWidget):
    """Every part is found by its key (`part_key`); the frame itself has an empty one."""

    part_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setAccessibleName(self.tr("Onderdelen van het kader"))
        self.currentItemChanged.connect(self._on_current)

    @property
    def key(self) -> str:
        """The part that is chosen; empty for the frame itself."""
        item = self.currentItem()
        return str(item.data(0, _ID) or "") if item else ""

    def show_kader(self, kader: Kader) -> None:
        """Show this frame; what was chosen stays chosen, and what is new is not chosen by itself."""
        chosen = self.key
        self.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.clear()
        self._item(self, kader.name.nl or self.tr("Zonder naam"), "")
        rows, columns = self._item(self, self.tr("Rijen"), None), self._item(self, self.tr("Kolommen"), None)
        for level in kader.levels:
            self._item(rows, level.name.nl or self.tr("Zonder naam"), part_key(level))
        for theme in kader.themes:
            self._item(columns, theme.name.nl or self.tr("Zonder naam"), part_key(theme))
        panes = self._item(self, self.tr("Vakken"), None)
        for cell in kader.cells:
            pane = self._item(panes, cell.name.nl or self.tr("Zonder naam"), part_key(cell))
            for indicator in cell.indicators:
                name = indicator.name.nl or self.tr("Zonder naam")
                self._item(pane, self.tr("{name} (vervallen)").format(name=name) if indicator.is_retired else name, part_key(indicator))
        self.expandAll()
        self.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
        self.choose(chosen)

    def choose(self, key: str) -> None:
        """Choose this part, or the frame itself when it is not there."""
        items = self.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        found = next((item for item in items if item.data(0, _ID) == key), items[0] if items else None)
        if found is not None and found is not self.currentItem():
            self.setCurrentItem(found)

    def _item(self, parent: QTreeWidget | QTreeWidgetItem, text: str, key: str | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [text])
        if key is None:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        else:
            item.setData(0, _ID, key)
        return item

    @Slot()
    def _on_current(self) -> None:
        item = self.currentItem()
        if item is not None and item.data(0, _ID) is not None:
            self.part_chosen.emit(self.key)
