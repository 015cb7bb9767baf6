"""Step 1 of the first start: the promise of the room, and a passphrase of five words."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.services.passphrases import Strength, passphrase_strength, propose_passphrase
from app.ui.theme import Theme
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.unlock.strength_meter import StrengthMeter
from app.ui.widgets.buttons import Button, MainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_folder
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, TextLabel


class PassphraseStep(QWidget):
    """Emits `chosen` with folder and passphrase once it is strong enough and typed twice."""

    chosen = Signal(Path, str)
    existing_vault_requested = Signal()

    def __init__(self, theme: Theme, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._folder = folder
        self._strength: Strength | None = None
        self._build_fields()
        self._build_buttons()
        self._lay_out()
        self._first.set_text(propose_passphrase())
        self._first.edit.selectAll()

    def focus_first(self) -> None:
        """Put the cursor where the step begins."""
        self._first.edit.setFocus()

    def show_busy(self, *, is_busy: bool) -> None:
        """The room is being made: fields wait, the button says so."""
        for part in (self._first, self._again, self._other_words, self._existing, self._place):
            part.setDisabled(is_busy)
        self._next.set_words(self.tr("Je kamer wordt gemaakt") if is_busy else self.tr("Verder naar de herstelcode"))
        self._next.setDisabled(is_busy)

    def tell(self, error: AppError) -> None:
        """Say why the room could not be made."""
        self._error.tell(error)

    def forget(self) -> None:
        """Take the words off the screen and out of the fields; `setText` empties the list of what can be undone too."""
        self._first.edit.setText("")
        self._again.edit.setText("")

    def _build_fields(self) -> None:
        theme = self._theme
        self._first = PassphraseField(theme, self.tr("Bedenk een wachtzin van vijf woorden"), self, is_shown=True)
        self._first.text_changed.connect(self._on_first_changed)
        self._first.entered.connect(self._on_first_entered)
        self._meter = StrengthMeter(theme, self)
        self._level_word = TextLabel("", "kleinsterk", self, wraps=False)
        self._level_text = TextLabel("", "bij", self)
        self._other_words = Button(theme, self.tr("Andere woorden"), self, kind="small", icon_name="refresh-cw")
        self._other_words.clicked.connect(self._on_other_words)
        self._again = PassphraseField(theme, self.tr("Typ de wachtzin nog een keer"), self, placeholder=self.tr("Zo weet je dat je hem kent"))
        self._again.text_changed.connect(self._on_again_changed)
        self._again.entered.connect(self._on_next)
        self._error = ErrorPanel(theme, self)

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
        column.addWidget(TextLabel(self.tr("Bedenk een wachtzin van vijf woorden"), "label", self))
        column.addWidget(self._first)
        strength = QHBoxLayout()
        strength.setSpacing(8)
        for part in (self._meter, self._level_word):
            strength.addWidget(part)
        strength.addWidget(self._level_text, 1)
        strength.addWidget(self._other_words)
        column.addLayout(strength)
        column.addSpacing(8)
        column.addWidget(TextLabel(self.tr("Typ de wachtzin nog een keer"), "label", self))
        column.addWidget(self._again)
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

    def _show_missing(self) -> None:
        first, again = self._first.text.strip(), self._again.text.strip()
        if self._strength is None or not self._strength.is_acceptable:
            self._next.set_ready(is_ready=False, missing=self.tr("Verder: maak de wachtzin sterker"))
        elif first != again:
            self._next.set_ready(is_ready=False, missing=self.tr("Verder: typ de wachtzin nog een keer"))
        else:
            self._next.set_ready(is_ready=True)
        self._again.set_wrong(is_wrong=bool(again) and not first.startswith(again))

    def _judgement(self, code: str) -> tuple[str, str]:
        return {
            "strong": (self.tr("Sterk."), self.tr("Heel moeilijk te raden, en goed te onthouden.")),
            "good": (self.tr("Sterk genoeg."), self.tr("Moeilijk te raden.")),
            "fair": (self.tr("Nog niet."), self.tr("Zet er een woord bij.")),
            "weak": (self.tr("Nog niet."), self.tr("Snel te raden. Zet er woorden bij.")),
            "very_weak": (self.tr("Nog niet."), self.tr("Meteen te raden. Neem vijf losse woorden.")),
            "too_short": (self.tr("Te kort."), self.tr("Neem vijf losse woorden.")),
            "too_long": (self.tr("Te lang."), self.tr("Haal er woorden af.")),
        }[code]

    @Slot(str)
    def _on_first_changed(self, text: str) -> None:
        self._error.clear()
        self._strength = passphrase_strength(text.strip()) if text.strip() else None
        if self._strength is None:
            self._meter.set_level(-1)
            self._level_word.setText("")
            self._level_text.setText(self.tr("Vijf gewone woorden achter elkaar."))
        else:
            self._meter.set_level(self._strength.level)
            word, meaning = self._judgement(self._strength.code)
            self._level_word.setText(word)
            self._level_text.setText(meaning)
        self._show_missing()

    @Slot(str)
    def _on_again_changed(self, _text: str) -> None:
        self._show_missing()

    @Slot()
    def _on_first_entered(self) -> None:
        self._again.edit.setFocus()

    @Slot()
    def _on_other_words(self) -> None:
        self._first.set_text(propose_passphrase())
        self._first.edit.setFocus()

    @Slot()
    def _on_place(self) -> None:
        chosen = choose_folder(self, self.tr("Waar komt je kluis?"))
        if chosen is not None:
            self._folder = chosen / self._folder.name
            self._show_place()

    @Slot()
    def _on_next(self) -> None:
        if self._next.isEnabled():
            self.chosen.emit(self._folder, self._first.text.strip())


def _line_with_icon(theme: Theme, icon_name: str, label: TextLabel, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(theme, icon_name, parent, color="luikgroen_tekst" if icon_name not in {"info", "kluis"} else "inkt_3"))
    row.addWidget(label, 1)
    return row
