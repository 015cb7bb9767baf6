"""Step 3: what is left of the sound. Nothing, unless somebody chooses otherwise."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.picture import Picture
from app.domain.anonymise_plan import VoiceLevel
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.mask_stage import MaskStage
from app.ui.anonymise.option_card import OptionCard
from app.ui.anonymise.review import Review
from app.ui.anonymise.step import SidePanel, Step, is_single_key
from app.ui.anonymise.transport import Transport
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class SoundStep(Step):
    """The two levels there are, each with what it really does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._review: Review | None = None
        self._clock: PlaybackClock | None = None
        self._levels: dict[VoiceLevel, OptionCard] = {}
        self._build()

    def work_on(self, review: Review, clock: PlaybackClock) -> None:
        """Take up this plan and this playback."""
        if self._review is not None:
            self._review.changed.disconnect(self._on_plan_changed)
        review.changed.connect(self._on_plan_changed)
        if self._clock is not clock:
            clock.shown.connect(self._on_shown)
            clock.moved.connect(self._on_moved)
            clock.playing_changed.connect(self._on_playing_changed)
        self._review, self._clock = review, clock
        self._on_plan_changed()

    def entered(self) -> None:
        """Show the beginning of the fragment."""
        if self._review and self._clock:
            self._clock.keep_within(self._review.plan.range)
            self._clock.seek(self._review.plan.range.from_ms)
            self.transport.show_times(0, self._review.plan.range.duration_ms)
            self._levels[self._review.plan.voice].setFocus()

    def left(self) -> None:
        """Stop playing."""
        if self._clock:
            self._clock.pause()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden and self._clock:
            self._clock.pause()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
            return True
        if is_single_key(event) and key in (Qt.Key.Key_Space, Qt.Key.Key_K):
            self._on_play()
            return True
        return False

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_room(), 1)
        row.addWidget(self._build_panel())

    def _build_room(self) -> QWidget:
        room = QWidget(self)
        room.setObjectName("room")
        column = QVBoxLayout(room)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        self.stage = MaskStage(self.theme, room)
        self.transport = Transport(self.theme, room)
        self.transport.setObjectName("")
        self.transport.play_requested.connect(self._on_play)
        self.transport.step_requested.connect(self._on_step)
        column.addWidget(self.stage, 1)
        column.addWidget(self.transport)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        cards.addWidget(self._build_gone(room), 1)
        cards.addWidget(self._build_said(room), 1)
        column.addLayout(cards)
        return room

    def _build_gone(self, room: QWidget) -> Surface:
        card = Surface("card", room)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(7)
        column.addWidget(TextLabel(self.tr("Ook weg uit dit fragment"), "sterk", card))
        for words in (self.tr("Titel, datum en plaats"), self.tr("Gegevens in het bestand"), self.tr("Jouw notities en momenten")):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(self.theme, "goed", card, size=16))
            row.addWidget(TextLabel(words, "klein", card), 1)
            column.addLayout(row)
        column.addStretch(1)
        return card

    def _build_said(self, room: QWidget) -> Surface:
        card = Surface("card", room)
        column = QVBoxLayout(card)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(7)
        column.addWidget(TextLabel(self.tr("Luister zelf naar namen"), "sterk", card))
        words = self.tr("De app hoort geen namen. Wordt er een naam, straat of school genoemd? Kies dan geen geluid, of een korter stuk.")
        column.addWidget(TextLabel(words, "klein", card))
        column.addStretch(1)
        return card

    def _build_panel(self) -> SidePanel:
        panel = SidePanel(self.theme, self)
        column = panel.content
        column.addWidget(TextLabel(self.tr("Hoe klinkt de stem?"), "kop2", panel))
        column.addWidget(TextLabel(self.tr("Een stem kan iemand verraden, net als een gezicht."), "bij", panel))
        column.addSpacing(4)
        holder = QWidget(panel)
        cards = QVBoxLayout(holder)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(10)
        words = {
            VoiceLevel.NONE: (self.tr("Geen geluid"), self.tr("Veiligste keuze. Er zit geen geluid in de kopie."), "geluid_uit"),
            VoiceLevel.DISGUISE: (
                self.tr("Stem klinkt anders"),
                self.tr("Anders voor het oor. Met software is de stem terug te herkennen. Namen en woorden blijven te horen."),
                "golf",
            ),
        }
        for level, (title, explanation, icon_name) in words.items():
            card = OptionCard(self.theme, title, explanation, holder, icon_name=icon_name)
            card.clicked.connect(partial(self._choose, level))
            self._levels[level] = card
            cards.addWidget(card)
        column.addWidget(holder)
        column.addWidget(self._build_warning(panel))
        column.addStretch(1)
        back = QuietButton(self.theme, self.tr("Beeld"), panel, icon_name="terug")
        back.clicked.connect(self.back)
        onward = MainButton(self.theme, self.tr("Verder"), panel, is_large=False)
        onward.clicked.connect(self.done)
        panel.foot.addWidget(back)
        panel.foot.addStretch(1)
        panel.foot.addWidget(onward)
        return panel

    def _build_warning(self, panel: QWidget) -> Surface:
        card = Surface("threshold", panel)
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(IconLabel(self.theme, "letop", card, color="menie_tekst"), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr("Wie het gezin kent, kan ook de manier van praten of het verhaal herkennen. Kies daarom wie er meekijkt.")
        row.addWidget(TextLabel(words, "klein", card), 1)
        return card

    def _choose(self, level: VoiceLevel, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        if self._review:
            self._review.set_voice(level)

    @Slot()
    def _on_plan_changed(self) -> None:
        if self._review:
            self._levels[self._review.plan.voice].setChecked(True)

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        if self._review and self.isVisible():
            self.stage.show_picture(picture)
            self.stage.show_masks(self._review.masks(self._review.frame_at(picture.at_ms)), self._review.plan.mask)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self._review and self.isVisible():
            chosen = self._review.plan.range
            self.transport.show_times(max(0, min(at_ms - chosen.from_ms, chosen.duration_ms)), chosen.duration_ms)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.transport.set_playing(is_playing=is_playing)

    @Slot()
    def _on_play(self) -> None:
        if self._clock:
            self._clock.toggle()

    @Slot(int)
    def _on_step(self, frames: int) -> None:
        if self._clock:
            self._clock.step(frames)
