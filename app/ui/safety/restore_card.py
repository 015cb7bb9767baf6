"""Trying a back-up, and putting one back in a new folder. The vault that is open now is never changed by it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.progress import JobContext
from app.error_texts import FINDING_TEXTS
from app.services.backups import RestoreReport
from app.services.session import Session
from app.ui.dates import moment_text
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.file_choice import choose_file, choose_folder
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.labels import TextLabel

Work = Callable[[JobContext], RestoreReport]


class RestoreCard(Card):
    """A trial leaves nothing behind; a restore makes a second vault."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "ongedaan", "", parent)
        self.set_title(self.tr("Werkt de kopie ook echt?"))
        self._session = session
        self._source = Path()
        self._target: Path | None = None
        self._passphrase: str | None = None
        self.say(self.tr("Een proef leest de hele kopie en zegt wat er zou terugkomen. Er verandert niets."))
        self.say(self.tr("Terugzetten maakt een nieuwe kluis, naast deze. Wat je intussen wiste, komt niet terug."))
        self.trial = self._with_choice(PlainButton(theme, self.tr("Doe een proef"), self, icon_name="controle"), self._on_trial)
        self.restore = self._with_choice(PlainButton(theme, self.tr("Zet terug in een nieuwe map"), self), self._on_restore)
        self.rest = PlainButton(theme, self.tr("Zet terug wat nog goed is"), self)
        self.rest.clicked.connect(self._on_rest)
        self.add_row(self.trial, self.restore, self.rest)
        self._form = QWidget(self)
        self._build_form()
        self.column.addWidget(self._form)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_done)
        self.work.failed.connect(self._on_failed)
        self.work.busy_changed.connect(self._on_busy)
        self.column.addWidget(self.work)
        self.forget()

    def try_source(self, source: Path) -> None:
        """Read all of this back-up."""
        self._begin(source, None)

    def restore_to(self, source: Path, target: Path) -> None:
        """Put this back-up back in this folder, which must be empty or absent."""
        self._begin(source, target)

    def forget(self) -> None:
        """Take the passphrase off the screen, and what was offered with it."""
        self._passphrase = None
        self.old.edit.setText("")
        self._form.hide()
        self.rest.hide()

    def _build_form(self) -> None:
        self.old = PassphraseField(self.theme, self.tr("De wachtzin van toen"), self._form)
        self.old.text_changed.connect(self._on_typed)
        self.old.entered.connect(self._on_old_passphrase)
        self.go_on = PlainButton(self.theme, self.tr("Ga verder met deze wachtzin"), self._form)
        self.go_on.clicked.connect(self._on_old_passphrase)
        buttons = QWidget(self._form)
        FlowLayout(buttons).addWidget(self.go_on)
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = self.tr("Deze kopie is van voor je de sleutels vernieuwde. Typ de wachtzin die je toen had.")
        for part in (TextLabel(words, "gewoon", self._form), self.old, buttons):
            column.addWidget(part)

    def _begin(self, source: Path, target: Path | None) -> None:
        self.forget()
        self._source, self._target = source, target
        self._run()

    def _run(self, *, accepts_damage: bool = False) -> None:
        self.rest.hide()
        self._form.hide()
        if self._target is None:
            work: Work = partial(_try, self._session, self._source, self._passphrase)
            self.work.run(work, name="try back-up", saying=self.tr("De app leest de hele kopie. Je kunt gewoon doorgaan."))
        else:
            work = partial(_restore, self._session, self._source, self._target, self._passphrase, accepts_damage=accepts_damage)
            what = self.tr("Wat nog goed is, wordt teruggezet.") if accepts_damage else self.tr("De kopie wordt teruggezet.")
            saying = f"{what} {self.tr('Je kunt gewoon doorgaan.')}"
            self.work.run(work, name="restore", saying=saying)

    def _with_choice(self, button: PlainButton, on_source: Callable[[Path], None]) -> PlainButton:
        """Let the button ask first whether the back-up is a folder or a file."""
        menu = QMenu(button)
        menu.addAction(self.tr("Uit een map"), partial(self._choose_folder, on_source))
        menu.addAction(self.tr("Uit één bestand"), partial(self._choose_file, on_source))
        button.clicked.connect(partial(self._open_menu, button, menu))
        return button

    def _open_menu(self, button: PlainButton, menu: QMenu) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _choose_folder(self, on_source: Callable[[Path], None]) -> None:
        source = choose_folder(self, self.tr("Kies de map van de reservekopie"))
        if source is not None:
            on_source(source)

    def _choose_file(self, on_source: Callable[[Path], None]) -> None:
        source = choose_file(self, self.tr("Kies het bestand van de reservekopie"), self.tr("Elk bestand"), "*")
        if source is not None:
            on_source(source)

    def _on_trial(self, source: Path) -> None:
        self.try_source(source)

    def _on_restore(self, source: Path) -> None:
        place = choose_folder(self, self.tr("In welke map komt de nieuwe kluis?"))
        if place is not None:
            self.restore_to(source, free_folder(place, self._session.vault_folder.stem, self.tr("teruggezet")))

    @Slot()
    def _on_rest(self) -> None:
        self._run(accepts_damage=True)

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self.go_on.set_ready(is_ready=bool(self.old.text.strip()), missing=self.tr("Typ eerst de wachtzin van toen"))

    @Slot()
    def _on_old_passphrase(self) -> None:
        if self.go_on.isEnabled():
            self._passphrase = self.old.text.strip()
            self._run()

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self.rest.setVisible(error.code == "backup_damaged" and self._target is not None)
        if error.code in {"backup_older_keys", "wrong_passphrase"}:
            self._passphrase = None
            self._form.show()
            self._on_typed("")
            self.old.edit.setFocus()
            self.old.edit.selectAll()

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.trial.setDisabled(is_busy)
        self.restore.setDisabled(is_busy)

    @Slot(object)
    def _on_done(self, report: RestoreReport) -> None:
        self.forget()
        words = [self._restored_words(report) if self._target else self._trial_words(report)]
        if report.left_out:
            words.append(self.tr("Wat je na deze kopie wiste, bleef weg: {count}.").format(count=report.left_out))
        damage = dict.fromkeys(FINDING_TEXTS[finding.code] for finding in report.findings if finding.severity == "damage")
        if damage:
            self.work.warn("\n".join([*words, *damage]))
        else:
            self.work.say("\n".join(words))

    def _trial_words(self, report: RestoreReport) -> str:
        made = moment_text(report.made_at)
        what = self.tr("{recordings} opnamen en {moments} momenten").format(recordings=report.recordings or 0, moments=report.moments or 0)
        if report.is_whole:
            return self.tr("De kopie van {when} is heel. Er zou terugkomen: {what}.").format(when=made, what=what)
        return self.tr("De kopie van {when} is niet heel. Maak een nieuwe. Nu zou terugkomen: {what}.").format(when=made, what=what)

    def _restored_words(self, report: RestoreReport) -> str:
        words = self.tr("De kopie van {when} staat in {folder}. Doe de luiken dicht en open die map met je wachtzin.")
        return words.format(when=moment_text(report.made_at), folder=self._target)


def free_folder(place: Path, name: str, addition: str) -> Path:
    """Return a folder for a restored vault that is not there yet."""
    names = (f"{name} {addition}.kluis", *(f"{name} {addition} {number}.kluis" for number in range(2, 1000)))
    return next(place / free for free in names if not (place / free).exists())


def _try(session: Session, source: Path, passphrase: str | None, context: JobContext) -> RestoreReport:
    return session.backups.trial_restore(source, context, passphrase=passphrase)


def _restore(session: Session, source: Path, target: Path, passphrase: str | None, context: JobContext, *, accepts_damage: bool) -> RestoreReport:
    return session.backups.restore(source, target, context, passphrase=passphrase, accepts_damage=accepts_damage)
