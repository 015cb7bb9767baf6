"""How long a new recording is kept, and how long the bin waits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.services.retention import RetentionSettings
from app.ui.safety.card import Card
from app.ui.theme import Theme
from app.ui.widgets.labels import Line, TextLabel

_WIDTH = 236
_WEEKS = (1, 2, 4, 6, 8, 12, 26, 52)
_DAYS = (0, 1, 3, 7, 14, 30)


class KeepCard(Card):
    """Works at once."""

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "instellingen", "", parent)
        self.set_title(self.tr("Hoe lang alles blijft"))
        self.weeks = QComboBox(self)
        self.weeks.setAccessibleName(self.tr("Hoe lang een nieuwe opname blijft"))
        self.days = QComboBox(self)
        self.days.setAccessibleName(self.tr("Hoe lang de prullenbak wacht"))
        for choice in (self.weeks, self.days):
            choice.setMinimumWidth(theme.current.scaled(_WIDTH))
        self.column.setSpacing(6)
        self.column.addLayout(self._row(self.tr("Een nieuwe opname blijft"), self.weeks))
        self.column.addWidget(Line(self))
        self.column.addLayout(self._row(self.tr("Wat je weggooit, blijft in de prullenbak"), self.days))
        self.show_settings(RetentionSettings())
        self.weeks.activated.connect(self.chosen)
        self.days.activated.connect(self.chosen)

    def settings(self) -> RetentionSettings:
        """Return what is chosen; InputError when that cannot be."""
        return RetentionSettings(int(self.weeks.currentData()), int(self.days.currentData()))

    def show_settings(self, settings: RetentionSettings) -> None:
        """Show what holds now, also when it is none of the usual choices."""
        self.weeks.clear()
        for weeks in sorted({*_WEEKS, settings.keep_weeks}):
            self.weeks.addItem(self.tr("1 week") if weeks == 1 else self.tr("{count} weken").format(count=weeks), weeks)
        self.weeks.setCurrentIndex(self.weeks.findData(settings.keep_weeks))
        self.days.clear()
        for days in sorted({*_DAYS, settings.bin_days}):
            words = {0: self.tr("niet: meteen vernietigen"), 1: self.tr("1 dag")}.get(days) or self.tr("{count} dagen").format(count=days)
            self.days.addItem(words, days)
        self.days.setCurrentIndex(self.days.findData(settings.bin_days))

    def _row(self, words: str, choice: QComboBox) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(TextLabel(words, "uitleg", self), 1)
        row.addWidget(choice, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
