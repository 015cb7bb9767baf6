"""Step 1 of the first start: the promise of the room, and a passphrase of five words."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.error_texts import VAULT_PLACE_TEXTS
from app.services.passphrases import propose_passphrase
from app.services.places import export_place
from app.ui.theme import Theme
from app.ui.unlock.new_passphrase import NewPassphrase
from app.ui.widgets.buttons import Button, MainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_folder
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, TextLabel
from app.ui.widgets.place_question import may_be_here


class PassphraseStep(QWidget):
    """Emits `chosen` with folder and passphrase once it is strong enough and typed twice."""

    chosen = Signal(Path, str)
    existing_vault_requested = Signal()

    def __init__(self, theme: Theme, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folder = folder
        self._build_fields()
        self._build_buttons()
        self._lay_out()
        self._on_changed()
        self._new.first.set_text(propose_passphrase())
        self._new.first.edit.selectAll()

    def focus_first(self) -> None:
        """Put the cursor where the step begins."""
        self._new.first.edit.setFocus()

    def show_busy(self, *, is_busy: bool) -> None:
        """The room is being made: fields wait, the button says so."""
        for part in (self._new, self._existing, self._place):
            part.setDisabled(is_busy)
        self._next.set_words(self.tr("Je kamer wordt gemaakt") if is_busy else self.tr("Verder naar de herstelcode"))
        self._next.setDisabled(is_busy)

    def tell(self, error: AppError) -> None:
        """Say why the room could not be made."""
        self._error.tell(error)

    def forget(self) -> None:
        """Take the words off the screen and out of the fields."""
        self._new.forget()

    def _build_fields(self) -> None:
        self._new = NewPassphrase(self._theme, self.tr("Bedenk een wachtzin van vijf woorden"), self)
        self._new.changed.connect(self._on_changed)
        self._new.entered.connect(self._on_next)
        self._error = ErrorPanel(self._theme, self)

    def _build_buttons(self) -> None:
        theme = self._theme
        self._next = MainButton(theme, self.tr("Verder naar de herstelcode"), self, keys=("Enter",))
        self._next.clicked.connect(self._on_next)
        self._existing = QuietButton(theme, self.tr("Ik heb al een kluis"), self, is_large=True)
        self._existing.clicked.connect(self.existing_vault_requested)
        self._place_text = TextLabel("", "bij", self)
        self._place = Button(theme, self.tr("Andere plek"), self, kind="link")
        self._place.clicked.connect(self._on_place)
        self._show_place()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Heading(self.tr("Dit wordt jouw kamer.\nJij krijgt de enige sleutel."), "kop0", self))
        column.addSpacing(6)
        promises = (
            ("op_dit_apparaat", self.tr("Alles blijft op dit apparaat. Er is geen internet nodig.")),
            ("niet_zichtbaar", self.tr("Er gaat niets vanzelf naar je team of je leidinggevende.")),
            ("moment", self.tr("De app geeft geen cijfer. De app stelt vragen.")),
        )
        for icon_name, words in promises:
            column.addLayout(_line_with_icon(self._theme, icon_name, TextLabel(words, "gewoon", self), self))
        column.addSpacing(6)
        column.addWidget(Line(self))
        column.addSpacing(10)
        column.addWidget(self._new)
        column.addWidget(self._error)
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._next)
        buttons.addWidget(self._existing)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addSpacing(6)
        notice = TextLabel(self.tr("Wij kunnen je wachtzin niet opvragen. Daarom maak je zo een herstelcode."), "bij", self)
        column.addLayout(_line_with_icon(self._theme, "info", notice, self))
        place = _line_with_icon(self._theme, "kluis", self._place_text, self)
        place.addWidget(self._place)
        column.addLayout(place)

    def _show_place(self) -> None:
        words = self.tr("Je kluis komt in {folder}, als {name}.")
        self._place_text.setText(words.format(folder=self._folder.parent.name, name=self._folder.name))

    @Slot()
    def _on_changed(self) -> None:
        self._error.clear()
        missing = {"weak": self.tr("Verder: maak de wachtzin sterker"), "again": self.tr("Verder: typ de wachtzin nog een keer"), "": ""}
        self._next.set_ready(is_ready=not self._new.missing, missing=missing[self._new.missing])

    @Slot()
    def _on_place(self) -> None:
        chosen = choose_folder(self, self.tr("Waar komt je kluis?"))
        if chosen is not None:
            self._folder = chosen / self._folder.name
            self._show_place()

    @Slot()
    def _on_next(self) -> None:
        if self._next.isEnabled() and may_be_here(export_place(self._folder), VAULT_PLACE_TEXTS, self._theme, self):
            self.chosen.emit(self._folder, self._new.passphrase)


def _line_with_icon(theme: Theme, icon_name: str, label: TextLabel, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(theme, icon_name, parent, color="luikgroen_tekst" if icon_name not in {"info", "kluis"} else "inkt_3"))
    row.addWidget(label, 1)
    return row
