"""A new passphrase: proposed or made up, judged while it is typed, and typed twice."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.passphrases import Strength, passphrase_strength, propose_passphrase
from app.ui.theme import Theme
from app.ui.unlock.passphrase_field import PassphraseField
from app.ui.unlock.strength_meter import StrengthMeter
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import TextLabel


class NewPassphrase(QWidget):
    """The two fields with the judgement between them; what is still missing is asked with `missing`."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed in the second field."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strength: Strength | None = None
        self.first = PassphraseField(theme, name, self, is_shown=True)
        self.first.text_changed.connect(self._on_first_changed)
        self.first.entered.connect(self._on_first_entered)
        self._meter = StrengthMeter(theme, self)
        self._level_word = TextLabel("", "kleinsterk", self, wraps=False)
        self._level_text = TextLabel("", "bij", self)
        self._other_words = Button(theme, self.tr("Andere woorden"), self, kind="small", icon_name="refresh-cw")
        self._other_words.clicked.connect(self.propose)
        self.again = PassphraseField(theme, self.tr("Typ de wachtzin nog een keer"), self, placeholder=self.tr("Zo weet je dat je hem kent"))
        self.again.text_changed.connect(self._on_again_changed)
        self.again.entered.connect(self.entered)
        self.setFocusProxy(self.first)
        self._lay_out(name)
        self._on_first_changed("")

    @property
    def passphrase(self) -> str:
        """The words, without the spaces around them."""
        return self.first.text.strip()

    @property
    def missing(self) -> str:
        """What keeps it from being used: `weak`, `again`, or nothing."""
        if self._strength is None or not self._strength.is_acceptable:
            return "weak"
        return "again" if self.passphrase != self.again.text.strip() else ""

    @Slot()
    def propose(self) -> None:
        """Put fresh words in the first field."""
        self.first.set_text(propose_passphrase())
        self.first.edit.setFocus()

    def forget(self) -> None:
        """Take the words off the screen and out of the fields; `setText` empties the list of what can be undone too."""
        self.first.edit.setText("")
        self.again.edit.setText("")

    def _lay_out(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(TextLabel(name, "label", self))
        column.addWidget(self.first)
        strength = QHBoxLayout()
        strength.setSpacing(8)
        for part in (self._meter, self._level_word):
            strength.addWidget(part)
        strength.addWidget(self._level_text, 1)
        strength.addWidget(self._other_words)
        column.addLayout(strength)
        column.addSpacing(8)
        column.addWidget(TextLabel(self.tr("Typ de wachtzin nog een keer"), "label", self))
        column.addWidget(self.again)

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
        self._on_again_changed("")

    @Slot(str)
    def _on_again_changed(self, _text: str) -> None:
        again = self.again.text.strip()
        self.again.set_wrong(is_wrong=bool(again) and not self.passphrase.startswith(again))
        self.changed.emit()

    @Slot()
    def _on_first_entered(self) -> None:
        self.again.edit.setFocus()
