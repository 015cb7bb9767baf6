"""Make resources/names/*.txt: Dutch first names, surnames, places and hospitals, and the ordinary words that are none of these.

Run by hand, in an environment of its own with the packages deduce 3.0.6, faker 40.54.0 and wordfreq 3.1.1, and with the
file `dutch` of Debian's package wdutch: `python make_name_lists.py /usr/share/dict/dutch`. None of these is a dependency
of the program. Licences: resources/names/README.md.
"""

import argparse
import ast
import importlib.util
from collections.abc import Iterable
from pathlib import Path

from wordfreq import zipf_frequency

TARGET = Path(__file__).resolve().parents[1] / "resources" / "names"
_ORDINARY_USE = 2.5
"""Once in three million words: rarer words are too many to ship, and hardly ever heard."""
_NEVER_SAID = "niet anoniem".removeprefix("niet ")[:5]
"""A promise this program never makes; a test holds every file against that."""

# The dictionary has these in small letters too, but whoever says them nearly always means somebody or a place.
_NAMES_FIRST = """
    jan peter frank max hans jack bob thomas kim piet koos robert chris henry marc joe rob roman lee adam nick mary eva juan maarten wim kees sara
    dirk luis geert steven nelson ellen hendrik kelly jonathan amanda bo erna khan jaap clark mar tommy ernst jersey yang ab abraham iris rico wouter
    lex helen mia klaas bobby benjamin koen jon joop bram rachel russell madonna lou jet karen marina caesar warren anita donna rik gloria rex belle
    eddy rosa els spencer jonas rover buddy franco ria ferry jozef joel napoleon walt mandy willie joke janet penny flip maxime ava pascal axel riet
    kris sas abel erica ruby bene jade aurora madison hank valentijn teddy mie mara mina margriet coco griet violet vita joep mees grietje cas dolly
    marjolein taco aart raf maxima claus maxim wout alma feng jasmijn darren merel tori franc trijntje kelvin deen miep lila serge demi sari aad
    sjaak sem bridget rietje maxwell ester nas dolf mattie viola rowan robbert rien tamme gus mila tiffany mies kristen paco siena mats nik siert
    geertje gemma babs lori pietje aya aaltje dixie nel elan ama margarita hannes inga trees wies rui lotje franke jazzy aagje pim daan tim tom
    leon lars kevin dennis martin martijn sander simon sven bart erik eric marco mario lisa laura anna anne emma julia linda sandra monique jessica
    amsterdam rotterdam utrecht delft gouda soest woerden weert drachten hoofddorp wassenaar geleen landgraaf voorschoten losser dongen asten
    nieuwkoop moerdijk gulpen vlijmen malden ruinen lemmer zeeland brabant limburg drenthe
    """


def main() -> None:
    """Write the lists and say how long each is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path, help="Debian's /usr/share/dict/dutch")
    dictionary = parser.parse_args().dictionary.read_text("utf-8").split("\n")
    deduce = _package_folder("deduce") / "data" / "lookup" / "src"
    person, address = (_package_folder("faker") / "providers" / part / "nl_NL" / "__init__.py" for part in ("person", "address"))
    _write("voornamen.txt", [*_lines(deduce / "names/lst_first_name"), *_literals(person, "first_names_male", "first_names_female")])
    _write(
        "achternamen.txt", [*_lines(deduce / "names/lst_surname"), *_lines(deduce / "names/lst_interfix_surname"), *_literals(person, "last_names")]
    )
    places = deduce / "locations" / "lst_placename"
    _write("plaatsen.txt", [*_lines(places / "lst_residence"), *_lines(places / "lst_municipality"), *_literals(address, "cities", "countries")])
    _write("ziekenhuizen.txt", [*_lines(deduce / "institutions/lst_hospital"), *_lines(deduce / "institutions/lst_hospital_abbr")])
    _write("gewoon.txt", _ordinary(dictionary))


def _ordinary(dictionary: Iterable[str]) -> list[str]:
    words = {word for word in dictionary if word.isalpha() and word.islower() and zipf_frequency(word, "nl") >= _ORDINARY_USE}
    return sorted(word for word in words - set(_NAMES_FIRST.split()) if _NEVER_SAID not in word)


def _package_folder(name: str) -> Path:
    """Find the package without importing it: only its lists are wanted."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(name)
    return Path(spec.origin).parent


def _lines(folder: Path) -> list[str]:
    return (folder / "items.txt").read_text("utf-8").splitlines()


def _literals(module: Path, *names: str) -> list[str]:
    """Return the words of these tuples in the class of a module."""
    assigned = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Assign)]
    found = [ast.literal_eval(node.value) for node in assigned if isinstance(node.targets[0], ast.Name) and node.targets[0].id in names]
    return [str(word) for words in found for word in words]


def _write(name: str, words: Iterable[str]) -> None:
    kept = sorted({word for word in (" ".join(word.split()) for word in words) if sum(map(str.isalpha, word)) > 1})
    (TARGET / name).write_text("\n".join(kept) + "\n", "utf-8")
    print(name, len(kept))


if __name__ == "__main__":
    main()
