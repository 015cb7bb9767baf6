"""Weergave en toetsen: how the window looks, when it closes by itself, and which keys there are."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.services.preferences import Preferences
from app.ui.safety.card import Card
from app.ui.safety.keys_card import KeysCard
from app.ui.safety.lock_card import LockCard
from app.ui.safety.section import Section
from app.ui.shell.appearance_choices import AppearanceChoices
from app.ui.theme import Theme


class AppearanceSection(Section):
    """Every choice works at once and is kept on this device, outside the vault."""

    preferences_changed = Signal()
    help_requested = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.introduce(self.tr("Zoals het voor jou prettig is."), self.tr("Wat je hier kiest, geldt op dit apparaat. Het staat niet in de kluis."))
        self._preferences = preferences
        look = Card(theme, "thema", self.tr("Weergave"), self)
        self.choices = AppearanceChoices(theme, look, has_less_motion=preferences.has_less_motion)
        self.choices.chosen.connect(self.preferences_changed)
        self.choices.motion_chosen.connect(self._on_motion)
        look.column.addWidget(self.choices)
        self.lock = LockCard(theme, preferences, self)
        self.lock.chosen.connect(self.preferences_changed)
        self.keys = KeysCard(theme, preferences, self)
        self.keys.chosen.connect(self.preferences_changed)
        self.keys.help_requested.connect(self.help_requested)
        for card in (look, self.lock, self.keys):
            self.column.addWidget(card)

    def entered(self) -> None:
        """Take over what was chosen elsewhere."""
        self.lock.show_choices()
        self.choices.less_motion.setChecked(self._preferences.has_less_motion)

    @Slot(bool)
    def _on_motion(self, has_less_motion: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._preferences.has_less_motion = has_less_motion
        self.preferences_changed.emit()
