"""Where the vault lives, and what the disk under it does for it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.common.progress import JobContext
from app.error_texts import ENCRYPTION_TEXTS, VAULT_PLACE_TEXTS
from app.services.places import VaultPlace, vault_place
from app.services.session import Session
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.reader import Reader
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel


class PlaceCard(Card):
    """Three facts, each with a sign: where it is, how it is locked, and what is known of the disk."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "kluis", "", parent)
        self.set_title(self.tr("Waar je kluis staat"))
        self._reader = Reader(jobs, partial(_look, session.vault_folder), "read place", self)
        self._reader.read.connect(self.show_place)
        self._where = self._fact("kluis", self.tr("Je kluis staat in de map {path}.").format(path=session.vault_folder))
        self._fact("vergrendelen", self.tr("Alles erin is versleuteld. De app gaat nooit het internet op."))
        self.warning = self._fact("letop", "")
        self.disk = self._fact("info", "")
        self._show(self.warning, "")
        self._show(self.disk, "")

    def read(self) -> None:
        """Look again; takes a moment on some computers, so in a job."""
        self._reader.request()

    def stop(self) -> None:
        """Look no more."""
        self._reader.stop()

    @Slot(object)
    def show_place(self, found: VaultPlace) -> None:
        """Show what was found."""
        is_bad = found.place.leaves_this_device
        self._show(self.warning, VAULT_PLACE_TEXTS[found.place.kind].format(name=found.place.name) if is_bad else "")
        self._show(self.disk, ENCRYPTION_TEXTS[found.encryption.state].format(name=found.encryption.name))
        self.set_attention(asks=is_bad or found.encryption.state == "off")

    def _fact(self, icon_name: str, words: str) -> TextLabel:
        room = QWidget(self)
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        color = "menie_tekst" if icon_name == "letop" else "luikgroen_tekst"
        row.addWidget(IconLabel(self.theme, icon_name, room, color=color), 0, Qt.AlignmentFlag.AlignTop)
        label = TextLabel(words, "gewoon", room)
        row.addWidget(label, 1)
        self.column.addWidget(room)
        return label

    def _show(self, label: TextLabel, words: str) -> None:
        label.setText(words)
        room = label.parentWidget()
        if room is not None:
            room.setVisible(bool(words))


def _look(folder: Path, _context: JobContext) -> VaultPlace:
    return vault_place(folder)
