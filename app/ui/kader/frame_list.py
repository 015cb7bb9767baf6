"""The frames of this vault: each with its newest version, its older ones below it, and what is still being written."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.kijkkader import KaderSummary
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.labels import TextLabel

_WIDTH = 300
_SHOWN = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Shown:
    """One line of the list. A draft has no version yet."""

    kader_id: str
    version: str
    is_draft: bool = False


class FrameList(QFrame):
    """Chooses what is looked at; brings in files."""

    chosen = Signal(object)
    """A `Shown`."""
    import_requested = Signal()
    template_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelLeft")
        self._theme = theme
        self._list = QListWidget(self)
        self._list.setObjectName("sections")
        self._list.setAccessibleName(self.tr("Kijkkaders"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._on_current)
        bring_in = PlainButton(theme, self.tr("Neem over uit een bestand"), self)
        bring_in.clicked.connect(self.import_requested)
        template = QuietButton(theme, self.tr("Bewaar een sjabloon"), self)
        template.clicked.connect(self.template_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 18, 16, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Kijkkaders"), "titel", self))
        column.addWidget(self._list, 1)
        column.addWidget(bring_in)
        column.addWidget(template)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_frames(self, frames: list[KaderSummary], drafts: list[KaderSummary], in_use: str, chosen: Shown | None) -> None:
        """Show these; `frames` with the newest version of each last, `chosen` is looked at where it is still there."""
        self._list.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self._list.clear()
        newest = {each.kader_id: each.version for each in frames}
        for each in frames:
            self._add(
                self._words(each, is_in_use=each.kader_id == in_use and newest[each.kader_id] == each.version), Shown(each.kader_id, each.version)
            )
        for each in drafts:
            words = self.tr("{name}\nnog niet bewaard").format(name=each.name)
            self._add(words, Shown(each.kader_id, "", is_draft=True))
        self._list.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
        rows = [self._list.item(row).data(_SHOWN) for row in range(self._list.count())]
        first = next((row for row, each in enumerate(rows) if each.kader_id == in_use and each.version == newest.get(in_use)), 0)
        self._list.setCurrentRow(rows.index(chosen) if chosen in rows else first)

    def _words(self, frame: KaderSummary, *, is_in_use: bool) -> str:
        words = self.tr("{name}\nversie {version}").format(name=frame.name, version=frame.version)
        return self.tr("{words}, in gebruik").format(words=words) if is_in_use else words

    def _add(self, words: str, shown: Shown) -> None:
        item = QListWidgetItem(words, self._list)
        item.setData(_SHOWN, shown)

    @Slot()
    def _on_current(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_SHOWN))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedWidth(round(_WIDTH * max(1.0, min(self._theme.scale, 1.3))))
