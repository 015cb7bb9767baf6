"""What all commands have in common in how they are asked for: Dutch help, the vault, the passphrase, times and dates."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from app.common.errors import InputError
from app.domain.timecode import TimeRange, parse_time

_DUTCH_MISTAKES = (
    (r"the following arguments are required: (.+)", "dit ontbreekt: {0}"),
    (r"one of the arguments (.+) is required", "een van deze is nodig: {0}"),
    (r"unrecognized arguments: (.+)", "dit ken ik niet: {0}"),
    (r"argument (\S+): expected (?:one|at least one) argument", "bij {0} hoort een waarde"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)", "bij {0} kan '{1}' niet; kies uit {2}"),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} en {1} gaan niet samen"),
    (r"argument (\S+): ignored explicit argument '?(.*?)'?", "bij {0} hoort geen waarde"),
)


class UsageError(Exception):
    """The command is not written as it should be; says what is wrong, in Dutch, and how it is written."""

    def __init__(self, sentence: str, usage: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.usage = usage


class DutchParser(argparse.ArgumentParser):
    """An argument parser that explains itself in Dutch and leaves the ending of the program to its caller."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"add_help": False, "allow_abbrev": False, "formatter_class": _DutchHelp, **options})
        if options.get("add_help", True):
            self._positionals.title, self._optionals.title = "wat", "opties"
            self.add_argument("-h", "--help", action="help", help="laat deze uitleg zien")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong instead of ending the program."""
        raise UsageError(_in_dutch(message), self.format_usage().strip())


class _DutchHelp(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


def _in_dutch(message: str) -> str:
    for english, dutch in _DUTCH_MISTAKES:
        match = re.fullmatch(english, message)
        if match:
            # Newer Pythons leave out the quotes in a list of choices; so do we, on all of them.
            parts = [part.replace("'", "") for part in match.groups()]
            return f"Deze opdracht klopt niet: {dutch.format(*parts)}."
    return f"Deze opdracht klopt niet ({message})."


def output_options() -> DutchParser:
    """Return the options of every command."""
    parser = DutchParser(add_help=False)
    parser.add_argument("--json", action="store_true", help="antwoord met precies een JSON-document")
    return parser


def vault_options() -> DutchParser:
    """Return the options of every command that opens a vault."""
    parser = DutchParser(add_help=False, parents=[output_options()])
    parser.add_argument("--vault", type=Path, required=True, metavar="DIR", help="de map van de kluis")
    parser.add_argument(
        "--passphrase-file", metavar="FILE", help="lees de wachtzin uit dit bestand (een regel; - is standaardinvoer); anders wordt erom gevraagd"
    )
    return parser


def place_options() -> DutchParser:
    """Return the options of a command on a vault that is opened in another way than with its passphrase."""
    parser = DutchParser(add_help=False, parents=[output_options()])
    parser.add_argument("--vault", type=Path, required=True, metavar="DIR", help="de map van de kluis")
    return parser


def day(untrusted_text: str) -> date:
    """Return the day in `2026-11-22`.

    Raises:
        InputError: `date_invalid`.
    """
    try:
        return date.fromisoformat(untrusted_text)
    except ValueError as error:
        raise InputError("date_invalid") from error


def time_span(untrusted_text: str) -> TimeRange:
    """Return the range in `0:12-0:14,5`.

    Raises:
        InputError: `time_invalid` or `range_invalid`.
    """
    begin, dash, end = untrusted_text.partition("-")
    if not dash:
        raise InputError("time_invalid")
    return TimeRange(parse_time(begin), parse_time(end))
