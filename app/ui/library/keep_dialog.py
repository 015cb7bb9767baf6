"""Until which day a recording is kept, and when its time was over: why longer."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.common.local_time import local_now
from app.domain.consent import PersonConsent
from app.domain.recording import Recording
from app.domain.retention import MAX_KEEP_WEEKS
from app.ui.consent.wording import full_day, names_together
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.dialog_lock import DialogLock
from app.ui.widgets.labels import TextLabel

_WEEKS = (2, 4, 8)


class KeepDialog(QDialog):
    """A date and, for a recording whose time is over, a reason out of a few."""

    def __init__(
        self, theme: Theme, recording: Recording, persons: tuple[PersonConsent, ...], parent: QWidget, *, needs_reason: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._persons = persons
        title = self.tr("Hoe lang bewaar je {title}?").format(title=recording.title)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.current.scaled(480))
        today = local_now().date()
        self._day = QDateEdit(self)
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMMM yyyy")
        self._day.setProperty("look", "tall")
        self._day.setAccessibleName(self.tr("Bewaren tot"))
        self._day.setDateRange(_qdate(today), _qdate(today + timedelta(weeks=MAX_KEEP_WEEKS)))
        self._day.setDate(_qdate(max(recording.keep_until, today + timedelta(weeks=_WEEKS[0] if needs_reason else 0))))
        self._day.dateChanged.connect(self._show_warning)
        self._reason = QComboBox(self)
        self._reason.setAccessibleName(self.tr("Waarom langer?"))
        for code, words in reasons(self):
            self._reason.addItem(words, code)
        self._warning = TextLabel("", "letop", self)
        self._ready = MainButton(theme, self.tr("Bewaar tot deze dag"), self)
        self._ready.setDefault(True)
        self._ready.clicked.connect(self.accept)
        leave = PlainButton(theme, self.tr("Laat zoals het was"), self, is_large=True)
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "kop2", self))
        column.addWidget(
            TextLabel(self.tr("Niet langer dan nodig. Na deze dag kijk je nog één keer, en dan wordt de opname gewist."), "gewoon", self)
        )
        quick = QHBoxLayout()
        for weeks in _WEEKS:
            button = PlainButton(theme, self.tr("{weeks} weken").format(weeks=weeks), self)
            button.setProperty("weeks", weeks)
            button.clicked.connect(self._on_quick)
            quick.addWidget(button)
        quick.addStretch()
        column.addLayout(quick)
        column.addWidget(self._day)
        if needs_reason:
            column.addWidget(TextLabel(self.tr("Waarom langer?"), "kleinlabel", self))
            column.addWidget(self._reason)
        self._reason.setVisible(needs_reason)
        column.addWidget(self._warning)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(leave)
        buttons.addStretch()
        buttons.addWidget(self._ready)
        column.addLayout(buttons)
        self._show_warning()
        self._day.setFocus()
        DialogLock(self)

    @property
    def day(self) -> date:
        """The chosen last day."""
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    @property
    def reason(self) -> str:
        """The code of the reason; empty when none was asked."""
        return str(self._reason.currentData()) if self._reason.isVisibleTo(self) else ""

    @Slot()
    def _on_quick(self) -> None:
        weeks = self.sender().property("weeks")
        self._day.setDate(_qdate(local_now().date() + timedelta(weeks=weeks)))

    @Slot()
    def _show_warning(self) -> None:
        short = [person for person in self._persons if person.until is not None and person.until < self.day]
        if short:
            first = min(person.until for person in short if person.until)
            words = self.tr("{who}: het ja loopt tot {day}. Vraag het opnieuw, anders gaat het luik die dag dicht.")
            who = names_together([person.role for person in short])
            self._warning.setText(words.format(who=who[:1].upper() + who[1:], day=full_day(first)))
        self._warning.setVisible(bool(short))


def reasons(widget: QWidget) -> tuple[tuple[str, str], ...]:
    """Return why a recording may stay longer, as codes with their words."""
    return (
        ("not_discussed", widget.tr("Het gesprek is nog niet besproken")),
        ("supervision", widget.tr("Werkbegeleiding komt nog")),
        ("family", widget.tr("Het gezin kijkt nog mee")),
        ("other", widget.tr("Een andere reden, die ik met mijn werkbegeleider deel")),
    )


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
