"""The people of the fragment, a card each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.alike import proposals
from app.domain.mask_editing import track_of
from app.ui.anonymise.picture_words import PictureWords, kind_words
from app.ui.anonymise.review import Review
from app.ui.anonymise.track_card import TrackCard
from app.ui.theme import Theme
from app.ui.widgets.labels import TextLabel


class PeopleList(QWidget):
    """Passes on what is asked on a card; the signals are those of `TrackCard`."""

    chosen = Signal(str)
    accept_requested = Signal(str)
    person_chosen = Signal(str, str)
    not_a_face_chosen = Signal(str)
    show_requested = Signal(str, str)
    hide_requested = Signal(str)
    join_requested = Signal(str, str)
    apart_requested = Signal(str, str)
    kind_chosen = Signal(str, object)
    follow_requested = Signal(str)
    revealed = Signal(QWidget)
    """This card should be in view."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: dict[str, TrackCard] = {}
        """By the id of the track."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._nobody = TextLabel(self.tr("De app vond geen gezicht. Kijk zelf alles na, en teken een vlak waar dat nodig is."), "gewoon", self)
        self._column.addWidget(self._nobody)

    def show_plan(self, review: Review, words: PictureWords, selected: str) -> None:
        """Show everybody as the plan has them now."""
        self._match_cards([track.track_id for track in review.plan.tracks])
        alike = dict(reversed(proposals(review.plan)))
        everybody = [(track.track_id, f"{track.letter}  {words.name(track)}") for track in review.plan.tracks]
        for track in review.plan.tracks:
            card = self.cards[track.track_id]
            doubts = [doubt for doubt in review.doubts if doubt.track_id == track.track_id]
            sentence = words.doubt(doubts[0], len(doubts) - 1) if doubts else words.rest(track)
            card.show_track(track, words.name(track), sentence, words.action(doubts[0]) if doubts else "")
            card.offer_joining([each for each in everybody if each[0] != track.track_id])
            other_id = alike.get(track.track_id, "")
            card.ask_same(other_id, words.name(track_of(review.plan, other_id)) if other_id else "")
            card.set_selected(is_selected=track.track_id == selected)

    def select(self, track_id: str) -> None:
        """Open this card and close the others; empty closes all."""
        for card in self.cards.values():
            card.set_selected(is_selected=card.track_id == track_id)
        if track_id in self.cards:
            self.revealed.emit(self.cards[track_id])

    def ask_reason(self, track_id: str) -> None:
        """Ask why this person may stay visible."""
        self.revealed.emit(self.cards[track_id])
        self.cards[track_id].ask_reason()

    def _match_cards(self, wanted: list[str]) -> None:
        for track_id in [each for each in self.cards if each not in wanted]:
            card = self.cards.pop(track_id)
            card.hide()
            card.deleteLater()
        for place, track_id in enumerate(wanted):
            if track_id not in self.cards:
                self.cards[track_id] = self._new_card(track_id)
            self._column.insertWidget(place, self.cards[track_id])
        self._nobody.setVisible(not wanted)

    def _new_card(self, track_id: str) -> TrackCard:
        card = TrackCard(self._theme, self._roles(), kind_words(), track_id, self)
        card.chosen.connect(self.chosen)
        card.accept_requested.connect(self.accept_requested)
        card.person_chosen.connect(self.person_chosen)
        card.not_a_face_chosen.connect(self.not_a_face_chosen)
        card.show_requested.connect(self.show_requested)
        card.hide_requested.connect(self.hide_requested)
        card.join_requested.connect(self.join_requested)
        card.apart_requested.connect(self.apart_requested)
        card.kind_chosen.connect(self.kind_chosen)
        card.follow_requested.connect(self.follow_requested)
        return card

    def _roles(self) -> tuple[str, ...]:
        """Return who somebody can be: a role, never a name."""
        return (
            self.tr("Jij, de werker"),
            self.tr("Moeder"),
            self.tr("Vader"),
            self.tr("Ouder"),
            self.tr("Jongere"),
            self.tr("Kind"),
            self.tr("Broer of zus"),
            self.tr("Opa of oma"),
            self.tr("Iemand van het netwerk"),
            self.tr("Collega"),
            self.tr("Voorbijganger"),
        )
