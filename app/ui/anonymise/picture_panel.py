"""The panel of step 2: who is in the picture, what the app cannot see, how heads are covered."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.anonymise_plan import WEAKER_STYLES, MaskStyle
from app.ui.anonymise.option_card import OptionCard
from app.ui.anonymise.people_list import PeopleList
from app.ui.anonymise.step import SidePanel
from app.ui.theme import Theme
from app.ui.widgets.buttons import ChipButton, MainButton, QuietButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel


class PicturePanel(SidePanel):
    """Shows what it is told and tells what is chosen."""

    continue_requested = Signal()
    style_chosen = Signal(object)
    watched_for_chosen = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._chips: dict[str, ChipButton] = {}
        self._styles: dict[MaskStyle, OptionCard] = {}
        self._build()

    @property
    def is_ready(self) -> bool:
        """Whether the step can be finished."""
        return self._continue.isEnabled()

    @property
    def continue_words(self) -> str:
        """What the button at the foot says."""
        return self._continue.text()

    def card(self, style: MaskStyle) -> OptionCard:
        """Return the card of one way to cover."""
        return self._styles[style]

    def show_choices(self, style: MaskStyle, watched_for: tuple[str, ...]) -> None:
        """Show what is chosen now."""
        self._styles[style].setChecked(True)
        self._show_weaker(self._weaker.isChecked())
        for chip_id, chip in self._chips.items():
            chip.setChecked(chip_id in watched_for)
            chip.set_icon_name("goed" if chip_id in watched_for else "")

    def show_readiness(self, spots: int) -> None:
        """Let the step be finished, or say how many spots are left."""
        missing = self.tr("Verder: nog 1 plek") if spots == 1 else self.tr("Verder: nog {count} plekken").format(count=spots)
        self._continue.set_ready(is_ready=not spots, missing=missing)

    @Slot(QWidget)
    def _on_revealed(self, card: QWidget) -> None:
        self.area.ensureWidgetVisible(card, 0, 24)

    def _build(self) -> None:
        column = self.content
        column.addWidget(TextLabel(self.tr("Is iedereen bedekt?"), "kop2", self))
        column.addWidget(TextLabel(self.tr("De app zoekt gezichten en tekst. Jij kijkt of het klopt."), "bij", self))
        self.people = PeopleList(self._theme, self)
        self.people.revealed.connect(self._on_revealed)
        column.addWidget(self.people)
        column.addSpacing(4)
        column.addWidget(TextLabel(self.tr("Dit ziet de app niet. Let hier zelf op."), "sterk", self))
        column.addWidget(self._build_chips())
        column.addSpacing(4)
        column.addWidget(TextLabel(self.tr("Hoe bedekken?"), "sterk", self))
        column.addWidget(self._build_styles())
        column.addStretch(1)
        self.foot.addWidget(IconLabel(self._theme, "op_dit_apparaat", self, size=16))
        self.foot.addWidget(TextLabel(self.tr("Je opname zelf verandert niet"), "bij", self), 1)
        self._continue = MainButton(self._theme, self.tr("Verder"), self, is_large=False)
        self._continue.clicked.connect(self.continue_requested)
        self.foot.addWidget(self._continue)

    def _build_chips(self) -> QWidget:
        words = {
            "mirror": self.tr("spiegel of scherm"),
            "logo": self.tr("logo op kleding"),
            "paper": self.tr("brief, post, pillendoos"),
            "skin": self.tr("tatoeage of litteken"),
            "view": self.tr("uitzicht, huisnummer"),
            "passer": self.tr("iemand loopt langs"),
        }
        holder = QWidget(self)
        flow = FlowLayout(holder)
        for chip_id, text in words.items():
            chip = ChipButton(self._theme, text, holder)
            chip.clicked.connect(self._on_chip)
            self._chips[chip_id] = chip
            flow.addWidget(chip)
        return holder

    def _build_styles(self) -> QWidget:
        strong = {
            MaskStyle.SOLID: (self.tr("Dekkend vlak met een letter"), self.tr("Je ziet nog wie praat en hoe iemand zit.")),
            MaskStyle.SILHOUETTE: (self.tr("Hele persoon als silhouet"), self.tr("Ook kleding en haar zijn dan weg. Je ziet nog hoe iemand zit.")),
            MaskStyle.TEXT: (self.tr("Geen beeld, alleen tekst"), self.tr("Veiligste keuze. Past bij een bekend verhaal.")),
        }
        weak = {
            MaskStyle.PIXELATE: (self.tr("Zwakker: grove blokjes"), self.tr("Software kan iemand soms nog herkennen.")),
            MaskStyle.BLUR: (self.tr("Zwakker: vervagen"), self.tr("Software kan iemand soms nog herkennen.")),
        }
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._add_cards(holder, column, strong)
        self._weaker = QuietButton(self._theme, self.tr("Zwakkere keuzes"), holder, icon_name="kiezen")
        self._weaker.setCheckable(True)
        self._weaker.toggled.connect(self._show_weaker)
        column.addWidget(self._weaker, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_cards(holder, column, weak)
        self._show_weaker(self._weaker.isChecked())
        return holder

    def _add_cards(self, holder: QWidget, column: QVBoxLayout, words: dict[MaskStyle, tuple[str, str]]) -> None:
        for style, (title, explanation) in words.items():
            card = OptionCard(self._theme, title, explanation, holder)
            card.clicked.connect(partial(self._choose_style, style))
            self._styles[style] = card
            column.addWidget(card)

    @Slot(bool)
    def _show_weaker(self, is_open: bool) -> None:  # noqa: FBT001 - the signal's argument
        # The one that is chosen is never out of sight.
        for style in WEAKER_STYLES:
            card = self._styles[style]
            card.setVisible(is_open or card.isChecked())

    def _choose_style(self, style: MaskStyle, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.style_chosen.emit(style)

    @Slot()
    def _on_chip(self) -> None:
        self.watched_for_chosen.emit(tuple(chip_id for chip_id, chip in self._chips.items() if chip.isChecked()))
