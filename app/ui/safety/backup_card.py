"""Making the back-up: where it goes, how far it is, what was copied."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.common.progress import JobContext
from app.services.backups import BackupReport, BackupStatus
from app.services.places import Place, export_place
from app.services.session import Session
from app.ui.dates import day_text
from app.ui.jobs import JobRunner
from app.ui.library.overview import size_text
from app.ui.safety.card import Card
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton, QuietButton, ThresholdButton
from app.ui.widgets.file_choice import choose_folder, choose_new_file


class BackupCard(Card):
    """One way that needs no thinking, and two for who wants it otherwise."""

    made = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "reservekopie", "", parent)
        self._session = session
        self._folder: Path | None = None
        self._words = self.say("")
        self._where = self.say("", "bij")
        self.make = ThresholdButton(theme, self.tr("Maak nu een kopie"), self, icon_name="stick", is_large=False)
        self.make.clicked.connect(self._on_make)
        self.elsewhere = PlainButton(theme, self.tr("Kies een andere plek"), self)
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self.one_file = QuietButton(theme, self.tr("Als één bestand"), self)
        self.one_file.clicked.connect(self._on_one_file)
        self.add_row(self.make, self.elsewhere, self.one_file)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_made)
        self.work.busy_changed.connect(self._on_busy)
        self.column.addWidget(self.work)

    def show_status(self, status: BackupStatus) -> None:
        """Show how old the last one is, and where the next would go."""
        self._folder = status.folder if status.folder is not None and status.folder.is_dir() else None
        self.set_title(backup_title(self, status))
        self._words.setText(backup_words(self, status))
        self.set_attention(asks=status.is_overdue)
        self._where.setText(self.tr("De volgende komt in {folder}.").format(folder=self._folder) if self._folder else "")
        self._where.setVisible(self._folder is not None)
        self.elsewhere.setVisible(self._folder is not None)

    def make_in(self, folder: Path) -> None:
        """Bring the back-up in this folder up to date."""
        self.work.run(partial(_make, self._session, folder), name="back up", saying=self._saying())

    def write_to(self, path: Path) -> None:
        """Write all of the vault into this file. The dialog asked before it replaces one."""
        self.work.run(partial(_write, self._session, path), name="back up to file", saying=self._saying())

    def _saying(self) -> str:
        return self.tr("De kopie wordt gemaakt en teruggelezen. Je kunt gewoon doorgaan.")

    @Slot()
    def _on_make(self) -> None:
        if self._folder is not None and self._folder.is_dir():
            self.make_in(self._folder)
        else:
            self._on_elsewhere()

    @Slot()
    def _on_elsewhere(self) -> None:
        folder = choose_folder(self, self.tr("Waar komt de reservekopie? Kies liefst een stick of losse schijf"))
        if folder is not None:
            self.make_in(folder)

    @Slot()
    def _on_one_file(self) -> None:
        name = self.tr("Reservekopie {name}").format(name=self._session.vault_folder.stem)
        path = choose_new_file(self, self.tr("Waar komt het bestand met de reservekopie?"), name, "kluiskopie")
        if path is not None:
            self.write_to(path)

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - the signal's shape
        for button in (self.make, self.elsewhere, self.one_file):
            button.setDisabled(is_busy)

    @Slot(object)
    def _on_made(self, outcome: tuple[BackupReport, Place]) -> None:
        report, place = outcome
        words = [self._done_words(report)]
        if report.damaged:
            words.append(self.tr("Niet alles kon mee, want in de kluis zelf is iets stuk. Kijk bij Nakijken wat."))
        if place.leaves_this_device:
            words.append(self.tr("Deze plek is niet alleen van dit apparaat. De kopie is versleuteld, maar verlaat het apparaat."))
        elif place.kind == "local":
            words.append(self.tr("De kopie staat op dezelfde computer. Een stick of losse schijf is veiliger."))
        if len(words) > 1:
            self.work.warn("\n".join(words), is_calm=not report.damaged)
        else:
            self.work.say(words[0])
        self.made.emit()

    def _done_words(self, report: BackupReport) -> str:
        parts = [self.tr("Klaar, en teruggelezen: {count} bestanden, {size}.").format(count=report.files, size=size_text(report.bytes))]
        if report.copied:
            parts.append(self.tr("Nieuw: {count}.").format(count=report.copied))
        if report.removed:
            parts.append(self.tr("Weggehaald, omdat je het wiste: {count}.").format(count=report.removed))
        parts.append(self.tr("Hij staat in {place}.").format(place=report.file_path))
        return " ".join(parts)


def backup_title(widget: QWidget, status: BackupStatus) -> str:
    """Return how old the back-up is, as a title."""
    if status.age_days is None:
        return widget.tr("Je hebt nog geen reservekopie")
    if status.age_days == 0:
        return widget.tr("Je reservekopie is van vandaag")
    if status.age_days == 1:
        return widget.tr("Je reservekopie is 1 dag oud")
    return widget.tr("Je reservekopie is {count} dagen oud").format(count=status.age_days)


def backup_words(widget: QWidget, status: BackupStatus) -> str:
    """Return when and where the last one was made."""
    if status.last_at is None:
        return widget.tr("Gaat deze laptop stuk, dan ben je alles kwijt. Maak een kopie op een stick. De kopie is ook versleuteld.")
    words = widget.tr("Laatste kopie: {day}, {place}. De kopie is ook versleuteld.")
    return words.format(day=day_text(status.last_at.astimezone().date()), place=status.place)


def _make(session: Session, folder: Path, context: JobContext) -> tuple[BackupReport, Place]:
    return session.backups.make(folder, context), export_place(folder)


def _write(session: Session, path: Path, context: JobContext) -> tuple[BackupReport, Place]:
    return session.backups.write_file(path, context, overwrite=True), export_place(path)
