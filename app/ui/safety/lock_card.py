"""When the shutters close by themselves, and what of the screen others may see."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.services.preferences import Preferences
from app.ui.lock.screen_capture import can_hide_windows
from app.ui.safety.card import Card
from app.ui.theme import Theme
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import Line, TextLabel
from app.ui.widgets.switch import Switch

_MINUTES = (5, 10, 15, 20, 30, 45, 60)


class LockCard(Card):
    """Works at once; stands in two sections, so `show_choices` takes over what was changed in the other."""

    chosen = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(theme, "vergrendelen", "", parent)
        self.set_title(self.tr("Luiken dicht, vanzelf"))
        self._preferences = preferences
        self.idle = QComboBox(self)
        self.idle.setAccessibleName(self.tr("Luiken dicht als je niets doet"))
        for minutes in _MINUTES:
            self.idle.addItem(self.tr("na {count} minuten").format(count=minutes), minutes)
        self.suspend = Switch(theme, self.tr("Als de laptop dichtgaat"), self)
        self._can_hide = can_hide_windows()
        words = self.tr("Schermafdrukken tegenhouden") if self._can_hide else self.tr("Schermafdrukken tegenhouden kan op deze computer niet")
        self.capture = Switch(theme, words, self)
        self.capture.setEnabled(self._can_hide)
        self.column.setSpacing(4)
        self.column.addLayout(self._row(self.tr("Als je niets doet"), self.idle))
        self.column.addWidget(Line(self))
        self.column.addWidget(self.suspend)
        self.column.addWidget(Line(self))
        self.column.addLayout(self._row(self.tr("Beeld verbergen, geluid uit"), KeyHint(theme, ("F12",), self)))
        self.column.addWidget(Line(self))
        self.column.addWidget(self.capture)
        self.show_choices()
        self.idle.activated.connect(self._on_chosen)
        self.suspend.clicked.connect(self._on_chosen)
        self.capture.clicked.connect(self._on_chosen)

    def show_choices(self) -> None:
        """Show what is chosen now."""
        nearest = min(_MINUTES, key=lambda minutes: abs(minutes - self._preferences.idle_minutes))
        self.idle.setCurrentIndex(_MINUTES.index(nearest))
        self.suspend.setChecked(self._preferences.lock_on_suspend)
        self.capture.setChecked(self._can_hide and self._preferences.hide_from_capture)

    def _row(self, words: str, control: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(TextLabel(words, "uitleg", self), 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    @Slot()
    def _on_chosen(self) -> None:
        self._preferences.idle_minutes = int(self.idle.currentData())
        self._preferences.lock_on_suspend = self.suspend.isChecked()
        if self._can_hide:
            self._preferences.hide_from_capture = self.capture.isChecked()
        self.chosen.emit()
