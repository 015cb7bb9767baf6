"""The closed shutters: one field, and nothing of what is behind them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.common.errors import AppError, PassphraseError
from app.common.progress import JobContext
from app.ui.jobs import JobRunner
from app.ui.screen import Doorstep
from app.ui.secret_clipboard import SECRET_PROPERTY
from app.ui.theme import Theme
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.widgets.brand import BrandMark
from app.ui.widgets.buttons import Button, MainButton
from app.ui.widgets.chip import SafetyChip
from app.ui.widgets.drawing import Facade
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_folder
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, TextLabel
from app.ui.widgets.scrolled import scrolled

if TYPE_CHECKING:
    from app.services.session import Session

_SHEET_PX = 527
_TRIES_WITHOUT_WAIT = 5
_FIRST_WAIT_S = 20
_LONGEST_WAIT_S = 600


class Unlock(QWidget):
    """Opens the vault in `folder` with its passphrase or its recovery code."""

    opened = Signal(object)
    """The session, when the shutters stand open."""
    vault_chosen = Signal(Path)
    """The user wants another folder."""

    def __init__(self, theme: Theme, jobs: JobRunner, folder: Path, parent: QWidget | None = None, *, has_motion: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._theme = theme
        self._jobs = jobs
        self._folder = folder
        self._has_motion = has_motion
        self._with_code = False
        self._wrong_tries = 0
        self._wait_s = 0
        self._session: Session | None = None
        self._facade = Facade(theme, self, is_closed=True)
        self._facade.opened.connect(self._on_shutters_open)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._on_second)
        self._build_fields()
        self._build_buttons()
        self._lay_out()

    def entered(self) -> None:
        """Put the cursor in the field."""
        (self._code if self._with_code else self._passphrase.edit).setFocus()

    def release(self) -> None:
        """Take the words off the screen, and close what was opened but not entered."""
        self._second.stop()
        self._passphrase.edit.setText("")
        self._code.setText("")
        if self._session is not None:
            self._session.lock()
            self._session = None

    @property
    def vault_made(self) -> Path | None:
        """See `FirstStart`: the vault that was opened while its shutters still swing."""
        return self._folder if self._session is not None else None

    @property
    def told(self) -> str:
        """The failure on the screen now; empty for none."""
        return self._wrong.text

    def _build_fields(self) -> None:
        theme = self._theme
        self._heading = Heading(self.tr("De luiken zijn dicht."), "kop1", self)
        self._lead = TextLabel("", "gewoon", self)
        self._label = TextLabel("", "label", self)
        self._passphrase = PassphraseField(theme, self.tr("Wachtzin"), self)
        self._passphrase.entered.connect(self._on_open)
        self._passphrase.text_changed.connect(self._on_typed)
        self._passphrase.caps_lock_noticed.connect(self._on_caps_lock)
        self._code = QLineEdit(self)
        self._code.setProperty(SECRET_PROPERTY, True)  # noqa: FBT003 - Qt's own way
        self._code.setProperty("look", "large")
        self._code.setPlaceholderText("XXXX XXXX XXXX XXXX XXXX XXXX XXXX XXXX")
        self._code.setAccessibleName(self.tr("Herstelcode"))
        self._code.returnPressed.connect(self._on_open)
        self._code.textChanged.connect(self._on_typed)
        self._caps = _Notice(theme, "letop", self.tr("Caps Lock staat aan."), self)
        self._wrong = ErrorPanel(theme, self)

    def _build_buttons(self) -> None:
        theme = self._theme
        self._open = MainButton(theme, self.tr("Open de luiken"), self, keys=("Enter",))
        self._open.clicked.connect(self._on_open)
        self._other_way = Button(theme, "", self, kind="aside", icon_name="sleutel")
        self._other_way.clicked.connect(self._on_other_way)
        self._other_vault = Button(theme, self.tr("Andere kluis"), self, kind="link")
        self._other_vault.clicked.connect(self._on_other_vault)
        self._show_way()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._facade, 1)
        row.addWidget(Line(self, is_vertical=True))
        row.addWidget(self._sheet())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        doorstep = QFrame(self)
        doorstep.setObjectName("doorstep")
        doorstep.setProperty("state", Doorstep.LOCKED.value)
        column.addWidget(doorstep)
        column.addLayout(row, 1)

    def _sheet(self) -> QScrollArea:
        sheet = QWidget(self)
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(64, 24, 64, 24)
        column.setSpacing(8)
        column.addStretch()
        column.addLayout(self._brand_row(sheet))
        column.addSpacing(24)
        column.addWidget(self._heading)
        column.addWidget(self._lead)
        column.addSpacing(12)
        fields: tuple[QWidget, ...] = (self._label, self._passphrase, self._code, self._caps, self._wrong)
        for field in fields:
            column.addWidget(field)
        column.addSpacing(4)
        column.addWidget(self._open)
        column.addSpacing(4)
        column.addWidget(self._other_way, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(Line(sheet))
        column.addSpacing(4)
        column.addLayout(self._vault_row(sheet))
        promise = self.tr(
            "Dit scherm laat niets zien over wat er in de kluis zit. "
            "Past het vijf keer niet? Dan wacht de app steeds iets langer. Er wordt niets gewist."
        )
        column.addWidget(TextLabel(promise, "bij", sheet))
        column.addStretch()
        scroll = scrolled(sheet, self)
        self._scroll = scroll
        self._theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        return scroll

    def _brand_row(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(BrandMark(self._theme, parent, is_closed=True))
        row.addWidget(TextLabel("Kijkkamer", "merk", parent, wraps=False))
        row.addStretch()
        chip = SafetyChip(self._theme, parent)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.show_state(Doorstep.LOCKED, self.tr("Vergrendeld"))
        row.addWidget(chip)
        return row

    def _vault_row(self, parent: QWidget) -> QHBoxLayout:
        place = self.tr("Kluis “{name}” in {folder}").format(name=self._folder.stem, folder=self._folder.parent.name)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "kluis", parent, size=16, color="inkt_3"))
        row.addWidget(TextLabel(place, "bij", parent), 1)
        row.addWidget(self._other_vault)
        return row

    def _show_way(self) -> None:
        self._lead.setText(
            self.tr("Typ de code van je papier. Streepjes hoeven niet.")
            if self._with_code
            else self.tr("Typ je wachtzin om verder te gaan waar je was.")
        )
        self._label.setText(self.tr("Herstelcode") if self._with_code else self.tr("Wachtzin"))
        self._passphrase.setVisible(not self._with_code)
        self._code.setVisible(self._with_code)
        self._other_way.set_words(self.tr("Toch met de wachtzin") if self._with_code else self.tr("Wachtzin vergeten? Gebruik je herstelcode"))
        self._wrong.clear()
        self._caps.hide()
        self.entered()

    def _show_busy(self, *, is_busy: bool) -> None:
        for part in (self._passphrase, self._code, self._other_way, self._other_vault):
            part.setDisabled(is_busy)
        self._open.set_words(self.tr("Luiken gaan open") if is_busy else self.tr("Open de luiken"))
        self._open.setDisabled(is_busy)

    @Slot()
    def _on_open(self) -> None:
        untrusted = self._code.text() if self._with_code else self._passphrase.text
        if not untrusted.strip() or not self._open.isEnabled():
            return
        self._wrong.clear()
        self._show_busy(is_busy=True)
        open_vault = _open_with_code if self._with_code else _open_with_passphrase
        job = self._jobs.start(partial(open_vault, self._folder, untrusted.strip()), name="open vault")
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_failed)

    @Slot(object)
    def _on_opened(self, session: Session) -> None:
        self._session = session
        self._passphrase.edit.setText("")
        self._code.setText("")
        self._facade.swing_open(is_animated=self._has_motion)

    @Slot()
    def _on_shutters_open(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self.opened.emit(session)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._show_busy(is_busy=False)
        self._wrong.tell(error)
        self._passphrase.set_wrong(is_wrong=isinstance(error, PassphraseError))
        if isinstance(error, PassphraseError):
            self._wrong_tries += 1
            self._passphrase.edit.selectAll()
        if self._wrong_tries >= _TRIES_WITHOUT_WAIT:
            self._start_waiting()
        self.entered()

    def _start_waiting(self) -> None:
        self._wait_s = min(_FIRST_WAIT_S * 2 ** (self._wrong_tries - _TRIES_WITHOUT_WAIT), _LONGEST_WAIT_S)
        self._open.setDisabled(True)
        self._tell_wait()
        self._second.start()

    def _tell_wait(self) -> None:
        self._wrong.tell_text(self.tr("Even wachten: nog {seconds} seconden. Er wordt niets gewist.").format(seconds=self._wait_s), is_calm=True)

    @Slot()
    def _on_second(self) -> None:
        self._wait_s -= 1
        if self._wait_s > 0:
            self._tell_wait()
            return
        self._second.stop()
        self._wrong.clear()
        self._open.setDisabled(False)

    @Slot()
    def _on_typed(self) -> None:
        if self._wait_s <= 0:
            self._wrong.clear()
            self._passphrase.set_wrong(is_wrong=False)

    @Slot(bool)
    def _on_caps_lock(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._caps.setVisible(is_on)

    @Slot()
    def _on_other_way(self) -> None:
        self._with_code = not self._with_code
        self._show_way()

    @Slot()
    def _on_other_vault(self) -> None:
        folder = choose_folder(self, self.tr("Kies de map van de kluis"))
        if folder is not None:
            self.vault_chosen.emit(folder)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._scroll.setFixedWidth(round(_SHEET_PX * max(1.0, self._theme.scale)))


class _Notice(QWidget):
    """A small remark under a field."""

    def __init__(self, theme: Theme, icon_name: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, icon_name, self, size=16, color="menie_tekst"))
        row.addWidget(TextLabel(text, "letop", self), 1)


def _open_with_passphrase(folder: Path, untrusted_passphrase: str, _context: JobContext) -> Session:
    from app.services.session import open_session

    return open_session(folder, untrusted_passphrase)


def _open_with_code(folder: Path, untrusted_code: str, _context: JobContext) -> Session:
    from app.services.session import open_session_with_recovery_code

    return open_session_with_recovery_code(folder, untrusted_code)
