"""Names found: before anybody looked and after, in a truthful text and in what the recogniser makes of it; and whether a bleep covers them.

Dutch: sentences of a talk with planted names, spoken by the program's own synthetic voice in pieces, so that it is known to
the millisecond where each name is said. A recogniser hears that voice badly, name or no name, so beside its share of the names
stands its share of all other words. Real voices, from the shared test material: Dutch without names, where rare words stand in for
them, and English with names, read aloud and in talks. What needs the recogniser is left out where it is not installed, and says so.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scratch import ROOT

sys.path.insert(0, str(ROOT))


from app.anonymise.sound import BLEEP_MARGIN_MS
from app.common.byte_source import MemorySource
from app.common.progress import JobContext
from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import OwnWord
from app.domain.spoken_names import found_names
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, spread
from app.names.finder import find_names
from app.names.words import key_of
from app.transcript.recogniser import draft_turns, is_recogniser_installed
from app.voice.espeak import RATE, Synthesiser
from tests.support.spoken_clips import RATE as CLIP_RATE
from tests.support.spoken_clips import spoken_clip, spoken_samples

SPEECH = ROOT.parent / "shared" / "media" / "speech"
OWN = [
    OwnWord("Jesse"),
    OwnWord("Sanne"),
    OwnWord("Koen de Vries"),
    OwnWord("De Wissel", "school"),
    OwnWord("Lindelaan", "straat"),
    OwnWord("Doetinchem", "plaats"),
]
# A name stands between braces; what stands between angle brackets is one that is not on the worker's list. Its kind follows a colon.
TALK = """
Fijn dat jullie er allebei zijn vandaag.
Ja maar {Jesse:voornaam} wilde eerst helemaal niet mee.
Dus hij gaat maandag weer naar {De Wissel:instelling} toe.
Dat heeft meester {Koen:voornaam} gisteren nog gezegd.
We wonen nu drie maanden aan de {Lindelaan:straat} en het bevalt goed.
{Jesses:voornaam} zusje <Merel:voornaam> vindt het daar ook fijn.
Mijn moeder heet <Annemarie:voornaam> en die woont in <Arnhem:plaats>.
Vroeger woonden wij in {Doetinchem:plaats} vlak bij het station.
Toen kwam meneer {de Vries:achternaam} aan de deur.
Ik heb {Sanne:voornaam} gebeld en die zei dat het wel goed kwam.
Kun je met {Sanne:voornaam} afspreken wanneer je belt?
Mijn vriend <Mohammed:voornaam> past dan op de kleine.
De buren heten <Yildirim:achternaam> en die helpen soms.
Mevrouw <Jansen:achternaam> van het wijkteam komt morgen.
Ze werkt in het <Radboudumc:instelling> op de afdeling.
We komen uit de <Beethovenstraat:straat> vandaan.
Het nummer is <nul zes twaalf vierendertig zesenvijftig achtenzeventig:nummer>.
Onze postcode is <zeventig eenenveertig x y:postcode>.
Hij is geboren op <drie maart:datum> en dat was een zware tijd.
Zij kwam in <tweeduizend veertien:datum> naar ons toe.
Hij is nu <twaalf jaar:leeftijd> en groeit hard.
Wat zou jou nu helpen om het vol te houden?
Dat iemand eerst aan mij vraagt wat ik zelf wil.
Soms slaap ik slecht en dan word ik snel boos.
Dan zegt {Jesse:voornaam} dat ik moet ophouden met schreeuwen.
En dan gaat {Sanne:voornaam} naar boven en doet de deur dicht.
Ik wil gewoon dat het weer rustig wordt in huis.
"""
READ_ALOUD = {
    "19/19-198-0000.flac": "<Northanger> <Abbey>",
    "19/19-198-0004.flac": "chapter one no one who had ever seen <Catherine> <Morland> in her infancy would have supposed her born to be an "
    "heroine her situation in life",
    "19/19-198-0006.flac": "her mother was a woman of useful plain sense with a good temper and what is more remarkable with a good constitution "
    "she had three sons before <Catherine> was born",
    "26/26-495-0000.flac": "in <sixteen sixty five> written by a citizen who continued all the while in <London> never made public before",
    "26/26-495-0001.flac": "it was about the beginning of september <sixteen sixty four> that i among the rest of my neighbours heard in ordinary "
    "discourse that the plague was returned again in <Holland>",
    "26/26-495-0002.flac": "it was brought some said from <Italy> others from the <Levant> among some goods which were brought home by "
    "their <Turkey> fleet others said it was brought from <Candia> others from <Cyprus>",
    "26/26-495-0007.flac": "or rather at the upper end of <Drury> <Lane>",
}
"""Of LibriSpeech, train-clean-100."""
ENGLISH = {
    "podcast_3p_namen.opus": "Welcome to the podcast. Hi <Peter>. Hello <John> and <Jonas>. Thank you for being the first guest on that podcast. "
    "We have <Pieter> <Wuille> as our guest.",
    "radio_3p_namen.wav": "I was told that I didn't need it out here because. <Brian>, thank you very much. It's obviously tough living out there. "
    "<Sandra> <Humphreys> in <Southsea>. What do you think? No, I don't think they should get it.",
}
STAND_INS = frozenset(
    ("ierland", "griekenland", "portugal", "noorwegen", "wolkenkrabber", "likdoorn", "kerstmuziek", "reisagent", "miauwen", "fietspad")
)
_NAME = re.compile(r"[{<]([^}>:]*)(?::([^}>]*))?[}>]")
_PAUSE = np.zeros(CLIP_RATE // 2, np.float32)
_LONGEST = 60 * RATE


@dataclass(frozen=True)
class Planted:
    """A name: whether it is on the worker's list, and when it is said."""

    kind: str
    is_listed: bool
    range: TimeRange


@dataclass(frozen=True)
class Spoken:
    """Planted names with when they are said; and the line they are in."""

    line: TimeRange
    text: str
    others: str
    """The words that are no name."""
    names: tuple[Planted, ...]


def main() -> None:
    """Print the figures."""
    samples, lines = _talk()
    print(f"Nederlands: {len(lines)} zinnen, {sum(len(line.names) for line in lines)} keer een naam, {len(samples) / CLIP_RATE:.0f} s")
    whole = TimeRange(0, len(samples) * 1000 // CLIP_RATE)
    truthful = [turn for line in lines if (turn := spread("", line.text, line.line))]
    _print_shares("waarheidsgetrouwe tekst", truthful, lines, whole)
    _print_shares("idem, zonder hoofdletters en leestekens", [_flat(turn) for turn in truthful], lines, whole)
    if is_recogniser_installed():
        drafted = draft_turns(MemorySource(spoken_clip(samples)), whole, [own.text for own in OWN], JobContext())
        _print_shares("uitgeschreven door de app (van een synthetische stem)", drafted, lines, whole, is_draft=True)
        _print_others_heard(drafted, lines)
        _print_real_dutch()
        _print_read_aloud()
    else:
        print("De herkenner is niet geïnstalleerd (setup --spraak): zijn deel is overgeslagen.")
    _print_english()


def _print_real_dutch() -> None:
    """Let a real Dutch voice be written down; rare words in it stand in for names, because they are misheard as names are."""
    files = sorted((SPEECH / "nl_nathalie").glob("*.flac"))
    if not files:
        return
    with (SPEECH / "speech.tsv").open(encoding="utf-8") as table:
        texts = {line.split("\t")[0]: line.split("\t")[3] for line in table}
    pieces, planted, length = list[np.ndarray](), list[Planted](), 0
    for file in files:
        sound = spoken_samples(file)
        said = TimeRange(_ms(length), _ms(length + len(sound)))
        planted += [
            Planted(word, is_listed=True, range=said) for word in texts[file.relative_to(SPEECH.parent).as_posix()].split() if word in STAND_INS
        ]
        pieces += [sound, _PAUSE]
        length += len(sound) + len(_PAUSE)
    whole = TimeRange(0, _ms(length))
    for title, likely in (("lijst vooraf gegeven", sorted(STAND_INS)), ("zonder lijst vooraf", [])):
        turns = draft_turns(MemorySource(spoken_clip(np.concatenate(pieces))), whole, likely, JobContext())
        own = [name for name in _found(turns, [OwnWord(word) for word in STAND_INS], whole, is_draft=True) if name.is_hidden]
        words = sum(len(turn.words) for turn in turns)
        false = sum(not any(_overlaps(name.range, each.range) for each in planted) for name in own)
        print(f"- echte stem, {len(files)} zinnen, {words} woorden, {title}: {_share(own, planted)} in de goede zin verborgen, {false} elders")
        hints = _found(turns, [], whole, is_draft=True)
        unclear = [name.text for name in hints if name.kind is NameKind.UNCLEAR]
        print(f"    zonder lijst: {_share(hints, planted)} gevraagd; {100 * len(hints) / max(1, words):.1f} vragen per 100 woorden")
        print(f"    daarvan omdat geen lijst het woord kent: {', '.join(unclear)}")


def _print_others_heard(drafted: Sequence[Turn], lines: Sequence[Spoken]) -> None:
    """Print which share of the words that are no name the recogniser wrote down in their own line: how well it hears this voice at all."""
    right = said = 0
    for line in lines:
        heard = {key_of(word.text) for turn in drafted for word in turn.words if _overlaps(TimeRange(word.from_ms, word.to_ms), line.line)}
        others = [key_of(word) for word in line.others.split()]
        said, right = said + len(others), right + sum(word in heard for word in others)
    print(f"    ter vergelijking, van de woorden die geen naam zijn goed verstaan: {right} van {said} ({100 * right / said:.0f} %)")


def _print_read_aloud() -> None:
    """Print what is found in English that is read aloud, with real names: in the truth, and in what the recogniser writes."""
    files = [(SPEECH / "librispeech_train-clean-100" / name, text) for name, text in READ_ALOUD.items()]
    if not files[0][0].is_file():
        return
    truthful = drafted = with_list = names = asked = words = 0
    for file, text in files:
        planted = [name.lower() for name, _ in _NAME.findall(text)]
        names += len(planted)
        truthful += _names_found(_NAME.sub(r"\1", text).lower().split(), planted, [])
        samples = spoken_samples(file)
        whole = TimeRange(0, len(samples) * 1000 // CLIP_RATE)
        said = [word.text for turn in draft_turns(MemorySource(spoken_clip(samples)), whole, [], JobContext()) for word in turn.words]
        drafted += _names_found(said, planted, [], is_draft=True)
        with_list += _names_found(said, planted, [OwnWord(name) for name in planted], is_draft=True)
        asked += sum(hit.last - hit.first + 1 for hit in find_names(said, [], is_draft=True))
        words += len(said)
    print(
        f"Engels, voorgelezen, {names} namen: waarheidsgetrouw alleen hints {truthful}; uitgeschreven {drafted}, met de namen op de lijst {with_list}"
    )
    print(f"    gevraagd: {100 * asked / words:.0f} van de 100 woorden (de lijst van gewone woorden is Nederlands)")


def _names_found(words: Sequence[str], planted: Sequence[str], own: Sequence[OwnWord], *, is_draft: bool = False) -> int:
    """Count the names that are written in these words and found; a number counts when it is found written in digits too."""
    hits = find_names(words, own, is_draft=is_draft)
    found = {key_of(words[index]) for hit in hits for index in range(hit.first, hit.last + 1)}
    digits = {"sixteen sixty five": "1665", "sixteen sixty four": "1664"}
    return sum(any(key_of(part) in found for part in (*name.split(), digits.get(name, name))) for name in planted)


def _talk() -> tuple[np.ndarray, list[Spoken]]:
    """Speak the talk piece by piece, so that it is known where each name begins and ends."""
    synthesiser = Synthesiser()
    pieces, lines, length = list[np.ndarray](), list[Spoken](), 0
    for sentence in TALK.split("\n"):
        names, begin = list[Planted](), length
        for part in re.split(r"([{<][^}>]*[}>])", sentence):
            said, _, kind = part.strip("{}<> ").partition(":")
            if not re.search(r"\w", said):
                continue
            spoken = synthesiser.speak(said, "nl", 150, _LONGEST)
            if spoken is None:
                raise ValueError(said)
            heard = _resampled(spoken)
            if part[:1] in "{<":
                names.append(Planted(kind, part[0] == "{", TimeRange(_ms(length), _ms(length + len(heard)))))
            pieces.append(heard)
            length += len(heard)
        if length > begin:
            within = TimeRange(_ms(begin), _ms(length))
            lines.append(Spoken(within, _NAME.sub(r"\1", sentence), _NAME.sub("", sentence), tuple(names)))
            pieces.append(_PAUSE)
            length += len(_PAUSE)
    return np.concatenate(pieces), lines


def _print_shares(title: str, turns: Sequence[Turn], lines: Sequence[Spoken], whole: TimeRange, *, is_draft: bool = False) -> None:
    words = [word.text for turn in turns for word in turn.words]
    hints, with_list = _found(turns, [], whole, is_draft=is_draft), _found(turns, OWN, whole, is_draft=is_draft)
    planted = [name for line in lines for name in line.names]
    listed = [name for name in planted if name.is_listed]
    sure = [name for name in with_list if name.is_hidden]
    false = [name for name in with_list if not any(_overlaps(name.range, line.line) for line in lines if line.names)]
    print(f"- {title}: {len(words)} woorden")
    print(f"    gevonden met alleen hints: {_share(hints, planted)}; met de eigen lijst: {_share(with_list, planted)}")
    print(f"    namen op de lijst meteen verborgen: {_share(sure, listed)}; hele woord onder de piep: {_share(with_list, planted, is_whole=True)}")
    print(f"    hints in zinnen zonder naam: {100 * len(false) / max(1, len(words)):.1f} per 100 woorden")
    kinds = dict.fromkeys(name.kind for name in planted)
    print("    per soort: " + "; ".join(f"{kind} {_share(with_list, [name for name in planted if name.kind == kind])}" for kind in kinds))


def _found(turns: Sequence[Turn], own: Sequence[OwnWord], whole: TimeRange, *, is_draft: bool = False) -> tuple[FoundName, ...]:
    words, starts = [word.text for turn in turns for word in turn.words], list(_starts(turns))
    return found_names(turns, find_names(words, own, starts, is_draft=is_draft), whole)


def _starts(turns: Sequence[Turn]) -> Iterator[int]:
    at = 0
    for turn in turns:
        yield at
        at += len(turn.words)


def _share(found: Sequence[FoundName], planted: Sequence[Planted], *, is_whole: bool = False) -> str:
    hit = sum(any(_is_covered(name.range, each.range, is_whole=is_whole) for name in found) for each in planted)
    return f"{hit} van {len(planted)} ({100 * hit / max(1, len(planted)):.0f} %)"


def _is_covered(bleep: TimeRange, said: TimeRange, *, is_whole: bool) -> bool:
    """Whether the bleep is at the name; with its margin it must hold all of it."""
    if is_whole:
        return bleep.from_ms - BLEEP_MARGIN_MS <= said.from_ms and said.to_ms <= bleep.to_ms + BLEEP_MARGIN_MS
    return _overlaps(bleep, said)


def _overlaps(one: TimeRange, other: TimeRange) -> bool:
    return one.from_ms < other.to_ms and other.from_ms < one.to_ms


def _flat(turn: Turn) -> Turn:
    flat = spread("", re.sub(r"[^\w\s'-]", "", turn.text.lower()), turn.range)
    return flat or turn


def _print_english() -> None:
    for name, text in ENGLISH.items():
        file = SPEECH / name
        planted = [name for name, _ in _NAME.findall(text)]
        words = _NAME.sub(r"\1", text).split()
        hits = {index for hit in find_names(words, []) for index in range(hit.first, hit.last + 1)}
        found = sum(any(planted_name in words[index] for index in hits) for planted_name in planted)
        strange = sum(not any(planted_name in words[index] for planted_name in planted) for index in hits)
        print(f"Engels, {name}: waarheidsgetrouw alleen hints {found} van {len(planted)}; {100 * strange / len(words):.1f} valse per 100")
        if file.is_file() and is_recogniser_installed():
            samples = spoken_samples(file)
            turns = draft_turns(MemorySource(spoken_clip(samples)), TimeRange(0, len(samples) * 1000 // CLIP_RATE), planted, JobContext())
            said = [word.text for turn in turns for word in turn.words]
            own = [OwnWord(each) for each in planted]
            kept = sorted({said[index] for hit in find_names(said, own) for index in range(hit.first, hit.last + 1)})
            print(f"    uitgeschreven, met lijst: {' '.join(kept)}")
            print("    " + " ".join(said))


def _resampled(samples: np.ndarray) -> np.ndarray:
    at = np.arange(0, len(samples), RATE / CLIP_RATE)
    return np.asarray(np.interp(at, np.arange(len(samples)), samples), np.float32)


def _ms(samples: int) -> int:
    return samples * 1000 // CLIP_RATE


if __name__ == "__main__":
    main()
