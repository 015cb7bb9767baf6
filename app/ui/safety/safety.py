"""Where the vault is, how it is locked, and looking whether everything in it is still right."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.progress import JobContext, Progress
from app.error_texts import FINDING_TEXTS
from app.services.session import Finding, Session
from app.ui.jobs import Job, JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class Safety(Screen):
    """Facts in plain words, and one thing to do: look it over."""

    def __init__(self, theme: Theme, jobs: JobRunner, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Veiligheid")
        self._theme = theme
        self._jobs = jobs
        self._session = session
        self._job: Job | None = None
        self._build()
        self._lay_out()

    def entered(self) -> None:
        """Put the keyboard on the quick look."""
        self._quick.setFocus()

    def release(self) -> None:
        """Stop looking."""
        if self._job is not None:
            self._job.cancel()

    def _build(self) -> None:
        theme = self._theme
        self._quick = PlainButton(theme, self.tr("Kijk snel na"), self, icon_name="controle")
        self._quick.clicked.connect(self._on_quick)
        self._deep = PlainButton(theme, self.tr("Lees alles na"), self, icon_name="integriteit")
        self._deep.clicked.connect(self._on_deep)
        self._stop = QuietButton(theme, self.tr("Stoppen"), self)
        self._stop.clicked.connect(self._on_stop)
        self._stop.hide()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._outcome = TextLabel("", "sterk", self)
        self._outcome.hide()
        self._error = ErrorPanel(theme, self)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(12)
        column.addWidget(TextLabel(self.tr("Je kluis"), "kop2", inside))
        column.addWidget(self._facts_card(inside))
        column.addSpacing(8)
        column.addWidget(TextLabel(self.tr("Nakijken"), "kop2", inside))
        column.addWidget(self._check_card(inside))
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def _facts_card(self, parent: QWidget) -> Surface:
        facts = self._session.facts()
        folder = self._session.vault_folder
        lines = (
            ("kluis", self.tr("Je kluis staat in de map {path}.").format(path=folder)),
            ("vergrendelen", self.tr("Alles is versleuteld. Je wachtzin is de sleutel, en je herstelcode de reservesleutel.")),
            ("op_dit_apparaat", self.tr("De app gaat nooit het internet op. Er gaat niets vanzelf weg.")),
            (
                "sleutel",
                self.tr("Een wachtzin raden kost per poging {memory} MB geheugen. Dat houdt raden tegen.").format(memory=facts.kdf["memory_mib"]),
            ),
        )
        card = Surface("card", parent)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        for icon_name, words in lines:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(self._theme, icon_name, card, color="luikgroen_tekst"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(words, "gewoon", card), 1)
            column.addLayout(row)
        return card

    def _check_card(self, parent: QWidget) -> Surface:
        card = Surface("card", parent)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        words = self.tr("Snel nakijken ziet of alles er is. Alles nalezen ontsleutelt elk stukje van elke opname en duurt langer.")
        column.addWidget(TextLabel(words, "gewoon", card))
        buttons = QHBoxLayout()
        for button in (self._quick, self._deep, self._stop):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        for part in (self._bar, self._outcome, self._error):
            column.addWidget(part)
        return card

    def _start(self, *, is_deep: bool) -> None:
        self._error.clear()
        self._say(self.tr("De app leest alles na. Je kunt gewoon doorgaan.") if is_deep else self.tr("De app kijkt na."))
        self._bar.setRange(0, 0)
        self._show_busy(is_busy=True)
        self._job = self._jobs.start(partial(_check, self._session, is_deep=is_deep), name="check vault")
        self._job.progressed.connect(self._on_progress)
        self._job.succeeded.connect(self._on_findings)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.ended.connect(self._on_ended)

    def _say(self, text: str) -> None:
        self._outcome.setText(text)
        self._outcome.setVisible(bool(text))

    def _show_busy(self, *, is_busy: bool) -> None:
        self._quick.setDisabled(is_busy)
        self._deep.setDisabled(is_busy)
        self._stop.setVisible(is_busy)
        self._bar.setVisible(is_busy)

    @Slot(Progress)
    def _on_progress(self, progress: Progress) -> None:
        if progress.total:
            self._bar.setRange(0, 100)
            self._bar.setValue(progress.done * 100 // progress.total)

    @Slot(object)
    def _on_findings(self, findings: list[Finding]) -> None:
        damaged = [finding for finding in findings if finding.severity == "damage"]
        sentences = list(dict.fromkeys(FINDING_TEXTS[finding.code] for finding in damaged or findings))
        if not damaged:
            self._say("\n".join([self.tr("Alles klopt."), *sentences]))
            return
        titles = {str(recording.recording_id): recording.title for recording in self._session.recordings.list()}
        names = sorted({titles[finding.subject] for finding in damaged if finding.subject in titles})
        where = [self.tr("Het gaat om {names}.").format(names=", ".join(names))] if names else []
        self._say("")
        self._error.tell_text("\n".join([*sentences, *where]))

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._say("")
        self._error.tell(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._say(self.tr("Gestopt. Er is niets veranderd."))

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._show_busy(is_busy=False)

    @Slot()
    def _on_quick(self) -> None:
        self._start(is_deep=False)

    @Slot()
    def _on_deep(self) -> None:
        self._start(is_deep=True)

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _check(session: Session, context: JobContext, *, is_deep: bool) -> list[Finding]:
    return session.check(context, deep=is_deep)
