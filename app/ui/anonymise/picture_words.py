"""What step 2 says of a person, a mask and a spot to look at."""

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from app.domain import mask_editing as editing
from app.domain.anonymise_plan import Track, TrackKind
from app.domain.doubt import Doubt, DoubtKind
from app.domain.timecode import format_time
from app.ui.anonymise.review import Review
from app.ui.anonymise.tip import Tip


def kind_words() -> dict[TrackKind, str]:
    """Return what a region can be of, in the order of the list to choose from."""
    translate = QCoreApplication.translate
    return {
        TrackKind.OTHER: translate("Kinds", "Iets anders"),
        TrackKind.HEAD: translate("Kinds", "Hoofd"),
        TrackKind.BADGE: translate("Kinds", "Naamkaartje"),
        TrackKind.PHOTO: translate("Kinds", "Foto"),
        TrackKind.SCREEN: translate("Kinds", "Scherm"),
        TrackKind.WINDOW: translate("Kinds", "Raam of uitzicht"),
        TrackKind.TATTOO: translate("Kinds", "Tatoeage"),
        TrackKind.LETTER: translate("Kinds", "Brief"),
        TrackKind.WRITING: translate("Kinds", "Tekst in beeld"),
    }


def track_name(track: Track) -> str:
    """Return who or what this is, or the letter while nobody said so."""
    if track.person:
        return track.person
    if not editing.is_region(track):
        return QCoreApplication.translate("Kinds", "Persoon {letter}").format(letter=track.letter)
    return QCoreApplication.translate("Kinds", "Getekend vlak") if track.kind is TrackKind.OTHER else kind_words()[track.kind]


class PictureWords(QObject):
    """Sentences about the plan as it is now."""

    def __init__(self, review: Review, parent: QObject) -> None:
        super().__init__(parent)
        self._review = review

    def name(self, track: Track) -> str:
        """Return who this is, or the letter while nobody said so."""
        return track_name(track)

    def rest(self, track: Track) -> str:
        """Return how it stands with a person about whom nothing is asked."""
        if not track.hidden:
            known = {editing.NOT_A_FACE: self.tr("Geen gezicht, niet bedekt"), editing.NOT_RECOGNISABLE: self.tr("Niets herkenbaars, niet bedekt")}
            return known.get(track.reason) or self.tr("Blijft zichtbaar: {reason}").format(reason=track.reason)
        if editing.is_drawn(track):
            is_still = len({key.box for key in track.keys}) == 1
            return self.tr("Zelf getekend, staat stil") if is_still and not editing.is_following(track) else self.tr("Zelf getekend, beweegt mee")
        times = self._review.plan.frame_times_ms
        first, last = track.keys[0].frame, track.keys[-1].frame
        if (first, last) == (0, len(times) - 1):
            return self.tr("Heel het fragment bedekt")
        return self.tr("Bedekt van {start} tot {end}").format(start=format_time(times[first]), end=format_time(times[last]))

    def doubt(self, doubt: Doubt, more: int) -> str:
        """Return what there is to look at, for the list of people; `more` is how many spots this person has besides."""
        times = self._review.plan.frame_times_ms
        length = QLocale().toString((times[doubt.last] - times[doubt.first]) / 1000, "f", 1)
        words = {
            DoubtKind.UNSURE: self.tr("Op {at}: is dit een gezicht?"),
            DoubtKind.GUESSED: self.tr("Op {at} zag de app {length} seconde niets"),
            DoubtKind.LOST: self.tr("Op {at} raakt de app dit gezicht kwijt"),
            DoubtKind.APPEARED: self.tr("Op {at} begint dit gezicht midden in beeld"),
            DoubtKind.STRAYED: self.tr("Op {at} is de app dit {length} seconde kwijt"),
            DoubtKind.WRITING: self.tr("Op {at}: hier staat tekst"),
        }[doubt.kind].format(at=format_time(times[doubt.first]), length=length)
        if not more:
            return words
        others = self.tr("Kijk ook op nog 1 plek.") if more == 1 else self.tr("Kijk ook op nog {more} plekken.").format(more=more)
        return f"{words} {others}" if words.endswith("?") else f"{words}. {others}"

    def action(self, doubt: Doubt) -> str:
        """Return what the button beside it says."""
        if doubt.kind is DoubtKind.WRITING:
            return self.tr("Bedek")
        return self.tr("Herstel") if self._review.next_of(doubt) else self.tr("Klopt")

    def drawing_tip(self) -> Tip:
        """Return the line for while a mask is being drawn."""
        keys = (("+", self.tr("groter")), ("Enter", self.tr("bewaar")), ("Esc", self.tr("stop")))
        return Tip("vlak_tekenen", self.tr("Sleep een vlak, of gebruik de pijltjes."), keys)

    def follow_tip(self, percent: int) -> Tip:
        """Return the line for while a region is being made to follow the picture."""
        return Tip("vlak_tekenen", self.tr("De app volgt het vlak: {percent} %.").format(percent=percent), (("Esc", self.tr("stop")),))

    def quick_tip(self) -> Tip:
        """Return the line for while everything is watched quickly."""
        words = self.tr("Zie je iemand of iets onbedekt? Stop dan en teken.")
        return Tip("zichtbaar", words, (("Spatie", self.tr("stop")), ("T", self.tr("teken zelf"))))

    def doubt_tip(self, doubt: Doubt, *, is_last: bool = False) -> Tip:
        """Return the line for a spot to look at; with the last one there is a key to agree and go on."""
        letter = editing.track_of(self._review.plan, doubt.track_id).letter
        sentence = {
            DoubtKind.UNSURE: self.tr("Is {letter} hier een gezicht?"),
            DoubtKind.GUESSED: self.tr("Hier zag de app het gezicht van {letter} even niet."),
            DoubtKind.LOST: self.tr("Hier raakt de app het gezicht van {letter} kwijt."),
            DoubtKind.APPEARED: self.tr("Hier begint het gezicht van {letter}, midden in beeld."),
            DoubtKind.STRAYED: self.tr("Hier is de app vlak {letter} kwijt. Het wacht en wordt groter."),
            DoubtKind.WRITING: self.tr("Hier staat tekst. Vlak {letter} ligt eroverheen."),
        }[doubt.kind].format(letter=letter)
        middle = {
            DoubtKind.LOST: ("]", self.tr("trek door tot hier")),
            DoubtKind.APPEARED: ("[", self.tr("trek door tot hier")),
            DoubtKind.STRAYED: ("←", self.tr("verplaats het")),
            DoubtKind.WRITING: ("X", self.tr("mag te zien zijn")),
        }.get(doubt.kind, ("X", self.tr("geen gezicht")))
        icon_name = "vlak_tekenen" if doubt.kind in (DoubtKind.STRAYED, DoubtKind.WRITING) else "gezicht"
        last = ("Ctrl+Enter", self.tr("klopt, en verder")) if is_last else ("T", self.tr("teken zelf"))
        return Tip(icon_name, sentence, (("Enter", self._enter(doubt)), middle, last))

    def _enter(self, doubt: Doubt) -> str:
        if self._review.next_of(doubt):
            return self.tr("trek het vlak door")
        return self.tr("bedek") if doubt.kind in (DoubtKind.UNSURE, DoubtKind.WRITING) else self.tr("klopt zo")
