"""Nakijken: is everything there, is every byte still right, and what to do where it is not."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.progress import JobContext
from app.services.findings import finding_text
from app.services.session import Finding, Session
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.place_card import PlaceCard
from app.ui.safety.section import Section
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel

_ICONS = {"damage": ("letop", "gevaar"), "warning": ("info", "menie_tekst"), "info": ("info", "luikgroen_tekst")}


class CheckSection(Section):
    """Two ways of looking, and a card per thing that was found."""

    recording_opened = Signal(str)
    checked = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.introduce(self.tr("Klopt alles nog?"))
        self._theme = theme
        self._session = session
        self._rows: list[FindingRow] = []
        self._quick = PlainButton(theme, self.tr("Kijk snel na"), self, icon_name="controle")
        self._quick.clicked.connect(self.start_quick)
        self._deep = PlainButton(theme, self.tr("Lees alles na"), self, icon_name="integriteit")
        self._deep.clicked.connect(self.start_deep)
        self._work = WorkPanel(theme, jobs, self)
        self._work.succeeded.connect(self._on_findings)
        self._work.busy_changed.connect(self._on_busy)
        card = Card(theme, "integriteit", self.tr("Nakijken"), self)
        card.say(self.tr("Snel nakijken ziet of alles er is. Dat doet de app ook steeds bij het openen."))
        card.say(self.tr("Alles nalezen leest elk stukje van elke opname. Dat duurt langer, en je kunt gewoon doorwerken."))
        card.add_row(self._quick, self._deep)
        card.column.addWidget(self._work)
        self.column.addWidget(card)
        self.place = PlaceCard(theme, jobs, session, self)
        self._found = QVBoxLayout()
        self._found.setSpacing(12)
        self.column.addLayout(self._found)
        self.column.addWidget(self.place)

    @property
    def rows(self) -> tuple["FindingRow", ...]:
        """What was found last, one row each."""
        return tuple(self._rows)

    def entered(self) -> None:
        """Leave what was found where it is; look again where the vault stands."""
        self.place.read()
        self._quick.setEnabled(not self._work.is_busy)

    def release(self) -> None:
        """Stop looking."""
        self.place.stop()
        self._work.cancel()

    @Slot()
    def start_quick(self) -> None:
        """Look whether everything is there."""
        self._start(is_deep=False)

    @Slot()
    def start_deep(self) -> None:
        """Read every byte."""
        self._start(is_deep=True)

    def _start(self, *, is_deep: bool) -> None:
        self._show_rows([], {})
        saying = self.tr("De app leest alles na. Je kunt gewoon doorgaan.") if is_deep else self.tr("De app kijkt na.")
        self._work.run(partial(_check, self._session, is_deep=is_deep), name="check vault", saying=saying)

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._quick.setDisabled(is_busy)
        self._deep.setDisabled(is_busy)

    @Slot(object)
    def _on_findings(self, outcome: tuple[list[Finding], dict[str, str]]) -> None:
        findings, titles = outcome
        damaged = [finding for finding in findings if finding.severity == "damage"]
        self._show_rows(findings, titles)
        if not damaged:
            self._work.say(self.tr("Alles klopt. Er is niets veranderd en niets kwijt."))
        elif len(damaged) == 1:
            self._work.warn(self.tr("Eén ding klopt niet meer. Hieronder staat wat je kunt doen."))
        else:
            self._work.warn(self.tr("{count} dingen kloppen niet meer. Hieronder staat wat je kunt doen.").format(count=len(damaged)))
        self.checked.emit()

    def _show_rows(self, findings: list[Finding], titles: dict[str, str]) -> None:
        for row in self._rows:
            self._found.removeWidget(row)
            row.deleteLater()
        self._rows = [FindingRow(self._theme, finding, titles.get(finding.subject, ""), self.inside) for finding in _worst_first(findings)]
        for row in self._rows:
            row.opened.connect(self.recording_opened)
            self._found.addWidget(row)


class FindingRow(Surface):
    """One thing that was found: which recording, from when to when, and what to do."""

    opened = Signal(str)

    def __init__(self, theme: Theme, finding: Finding, title: str, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._subject = finding.subject
        self.text = "\n".join(part for part in (title, finding_text(finding)) if part)
        self.setAccessibleName(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 14, 18, 14)
        row.setSpacing(14)
        icon_name, color = _ICONS[finding.severity]
        row.addWidget(IconLabel(theme, icon_name, self, size=20, color=color))
        words = QVBoxLayout()
        words.setSpacing(2)
        if title:
            words.addWidget(TextLabel(title, "sterk", self))
        words.addWidget(TextLabel(finding_text(finding), "gewoon", self))
        row.addLayout(words, 1)
        if title:
            self.open = PlainButton(theme, self.tr("Open de opname"), self)
            self.open.setAccessibleName(self.tr("Open {title}").format(title=title))
            self.open.clicked.connect(self._on_open)
            row.addWidget(self.open)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self._subject)


def _worst_first(findings: list[Finding]) -> list[Finding]:
    order = list(_ICONS)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _check(session: Session, context: JobContext, *, is_deep: bool) -> tuple[list[Finding], dict[str, str]]:
    findings = session.check(context, deep=is_deep)
    try:
        titles = {str(recording.recording_id): recording.title for recording in [*session.recordings.list(), *session.retention.bin()]}
    except AppError:
        # The rows themselves cannot be read; what was found says so, and it needs no names.
        titles = {}
    return findings, titles
