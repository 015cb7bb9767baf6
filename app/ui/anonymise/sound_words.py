"""What step 3 says of words, bleeps and lines."""

from PySide6.QtCore import QCoreApplication

from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import OwnWord
from app.domain.spoken_line import Piece, same_word
from app.domain.timecode import TimeRange, format_time

translate = QCoreApplication.translate


def kind_words(name: FoundName, own_words: tuple[OwnWord, ...]) -> str:
    """Return in a word why this one was found."""
    if name.kind is NameKind.OWN:
        return next((own.stands_for for own in own_words if same_word(own.text, name.text)), translate("SoundWords", "naam"))
    return {
        NameKind.FIRST_NAME: translate("SoundWords", "naam"),
        NameKind.SURNAME: translate("SoundWords", "achternaam"),
        NameKind.PLACE: translate("SoundWords", "plaats"),
        NameKind.STREET: translate("SoundWords", "straat"),
        NameKind.INSTITUTION: translate("SoundWords", "instelling"),
        NameKind.DATE: translate("SoundWords", "datum"),
        NameKind.AGE: translate("SoundWords", "leeftijd"),
        NameKind.PHONE: translate("SoundWords", "telefoon"),
        NameKind.POSTCODE: translate("SoundWords", "postcode"),
        NameKind.BSN: translate("SoundWords", "BSN"),
        NameKind.BANK: translate("SoundWords", "rekening"),
        NameKind.EMAIL: translate("SoundWords", "mailadres"),
        NameKind.UNCLEAR: translate("SoundWords", "onduidelijk"),
    }.get(name.kind, translate("SoundWords", "zelf gekozen"))


def why(name: FoundName) -> str:
    """Return what this word may give away."""
    return {
        NameKind.OWN: translate("SoundWords", "Dit woord staat op jouw lijst."),
        NameKind.PLACE: translate("SoundWords", "Een plaats wijst de weg naar het gezin."),
        NameKind.STREET: translate("SoundWords", "Een straat wijst de weg naar het gezin."),
        NameKind.INSTITUTION: translate("SoundWords", "Een school of instelling wijst de weg naar het gezin."),
        NameKind.DATE: translate("SoundWords", "Een datum kan het gezin verraden, ook zonder naam."),
        NameKind.AGE: translate("SoundWords", "Een leeftijd kan het gezin verraden, ook zonder naam."),
        NameKind.PHONE: translate("SoundWords", "Dit lijkt op een telefoonnummer."),
        NameKind.POSTCODE: translate("SoundWords", "Dit lijkt op een postcode."),
        NameKind.BSN: translate("SoundWords", "Dit lijkt op een burgerservicenummer."),
        NameKind.BANK: translate("SoundWords", "Dit lijkt op een rekeningnummer."),
        NameKind.EMAIL: translate("SoundWords", "Dit lijkt op een mailadres."),
        NameKind.UNCLEAR: translate("SoundWords", "De computer kent dit woord niet. Misschien is het een naam."),
        NameKind.BY_HAND: translate("SoundWords", "Deze piep heb je zelf gezet."),
    }.get(name.kind, translate("SoundWords", "Dit lijkt op een naam."))


def state_words(name: FoundName) -> str:
    """Return what was decided about this word."""
    if name.is_hidden is None:
        return translate("SoundWords", "nog kiezen")
    return translate("SoundWords", "piep") if name.is_hidden else translate("SoundWords", "blijft staan: {reason}").format(reason=name.reason)


def spoken_piece(piece: Piece, kind: str) -> str:
    """Return how a screen reader says this word."""
    return f"{piece.text}{piece.tail}" if piece.name is None else f"{piece.text} ({kind}, {state_words(piece.name)}){piece.tail}"


def silence_words(within: TimeRange) -> str:
    """Return how long nobody says anything."""
    return translate("SoundWords", "{count} seconden stil").format(count=round(within.duration_ms / 1000))


def bleep_words(bleep: FoundName | TimeRange) -> str:
    """Return what a bleep on the timeline is."""
    if isinstance(bleep, FoundName):
        return translate("SoundWords", "“{text}” op {at}, {state}").format(
            text=bleep.text, at=format_time(bleep.range.from_ms), state=state_words(bleep)
        )
    return translate("SoundWords", "Zelf getekende piep van {start} tot {end}").format(start=format_time(bleep.from_ms), end=format_time(bleep.to_ms))


def count_words(bleeps: int, undecided: int) -> str:
    """Return the counter above what is said: what is there and what is left."""
    words = translate("SoundWords", "1 piep") if bleeps == 1 else translate("SoundWords", "{count} pieps").format(count=bleeps)
    return translate("SoundWords", "{bleeps}, {count} nog kiezen").format(bleeps=words, count=undecided) if undecided else words


def missing_words(missing: int) -> str:
    """Return what the button to go on says while words are left."""
    if missing == 1:
        return translate("SoundWords", "Verder: nog 1 woord")
    return translate("SoundWords", "Verder: nog {count} woorden").format(count=missing)
