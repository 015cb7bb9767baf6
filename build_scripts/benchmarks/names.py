"""Names found: before anybody looked and after, in a truthful text and in what the recogniser makes of it; and whether a bleep covers them.

Dutch: sentences of a talk with planted names, spoken by the program's own synthetic voice in pieces, so that it is known to
the millisecond where each name is said. English: two excerpts of real talks with names, from the shared test material. What needs the
recogniser is left out where it is not installed, and says so.
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
from app.domain.found_name import FoundName
from app.domain.own_word import OwnWord
from app.domain.spoken_names import found_names
from app.domain.timecode import TimeRange
from app.domain.transcript import Turn, spread
from app.names.finder import find_names
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
# A name stands between braces; what stands between angle brackets is one that is not on the worker's list.
TALK = """
Fijn dat jullie er allebei zijn vandaag.
Ja maar {Jesse} wilde eerst helemaal niet mee.
Dus hij gaat maandag weer naar {De Wissel} toe.
Dat heeft meester {Koen} gisteren nog gezegd.
We wonen nu drie maanden aan de {Lindelaan} en het bevalt goed.
{Jesses} zusje <Merel> vindt het daar ook fijn.
Mijn moeder heet <Annemarie> en die woont in <Arnhem>.
Vroeger woonden wij in {Doetinchem} vlak bij het station.
Toen kwam meneer {de Vries} aan de deur.
Ik heb {Sanne} gebeld en die zei dat het wel goed kwam.
Kun je met {Sanne} afspreken wanneer je belt?
Mijn vriend <Mohammed> past dan op de kleine.
Het nummer is <nul zes twaalf vierendertig zesenvijftig achtenzeventig>.
Hij is geboren op <drie maart> en dat was een zware tijd.
Wat zou jou nu helpen om het vol te houden?
Dat iemand eerst aan mij vraagt wat ik zelf wil.
Soms slaap ik slecht en dan word ik snel boos.
Dan zegt {Jesse} dat ik moet ophouden met schreeuwen.
En dan gaat {Sanne} naar boven en doet de deur dicht.
Ik wil gewoon dat het weer rustig wordt in huis.
"""
ENGLISH = {
    "podcast_3p_namen.opus": "Welcome to the podcast. Hi <Peter>. Hello <John> and <Jonas>. Thank you for being the first guest on that podcast. "
    "We have <Pieter> <Wuille> as our guest.",
    "radio_3p_namen.wav": "I was told that I didn't need it out here because. <Brian>, thank you very much. It's obviously tough living out there. "
    "<Sandra> <Humphreys> in <Southsea>. What do you think? No, I don't think they should get it.",
}
STAND_INS = frozenset(
    ("ierland", "griekenland", "portugal", "noorwegen", "wolkenkrabber", "likdoorn", "kerstmuziek", "reisagent", "miauwen", "fietspad")
)
_NAME = re.compile(r"[{<]([^}>]*)[}>]")
_PAUSE = np.zeros(CLIP_RATE // 2, np.float32)
_LONGEST = 60 * RATE


@dataclass(frozen=True)
class Spoken:
    """Planted names with when they are said, [text, is on the list, range]; and the line they are in."""

    line: TimeRange
    text: str
    names: tuple[tuple[str, bool, TimeRange], ...]


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
        _print_shares("uitgeschreven door de app (van een synthetische stem)", drafted, lines, whole)
        _print_real_dutch()
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
    pieces, planted, length = list[np.ndarray](), list[tuple[str, bool, TimeRange]](), 0
    for file in files:
        sound = spoken_samples(file)
        said = TimeRange(_ms(length), _ms(length + len(sound)))
        planted += [(word, True, said) for word in texts[file.relative_to(SPEECH.parent).as_posix()].split() if word in STAND_INS]
        pieces += [sound, _PAUSE]
        length += len(sound) + len(_PAUSE)
    whole = TimeRange(0, _ms(length))
    for title, likely in (("lijst vooraf gegeven", sorted(STAND_INS)), ("zonder lijst vooraf", [])):
        turns = draft_turns(MemorySource(spoken_clip(np.concatenate(pieces))), whole, likely, JobContext())
        own = [name for name in _found(turns, [OwnWord(word) for word in STAND_INS], whole) if name.is_hidden]
        words = sum(len(turn.words) for turn in turns)
        false = sum(not any(_overlaps(name.range, said) for _, _, said in planted) for name in own)
        print(f"- echte stem, {len(files)} zinnen, {words} woorden, {title}: {_share(own, planted)} in de goede zin verborgen, {false} elders")
        hints = _found(turns, [], whole)
        print(
            f"    hints zonder lijst: {len(hints)} ({100 * len(hints) / max(1, words):.1f} per 100 woorden): {', '.join(name.text for name in hints)}"
        )


def _talk() -> tuple[np.ndarray, list[Spoken]]:
    """Speak the talk piece by piece, so that it is known where each name begins and ends."""
    synthesiser = Synthesiser()
    pieces, lines, length = list[np.ndarray](), list[Spoken](), 0
    for sentence in TALK.split("\n"):
        names, begin = list[tuple[str, bool, TimeRange]](), length
        for part in re.split(r"([{<][^}>]*[}>])", sentence):
            said = part.strip("{}<> ")
            if not re.search(r"\w", said):
                continue
            spoken = synthesiser.speak(said, "nl", 150, _LONGEST)
            if spoken is None:
                raise ValueError(said)
            heard = _resampled(spoken)
            if part[:1] in "{<":
                names.append((said, part[0] == "{", TimeRange(_ms(length), _ms(length + len(heard)))))
            pieces.append(heard)
            length += len(heard)
        if length > begin:
            lines.append(Spoken(TimeRange(_ms(begin), _ms(length)), _NAME.sub(r"\1", sentence), tuple(names)))
            pieces.append(_PAUSE)
            length += len(_PAUSE)
    return np.concatenate(pieces), lines


def _print_shares(title: str, turns: Sequence[Turn], lines: Sequence[Spoken], whole: TimeRange) -> None:
    words = [word.text for turn in turns for word in turn.words]
    hints, with_list = _found(turns, [], whole), _found(turns, OWN, whole)
    planted = [name for line in lines for name in line.names]
    listed = [name for name in planted if name[1]]
    sure = [name for name in with_list if name.is_hidden]
    false = [name for name in with_list if not any(_overlaps(name.range, line.line) for line in lines if line.names)]
    print(f"- {title}: {len(words)} woorden")
    print(f"    gevonden met alleen hints: {_share(hints, planted)}; met de eigen lijst: {_share(with_list, planted)}")
    print(f"    namen op de lijst meteen verborgen: {_share(sure, listed)}; hele woord onder de piep: {_share(with_list, planted, is_whole=True)}")
    print(f"    hints in zinnen zonder naam: {100 * len(false) / max(1, len(words)):.1f} per 100 woorden")


def _found(turns: Sequence[Turn], own: Sequence[OwnWord], whole: TimeRange) -> tuple[FoundName, ...]:
    words, starts = [word.text for turn in turns for word in turn.words], list(_starts(turns))
    return found_names(turns, find_names(words, own, starts), whole)


def _starts(turns: Sequence[Turn]) -> Iterator[int]:
    at = 0
    for turn in turns:
        yield at
        at += len(turn.words)


def _share(found: Sequence[FoundName], planted: Sequence[tuple[str, bool, TimeRange]], *, is_whole: bool = False) -> str:
    hit = sum(any(_is_covered(name.range, range_, is_whole=is_whole) for name in found) for _, _, range_ in planted)
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
        planted = _NAME.findall(text)
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
            print(f"    door de Nederlandse herkenner uitgeschreven, met lijst: {' '.join(kept)}")
            print("    " + " ".join(said))


def _resampled(samples: np.ndarray) -> np.ndarray:
    at = np.arange(0, len(samples), RATE / CLIP_RATE)
    return np.asarray(np.interp(at, np.arange(len(samples)), samples), np.float32)


def _ms(samples: int) -> int:
    return samples * 1000 // CLIP_RATE


if __name__ == "__main__":
    main()
