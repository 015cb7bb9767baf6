"""Step 3: choosing about words, one after the other."""

from PySide6.QtCore import QObject, Signal

from app.domain.found_name import FoundName, NameKind
from app.domain.spoken_line import Piece
from app.ui.anonymise.review_words import ReviewWords
from app.ui.anonymise.sound_timeline import SoundTimeline
from app.ui.anonymise.word_card import WordCard
from app.ui.anonymise.words_view import WordsView


class WordChoosing(QObject):
    """What the keys, the card and a click do about the word that is chosen."""

    said = Signal(str)

    def __init__(self, view: WordsView, card: WordCard, timeline: SoundTimeline, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._card = card
        self._timeline = timeline
        self._words: ReviewWords | None = None

    @property
    def words(self) -> ReviewWords:
        """What is worked on."""
        if self._words is None:
            raise RuntimeError("the step was used before it had work")
        return self._words

    def work_on(self, words: ReviewWords) -> None:
        """Take up this work."""
        self._words = words

    def show_card(self) -> None:
        """Put the card under the chosen word when that is a name, and away otherwise."""
        piece = self._view.chosen_piece
        if piece is None or piece.name is None:
            self._view.put_card(None, None)
            return
        self._card.show_piece(piece, len(self.words.same_pieces(piece)))
        self._view.put_card(self._card, self._view.chosen_row)

    def take_click(self) -> None:
        """Give a plain word that was clicked its bleep; a name only shows its card."""
        piece = self._view.chosen_piece
        if piece and piece.name is None:
            self.words.hide(piece)

    def hide(self) -> None:
        """Give the word a bleep; a bleep given by hand is taken back."""
        piece = self._piece()
        if piece is None:
            return
        if piece.name and piece.name.is_hidden:
            if piece.name.kind is NameKind.BY_HAND:
                self.words.forget(piece)
            return
        self.words.hide(piece)
        self._go_on()

    def hide_same(self) -> None:
        """Give every word that is the same a bleep."""
        if piece := self._piece():
            count = self.words.hide_same(piece)
            self.said.emit(self.tr("{count} keer “{text}” krijgt een piep. Z maakt het ongedaan.").format(count=count, text=piece.text))
            self._go_on()

    def ask_reason(self) -> None:
        """Ask why the word may be heard; of a bleep given by hand nobody asks."""
        piece = self._piece()
        if piece is None or piece.name is None or piece.name.is_hidden is False:
            return
        if piece.name.kind is NameKind.BY_HAND:
            self.words.forget(piece)
        else:
            self._view.choose_piece(piece)
            self._card.ask_reason()

    def leave(self, reason: str) -> None:
        """Let the word be heard, for this reason."""
        if piece := self._view.chosen_piece:
            self.words.leave(piece, reason)
            self._view.setFocus()
            self._go_on()

    def go_to_first(self) -> None:
        """Choose the first word about which nobody chose yet."""
        if pieces := self._open_pieces():
            self._view.choose_piece(pieces[0])

    def go_to_next(self, direction: int) -> None:
        """Choose the next or the one before; round the end to the beginning, so that one key shows every word."""
        chosen = self._view.chosen_piece
        at = (chosen.range.from_ms, chosen.first) if chosen else (-1, 0)
        pieces = self._open_pieces()
        places = [(piece.range.from_ms, piece.first) for piece in pieces]
        further = [piece for piece, place in zip(pieces, places, strict=True) if (place > at if direction > 0 else place < at)]
        if pieces:
            self._view.choose_piece((further or pieces)[0 if direction > 0 else -1])

    def choose_bleep(self, bleep: object) -> None:
        """Choose the word of this bleep."""
        if piece := self._piece_of(bleep):
            self._view.choose_piece(piece)

    def _go_on(self) -> None:
        if self.words.undecided:
            self.go_to_next(1)
        self.show_card()

    def _open_pieces(self) -> list[Piece]:
        return [piece for line in self.words.lines for piece in line.pieces if piece.name and piece.name.is_hidden is None]

    def _piece(self) -> Piece | None:
        """Return the word that is meant: of the chosen bleep while the timeline has the keys, the chosen word otherwise."""
        bleep = self._timeline.chosen
        return self._piece_of(bleep) if self._timeline.hasFocus() and isinstance(bleep, FoundName) else self._view.chosen_piece

    def _piece_of(self, bleep: object) -> Piece | None:
        return next((piece for line in self.words.lines for piece in line.pieces if piece.name is not None and piece.name == bleep), None)
