"""The recovery code: since when it is on paper, and making a new one. The code itself is kept nowhere, so it cannot be shown."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.common.progress import JobContext
from app.services.keys import KeyFacts
from app.services.session import Session
from app.ui.dates import day_text
from app.ui.jobs import JobRunner
from app.ui.safety.card import Card
from app.ui.safety.hidden_code import HiddenCode
from app.ui.safety.work_panel import WorkPanel
from app.ui.theme import Theme
from app.ui.unlock.recovery_step import RecoveryStep
from app.ui.widgets.buttons import PlainButton, QuietButton


class RecoveryCard(Card):
    """The old code works until two blocks of the new one were typed back."""

    changed = Signal()

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(theme, "herstelcode", "", parent)
        self.set_title(self.tr("Herstelcode"))
        self._session = session
        self.hidden_code = HiddenCode(theme, self)
        self.column.addWidget(self.hidden_code)
        self._words = self.say("")
        self._about = self.say(self.tr("De code zelf staat nergens in de app. Daarom kan de app hem niet nog eens laten zien."))
        self.renew = PlainButton(theme, self.tr("Maak een nieuwe"), self)
        self.renew.clicked.connect(self._on_renew)
        self.add_row(self.renew)
        self.step = RecoveryStep(theme, self, open_words=self.tr("Deze code geldt vanaf nu"), why=self._why(has_organisation=False))
        self.step.confirmed.connect(self._on_confirmed)
        self.column.addWidget(self.step)
        self.cancel = QuietButton(theme, self.tr("Toch niet: de oude blijft gelden"), self)
        self.cancel.clicked.connect(self.forget)
        self.column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self.work = WorkPanel(theme, jobs, self)
        self.work.succeeded.connect(self._on_done)
        self.work.busy_changed.connect(self._on_busy)
        self.column.addWidget(self.work)
        self.forget()

    def show_facts(self, facts: KeyFacts) -> None:
        """Show since when it is on paper."""
        since = facts.recovery_code_since
        self.set_attention(asks=since is None or not facts.is_recovery_code_on_paper)
        self._words.setText(recovery_words(self, facts))
        self.renew.set_words(self.tr("Maak een nieuwe") if since else self.tr("Maak een herstelcode"))
        self.cancel.set_words(self.tr("Toch niet: de oude blijft gelden") if since else self.tr("Toch niet"))
        self.step.explain(self._why(has_organisation=facts.organisation is not None))

    def _why(self, *, has_organisation: bool) -> str:
        if has_organisation:
            return self.tr("Zet deze nieuwe code op papier. Wachtzin kwijt? Dan ga je hiermee naar binnen. Je organisatie kan deze kluis ook openen.")
        return self.tr("Zet deze nieuwe code op papier. Wachtzin kwijt? Dan is dit de enige weg naar binnen. Niemand anders heeft een kopie.")

    @Slot()
    def forget(self) -> None:
        """Take the code off the screen; one that was not typed back counts for nothing."""
        self.step.forget()
        self._show_step(is_shown=False)

    @Slot()
    def _on_renew(self) -> None:
        self.work.run(partial(_propose, self._session), name="propose recovery code", saying=self.tr("Een nieuwe code wordt gemaakt."))

    @Slot()
    def _on_confirmed(self) -> None:
        self.work.run(partial(_accept, self._session), name="accept recovery code", saying=self.tr("De nieuwe code wordt ingesteld."))

    @Slot(bool)
    def _on_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - the signal's shape
        self.renew.setDisabled(is_busy)

    @Slot(object)
    def _on_done(self, code: str | None) -> None:
        if code is None:
            self.forget()
            self.work.say(self.tr("De nieuwe code geldt. De oude werkt niet meer op deze kluis. Gooi het oude papier weg."))
            self.renew.setFocus()
            self.changed.emit()
        elif self.isVisible():
            self._show_step(is_shown=True)
            self.step.show_code(code)

    def _show_step(self, *, is_shown: bool) -> None:
        parts: tuple[QWidget, ...] = (self.step, self.cancel)
        others: tuple[QWidget, ...] = (self.hidden_code, self._words, self._about, self.renew)
        for part in parts:
            part.setVisible(is_shown)
        for part in others:
            part.setVisible(not is_shown)


def recovery_words(widget: QWidget, facts: KeyFacts) -> str:
    """Return where the code is, as far as anybody knows."""
    since = facts.recovery_code_since
    if since is None:
        return widget.tr("Er is geen herstelcode. Ben je je wachtzin kwijt, dan ben je alles kwijt.")
    if not facts.is_recovery_code_on_paper:
        return widget.tr("De laatste code is niet overgetypt. Misschien staat hij niet op papier. Maak een nieuwe.")
    return widget.tr("Op papier sinds {day}. Bewaar hem niet bij deze laptop.").format(day=day_text(since.astimezone().date()))


def _propose(session: Session, _context: JobContext) -> str:
    return session.keys.propose_recovery_code()


def _accept(session: Session, _context: JobContext) -> None:
    session.keys.accept_recovery_code()
