"""The first start: a passphrase, a recovery code, and the room is there."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.progress import JobContext
from app.services.session import Session, create_session
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.unlock.passphrase_step import PassphraseStep
from app.ui.unlock.ready_step import ReadyStep
from app.ui.unlock.recovery_step import RecoveryStep
from app.ui.widgets.brand import BrandMark
from app.ui.widgets.drawing import Facade
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.scrolled import scrolled
from app.ui.widgets.step_bar import StepBar

_FACADE_SHARE, _SHEET_SHARE = 600, 840


class FirstStart(QWidget):
    """Makes a vault in `folder`, or in a folder the user chooses, and hands over its session."""

    opened = Signal(object)
    """The session, when the user goes in."""
    existing_vault_requested = Signal()
    practice_requested = Signal()
    """Told before `opened`: the user wants to begin with the drawn conversation."""

    def __init__(self, theme: Theme, jobs: JobRunner, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme = theme
        self._jobs = jobs
        self._session: Session | None = None
        self._steps = StepBar(theme, (self.tr("Wachtzin"), self.tr("Herstelcode"), self.tr("Klaar")), self)
        self._passphrase = PassphraseStep(theme, folder, self)
        self._recovery = RecoveryStep(theme, self)
        self._ready = ReadyStep(theme, self)
        self._pages: tuple[QWidget, ...] = (self._passphrase, self._recovery, self._ready)
        self._connect_steps()
        self._lay_out()
        self._go_to(0)

    def entered(self) -> None:
        """Put the cursor where it begins."""
        self._passphrase.focus_first()

    def release(self) -> None:
        """Close a vault that was made but never entered, and take all words off the screen."""
        self._passphrase.forget()
        self._recovery.forget()
        if self._session is not None:
            self._session.lock()
            self._session = None

    @property
    def vault_made(self) -> Path | None:
        """Where the vault is that was made but not entered yet; None before. Its keys are in memory and its code perhaps in view."""
        return self._session.vault_folder if self._session is not None else None

    def _connect_steps(self) -> None:
        self._passphrase.chosen.connect(self._on_chosen)
        self._passphrase.existing_vault_requested.connect(self.existing_vault_requested)
        self._recovery.confirmed.connect(self._on_confirmed)
        self._ready.entered_room.connect(self._on_entered_room)
        self._ready.practice_requested.connect(self.practice_requested)
        self._ready.practice_requested.connect(self._on_entered_room)

    def _lay_out(self) -> None:
        sheet = QWidget(self)
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(48, 32, 48, 32)
        column.setSpacing(14)
        column.addStretch()
        brand = QHBoxLayout()
        brand.setSpacing(12)
        brand.addWidget(BrandMark(self._theme, sheet))
        brand.addWidget(TextLabel("Kijkkamer", "merk", sheet, wraps=False))
        brand.addStretch()
        column.addLayout(brand)
        column.addWidget(self._steps)
        # Not a stack: that is as high as its highest page, and the sheet would not be in the middle.
        for page in self._pages:
            column.addWidget(page)
        column.addStretch()
        scroll = scrolled(_Centered(sheet, self._theme), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Facade(self._theme, self), _FACADE_SHARE)
        row.addWidget(scroll, _SHEET_SHARE)

    @Slot(Path, str)
    def _on_chosen(self, folder: Path, passphrase: str) -> None:
        self._passphrase.show_busy(is_busy=True)
        job = self._jobs.start(partial(_make_vault, folder, passphrase), name="create vault")
        job.succeeded.connect(self._on_made)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_made(self, made: tuple[Session, str]) -> None:
        self._session, code = made
        self._passphrase.forget()
        self._recovery.show_code(code)
        self._go_to(1)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._passphrase.show_busy(is_busy=False)
        self._passphrase.tell(error)

    @Slot()
    def _on_confirmed(self) -> None:
        if self._session is not None:
            self._session.keys.recovery_code_is_on_paper()
            self._go_to(2)
            self._ready.show_place(self._session.vault_folder)

    @Slot()
    def _on_entered_room(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self.opened.emit(session)

    def _go_to(self, step: int) -> None:
        self._steps.set_now(step)
        for number, page in enumerate(self._pages):
            page.setVisible(number == step)


class _Centered(QWidget):
    """Keeps the sheet at a readable width in the middle."""

    def __init__(self, sheet: QWidget, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # a subclass of QWidget paints its style only when asked
        self._sheet = sheet
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(sheet, 1000)
        row.addStretch(1)
        theme.changed.connect(self._limit_width)
        self._limit_width()

    @Slot()
    def _limit_width(self) -> None:
        self._sheet.setMaximumWidth(96 + self._theme.current.scaled(660))


def _make_vault(folder: Path, passphrase: str, _context: JobContext) -> tuple[Session, str]:
    session, code = create_session(folder, passphrase)
    session.keys.recovery_code_is_shown()
    return session, code or ""
