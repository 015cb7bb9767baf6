"""Logboek: every line of the register in plain words, by subject, and as a file for the privacy officer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.common.progress import JobContext
from app.error_texts import EXPORT_PLACE_TEXTS
from app.services.places import export_place
from app.services.registers import GROUP_NAMES, GROUPS, RegisterLine, RegisterState
from app.services.session import Session
from app.ui.dates import short_moment_text
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.reader import Reader
from app.ui.safety.rows import RowList
from app.ui.safety.section import Section
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import ChipButton, PlainButton
from app.ui.widgets.file_choice import choose_new_file
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel

_FILLED = [group for group in GROUP_NAMES if GROUPS[group]]
"""The groups there can be lines of."""
_AT_ONCE = 40
_WHEN_WIDTH = 112


@dataclass(frozen=True)
class LogRows:
    """All lines, the newest first, and whether the chain they form is whole."""

    lines: tuple[RegisterLine, ...]
    state: RegisterState


class LogSection(Section):
    """Only reads; nothing here can be changed."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lead = self.tr("Alleen jij ziet dit. Er staan geen namen in, geen woorden en geen beeld.")
        self.introduce(self.tr("Wat er gebeurde, zonder inhoud."), lead)
        self._theme = theme
        self._session = session
        self._all: LogRows | None = None
        self._reader = Reader(jobs, partial(_read_log, session), "read log", self)
        self._reader.read.connect(self._on_read)
        self._work = WorkPanel(theme, jobs, self)
        self._work.succeeded.connect(self._on_saved)
        self._reader.failed.connect(self._work.tell)
        self.column.addWidget(self._officer_card())
        self._card = Card(theme, "logboek", self.tr("Alle regels"), self)
        self.groups = QButtonGroup(self)
        self._card.column.addWidget(self._chips())
        self.rows = RowList(theme, self.tr("Hier staat nog niets."), self._card, at_once=_AT_ONCE)
        self._card.column.addWidget(self.rows)
        self.column.addWidget(self._card)

    def entered(self) -> None:
        """Read again."""
        self._reader.request()

    def release(self) -> None:
        """Stop reading."""
        self._reader.stop()

    def save(self, path: Path) -> None:
        """Write the lines in view to this file, as CSV or as PDF by its ending."""
        work = partial(_save, self._session, path, self._chosen_events())
        self._work.run(work, name="save register", saying=self.tr("Het register wordt bewaard."))

    def _officer_card(self) -> Card:
        card = Card(self._theme, "verslag", self.tr("Register voor de privacy-functionaris"), self)
        card.say(self.tr("Bewaar de regels die je hieronder ziet. De pdf is om te lezen, de csv voor een rekenblad."))
        self._pdf = PlainButton(self._theme, self.tr("Bewaar als pdf"), card, icon_name="scroll-text")
        self._pdf.clicked.connect(self._on_pdf)
        self._csv = PlainButton(self._theme, self.tr("Bewaar als csv"), card)
        self._csv.clicked.connect(self._on_csv)
        card.add_row(self._pdf, self._csv)
        self._chain = card.say("", "bij")
        card.column.addWidget(self._work)
        return card

    def _chips(self) -> QWidget:
        room = QWidget(self._card)
        flow = FlowLayout(room)
        for place, name in enumerate((self.tr("Alles"), *(GROUP_NAMES[group] for group in _FILLED))):
            chip = ChipButton(self._theme, name, room)
            chip.setChecked(place == 0)
            self.groups.addButton(chip, place)
            flow.addWidget(chip)
        self.groups.idClicked.connect(self._show_rows)
        return room

    def _chosen_events(self) -> frozenset[str] | None:
        place = self.groups.checkedId()
        return None if place <= 0 else GROUPS[_FILLED[place - 1]]

    @Slot(object)
    def _on_read(self, rows: LogRows) -> None:
        self._all = rows
        if rows.state.is_intact:
            self._chain.setText(self.tr("Alle {count} regels zijn er nog: geen regel is weggehaald of veranderd.").format(count=rows.state.count))
        else:
            self._work.warn(
                self.tr(
                    "Er missen regels in dit logboek, of ze zijn veranderd. Misschien is een oude kopie teruggezet. "
                    "Kijk bij Nakijken wat je kunt doen."
                )
            )
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        if self._all is None:
            return
        events = self._chosen_events()
        lines = [line for line in self._all.lines if events is None or line.event in events]
        self.rows.show_rows(lines, self._row)
        self._card.set_note(self.tr("1 regel") if len(lines) == 1 else self.tr("{count} regels").format(count=len(lines)))

    def _row(self, line: RegisterLine) -> "LogRow":
        return LogRow(self._theme, line, self.rows)

    @Slot()
    def _on_pdf(self) -> None:
        self._choose(self.tr("Bewaar het register"), self.tr("register.pdf"), "pdf")

    @Slot()
    def _on_csv(self) -> None:
        self._choose(self.tr("Bewaar het register"), self.tr("register.csv"), "csv")

    def _choose(self, title: str, name: str, suffix: str) -> None:
        path = choose_new_file(self, title, name, suffix)
        if path is not None:
            self.save(path)

    @Slot(object)
    def _on_saved(self, warning: str) -> None:
        self._work.say(self.tr("Het register is bewaard."))
        if warning:
            self._work.warn(warning, is_calm=True)


class LogRow(QWidget):
    """One line: when and what."""

    def __init__(self, theme: Theme, line: RegisterLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        when = TextLabel(short_moment_text(line.at), "gewoon", self, wraps=False)
        when.setFont(theme.current.font(is_tabular=True))
        when.setMinimumWidth(theme.current.scaled(_WHEN_WIDTH))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(12)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(line.text, "uitleg", self), 1)


def _read_log(session: Session, _context: JobContext) -> LogRows:
    return LogRows(tuple(reversed(session.registers.lines())), session.registers.state())


def _save(session: Session, path: Path, events: frozenset[str] | None, _context: JobContext) -> str:
    """Write the file and return what to know about its place. The dialog asked before it replaces one."""
    write: Callable[..., None] = session.registers.export_csv if path.suffix.lower() == ".csv" else session.registers.export_pdf
    write(path, events=events, overwrite=True)
    place = export_place(path)
    return EXPORT_PLACE_TEXTS[place.kind].format(name=place.name) if place.leaves_this_device else ""
