"""Which key does what in the Kijkkamer: other keys, none, those under one hand, or only together with Alt."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from app.services.preferences import Preferences
from app.ui.safety.card import Card
from app.ui.theme import Theme
from app.ui.viewing.key_choices import LEFT_HAND, RIGHT_HAND, KeyChoices, changeable_ids, chosen_keys
from app.ui.viewing.physical_keys import digit_of
from app.ui.widgets.buttons import PlainButton, QuietButton, SegmentButton
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.switch import Switch

_HANDS: tuple[Mapping[str, str], ...] = ({}, LEFT_HAND, RIGHT_HAND)
_OFF = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeysCard(Card):
    """Works at once, and is kept on this device; the Kijkkamer takes it over when it is opened."""

    chosen = Signal()
    help_requested = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(theme, "toetsen", "", parent)
        self.set_title(self.tr("Toetsen"))
        self._preferences = preferences
        self.choices = chosen_keys(preferences)
        self.say(self.tr("Bijna alles gaat met één toets. Met een vraagteken zie je overal welke."))
        every = PlainButton(theme, self.tr("Bekijk alle toetsen"), self, keys=("?",))
        every.clicked.connect(self.help_requested)
        self.add_row(every)
        self.with_alt = Switch(theme, self.tr("Losse toetsen alleen samen met Alt"), self)
        self.column.addWidget(self.with_alt)
        self.say(self.tr("Handig als je met je stem bedient, of als je hand op het toetsenbord rust."), "bij")
        self.say(self.tr("Voor welke hand"), "label")
        self.hands = QButtonGroup(self)
        for place, words in enumerate((self.tr("Allebei"), self.tr("Linkerhand"), self.tr("Rechterhand"))):
            self.hands.addButton(SegmentButton(theme, words, self), place)
        self.add_row(*self.hands.buttons())
        self.say(self.tr("Verander een toets"), "label")
        self.said = self.say(self.tr("Klik op een toets en druk op een andere. Met Backspace heeft hij geen toets meer."), "bij")
        self.buttons: dict[str, KeyButton] = {}
        self.column.addWidget(self._list())
        self.usual = QuietButton(theme, self.tr("Zet alle toetsen terug"), self)
        self.add_row(self.usual)
        self.with_alt.toggled.connect(self._on_alt)
        self.hands.idClicked.connect(self._on_hand)
        self.usual.clicked.connect(self._on_usual)
        self.show_choices()

    def show_choices(self) -> None:
        """Show what is chosen now."""
        self.with_alt.setChecked(self.choices.needs_alt)
        hand = next((place for place, keys in enumerate(_HANDS) if dict(keys) == dict(self.choices.own)), None)
        # A group with one choice at a time cannot show that none of the three is chosen.
        self.hands.setExclusive(False)
        for place, button in enumerate(self.hands.buttons()):
            button.setChecked(place == hand)
        self.hands.setExclusive(True)
        for action_id, button in self.buttons.items():
            button.show_cap(self.choices.cap(action_id))

    def _list(self) -> QWidget:
        room = QWidget(self)
        grid = QGridLayout(room)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        words = {action.action_id: action.text for row in KeyChoices().rows for action in row.actions if action.text}
        for line, action_id in enumerate(changeable_ids(KeyChoices().rows)):
            button = KeyButton(self.theme, words[action_id], room)
            button.sign_pressed.connect(partial(self._on_sign, action_id))
            self.buttons[action_id] = button
            grid.addWidget(TextLabel(words[action_id], "uitleg", room), line, 0)
            grid.addWidget(button, line, 1)
        return room

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _take(self, choices: KeyChoices) -> None:
        self.choices = choices
        self._preferences.keys = dict(choices.own)
        self._preferences.single_keys_need_alt = choices.needs_alt
        self.show_choices()
        self.chosen.emit()

    def _on_sign(self, action_id: str, sign: str) -> None:
        words = self.buttons[action_id].words
        owner = self.choices.owner_of(sign) if sign else None
        if sign and not self.choices.may_use(sign):
            self._say(self.tr("Deze toets kan niet. Kies een letter, een cijfer of een leesteken."))
        elif owner is not None and owner.action_id != action_id:
            refusal = self.tr("{key} hoort al bij: {other}. Kies een andere toets, of geef die eerst een andere.")
            self._say(refusal.format(key=sign.upper(), other=owner.text))
        else:
            self._take(self.choices.with_key(action_id, sign))
            has_key = self.tr("{what} gaat nu met {key}.").format(what=words, key=sign.upper())
            self._say(has_key if sign else self.tr("{what} heeft geen losse toets meer.").format(what=words))

    @Slot(bool)
    def _on_alt(self, needs_alt: bool) -> None:  # noqa: FBT001 - the signal's shape
        if needs_alt != self.choices.needs_alt:
            self._take(KeyChoices(self.choices.own, needs_alt))

    @Slot(int)
    def _on_hand(self, place: int) -> None:
        self._take(KeyChoices(_HANDS[place], self.choices.needs_alt))

    @Slot()
    def _on_usual(self) -> None:
        self._take(KeyChoices())
        self._say(self.tr("Alle toetsen staan weer zoals ze waren."))


class KeyButton(PlainButton):
    """Shows the key of an action; once pressed it waits for another."""

    sign_pressed = Signal(str)
    """A single sign; empty for none."""

    def __init__(self, theme: Theme, words: str, parent: QWidget) -> None:
        super().__init__(theme, "", parent)
        self.words = words
        self._cap = ""
        self._is_waiting = False
        self.clicked.connect(self._on_clicked)

    def show_cap(self, cap: str) -> None:
        """Show this key; empty for none."""
        self._cap = cap
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key that was waited for; Esc keeps the one there was, Tab goes on."""
        if not self._is_waiting or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift):
            super().keyPressEvent(event)
            return
        self._wait(is_waiting=False)
        if event.key() in _OFF:
            self.sign_pressed.emit("")
        elif event.key() != Qt.Key.Key_Escape:
            self.sign_pressed.emit(digit_of(event) or event.text().lower() or " ")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Wait no longer."""
        super().focusOutEvent(event)
        self._wait(is_waiting=False)

    def _wait(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self._show()

    def _show(self) -> None:
        shown = self.tr("Druk op een toets") if self._is_waiting else self._cap or self.tr("geen")
        self.setText(shown)
        self.setAccessibleName(f"{self.words}: {shown}")
        self.updateGeometry()

    @Slot()
    def _on_clicked(self) -> None:
        self._wait(is_waiting=True)
