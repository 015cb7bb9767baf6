"""The panel of step 3: what is left of the voice, how that sounds, and going on."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.anonymise_plan import VoiceLevel
from app.ui.anonymise.option_card import OptionCard
from app.ui.anonymise.sound_words import missing_words
from app.ui.anonymise.step import SidePanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import Surface, TextLabel
from app.ui.widgets.play_button import PlayButton

LEVELS = (VoiceLevel.NONE, VoiceLevel.CAPTIONS, VoiceLevel.SPOKEN, VoiceLevel.DISGUISE)
_WITH_CAPTIONS = (VoiceLevel.CAPTIONS, VoiceLevel.SPOKEN)


class VoicePanel(SidePanel):
    """Shows what it is told and tells what is chosen."""

    voice_chosen = Signal(object)
    listening_requested = Signal()
    back_requested = Signal()
    continue_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self.cards: dict[VoiceLevel, OptionCard] = {}
        self._build()

    @property
    def is_ready(self) -> bool:
        """Whether the step can be finished."""
        return self._continue.isEnabled()

    @property
    def continue_words(self) -> str:
        """What the button at the foot says."""
        return self._continue.text()

    @property
    def can_listen(self) -> bool:
        """Whether there is something to listen to."""
        return self._play.isEnabled()

    def show_choice(self, voice: VoiceLevel, *, has_captions: bool) -> None:
        """Show the chosen level; those that say what is written down tell it when nothing is."""
        self.cards[voice].setChecked(True)
        for level in _WITH_CAPTIONS:
            self.cards[level].set_explanation(self._explanations[level] if has_captions else self._without_captions)

    def show_readiness(self, missing: int, *, needs_captions: bool) -> None:
        """Let the step be finished, or say what is left."""
        words = self.tr("Verder: nog ondertitels") if needs_captions else missing_words(missing)
        self._continue.set_ready(is_ready=not missing and not needs_captions, missing=words)

    def show_listening(self, *, is_possible: bool, is_busy: bool, is_playing: bool) -> None:
        """Show whether there is something to listen to, and whether it is being made or heard."""
        self._play.setEnabled(is_possible)
        self._play.set_playing(is_playing=is_playing or is_busy)
        words = self.tr("Zoals het team het straks hoort")
        if not is_possible:
            words = self.tr("Er is niets te horen")
        elif is_busy:
            words = self.tr("Het geluid wordt gemaakt")
        self._listen_words.setText(words)

    def _build(self) -> None:
        column = self.content
        column.addWidget(TextLabel(self.tr("Hoe klinkt de stem?"), "kop2", self))
        column.addWidget(TextLabel(self.tr("Een stem kan iemand verraden, net als een gezicht."), "bij", self))
        column.addSpacing(4)
        column.addWidget(self._build_cards())
        column.addWidget(self._build_listening())
        column.addWidget(self._build_warning())
        column.addStretch(1)
        back = QuietButton(self._theme, self.tr("Beeld"), self, icon_name="terug")
        back.clicked.connect(self.back_requested)
        self._continue = MainButton(self._theme, self.tr("Verder"), self, is_large=False)
        self._continue.clicked.connect(self.continue_requested)
        self.foot.addWidget(back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._continue)

    def _build_cards(self) -> QWidget:
        words = {
            VoiceLevel.NONE: (self.tr("Geen geluid"), self.tr("Veiligste keuze. Er zit geen geluid in de kopie."), "geluid_uit"),
            VoiceLevel.CAPTIONS: (
                self.tr("Geen geluid, wel ondertitels"),
                self.tr("Je leest de woorden. Toon en tempo zijn weg."),
                "ondertitels",
            ),
            VoiceLevel.SPOKEN: (
                self.tr("Een computerstem leest voor"),
                self.tr("De eigen stem is helemaal weg. De woorden kan iemand nog herkennen."),
                "tekst",
            ),
            # Measured; the figures are in CONTRIBUTING under "Besluiten".
            VoiceLevel.DISGUISE: (self.tr("Stem klinkt anders"), self.tr("Software herkent de spreker bijna net zo goed als eerst."), "golf"),
        }
        self._explanations = {level: explanation for level, (_, explanation, _) in words.items()}
        self._without_captions = self.tr("Schrijf eerst op wat er gezegd wordt.")
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for level in LEVELS:
            title, explanation, icon_name = words[level]
            card = OptionCard(self._theme, title, explanation, holder, icon_name=icon_name)
            card.clicked.connect(partial(self._choose, level))
            self.cards[level] = card
            column.addWidget(card)
        return holder

    def _build_listening(self) -> Surface:
        card = Surface("card", self)
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 14, 8)
        row.setSpacing(12)
        self._play = PlayButton(self._theme, card)
        self._play.clicked.connect(self.listening_requested)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(TextLabel(self.tr("Luister 10 seconden"), "sterk", card))
        self._listen_words = TextLabel("", "bij", card)
        words.addWidget(self._listen_words)
        row.addWidget(self._play)
        row.addLayout(words, 1)
        row.addWidget(KeyHint(self._theme, ("H",), card))
        return card

    def _build_warning(self) -> Surface:
        card = Surface("threshold", self)
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(IconLabel(self._theme, "letop", card, color="menie_tekst"), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr("Wie het gezin kent, kan ook de manier van praten of het verhaal herkennen. Kies daarom wie er meekijkt.")
        row.addWidget(TextLabel(words, "klein", card), 1)
        return card

    def _choose(self, level: VoiceLevel, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.voice_chosen.emit(level)
