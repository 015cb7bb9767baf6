"""The cards over the window: what belongs to a pane, and what this frame is and is not."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.kijkkader import Cell, Indicator, Kader
from app.ui.theme import Theme
from app.ui.viewing.panes.window_panes import several_people_words
from app.ui.widgets.buttons import PlainButton
from app.ui.widgets.labels import Heading, Line, Surface, TextLabel
from app.ui.widgets.switch import Switch

_WIDTH_PX, _MOST_HEIGHT_PX = 400, 560


class FrameCard(QFrame):
    """Floats beside what it is about; Esc or a click elsewhere closes it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._theme = theme
        surface = Surface("menu", self)
        self._inside = QWidget(surface)
        self._inside.setObjectName("scrolled")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(18, 14, 18, 16)
        self._column.setSpacing(6)
        self._column.addWidget(Heading(title, "kop3", self._inside))
        self._scroll = QScrollArea(surface)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        within = QVBoxLayout(surface)
        within.setContentsMargins(2, 2, 2, 2)
        within.addWidget(self._scroll)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(surface)

    def say(self, text: str, role: str = "gewoon") -> None:
        """Add a sentence; nothing for no words."""
        if text:
            self._column.addWidget(TextLabel(text, role, self._inside))

    def add(self, widget: QWidget) -> None:
        """Add something else."""
        self._column.addWidget(widget)

    def open_at(self, place: QPoint) -> None:
        """Show the card here, within the screen, with the keyboard on the first thing that can be chosen."""
        tokens = self._theme.current
        width = tokens.scaled(_WIDTH_PX)
        height = min(self._inside.heightForWidth(width - 8) + 8, tokens.scaled(_MOST_HEIGHT_PX))
        room = self.screen().availableGeometry()
        self.setGeometry(min(place.x(), room.right() - width), min(place.y(), room.bottom() - height), width, height)
        self.show()
        first = next(iter(self._inside.findChildren(Switch)), None)
        (first or self._scroll).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def pane_card(theme: Theme, cell: Cell, watched: Sequence[str], toggle: Callable[[str], object], parent: QWidget, *, people: int) -> FrameCard:
    """Return the card of a pane: its question, and its indicators with what helps and what chafes, to look for or not."""
    card = FrameCard(theme, cell.name.nl, parent)
    card.say(cell.core.nl, "citaat")
    for indicator in cell.indicators:
        if not indicator.is_retired:
            _add_indicator(card, theme, indicator, watched, toggle, can_be_seen=people > 1 or not indicator.needs_several_people)
    return card


def about_card(theme: Theme, kader: Kader, open_frames: Callable[[], object], parent: QWidget) -> FrameCard:
    """Return the card that says whose frame this is, and what its words mean here; from it one goes on to the frames themselves."""
    card = FrameCard(theme, kader.name.nl, parent)
    card.say(kader.notice.nl)
    card.say(card.tr("Versie {version}").format(version=kader.version), "bij")
    go_on = PlainButton(theme, card.tr("Bekijk of pas het kijkkader aan"), card)
    go_on.clicked.connect(partial(_close_and_call, card, open_frames))
    card.add(go_on)
    for term in kader.glossary:
        card.add(Line(card))
        card.say(term.term, "sterk")
        card.say(term.explanation.nl)
    return card


def _add_indicator(
    card: FrameCard, theme: Theme, indicator: Indicator, watched: Sequence[str], toggle: Callable[[str], object], *, can_be_seen: bool
) -> None:
    card.add(Line(card))
    switch = Switch(theme, indicator.name.nl, card)
    switch.setAccessibleName(card.tr("Let op: {name}").format(name=indicator.name.nl))
    switch.setAccessibleDescription(indicator.description.nl)
    switch.setChecked(indicator.indicator_id in watched)
    # Who looks for it already must be able to stop.
    switch.setEnabled(can_be_seen or indicator.indicator_id in watched)
    switch.clicked.connect(partial(_toggle_and_close, card, toggle, indicator.indicator_id))
    card.add(switch)
    card.say("" if can_be_seen else several_people_words(), "letop")
    card.say(indicator.description.nl)
    card.say(card.tr("Helpt: {text}").format(text=indicator.helps.nl) if indicator.helps.nl else "", "bij")
    card.say(card.tr("Schuurt: {text}").format(text=indicator.chafes.nl) if indicator.chafes.nl else "", "bij")


def _close_and_call(card: FrameCard, call: Callable[[], object], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
    card.close()
    call()


def _toggle_and_close(card: FrameCard, toggle: Callable[[str], object], indicator_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
    card.close()
    toggle(indicator_id)
