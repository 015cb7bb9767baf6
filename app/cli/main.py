"""From the words on the command line to an exit code."""

import os
import sys
from pathlib import Path

from app.cli import consent, demo, fragment, kader, moment, recording, retention, self_test, transcript, vault
from app.cli.arguments import DutchParser, UsageError
from app.cli.console import Console
from app.common.errors import AppError, CancelledError, DamagedError, InputError, PassphraseError
from app.common.version import program_version

_EXIT_REFUSED, _EXIT_USAGE, _EXIT_DAMAGED, _EXIT_PASSPHRASE, _EXIT_CANCELLED = 1, 2, 3, 4, 130


def run(arguments: list[str]) -> int:
    """Do what the arguments ask and return the exit code of CLI.md: 0, 1, 2, 3, 4 or 130."""
    _speak_utf8()
    console = Console(as_json="--json" in arguments)
    try:
        with console.interruptible():
            options = _parser().parse_args(arguments)
            return int(options.run(options, console))
    except SystemExit:  # argparse, after --help or --version
        return 0
    except UsageError as error:
        print(error.usage, file=sys.stderr)
        console.refuse_with("usage", error.sentence)
        return _EXIT_USAGE
    except KeyboardInterrupt:
        console.refuse(CancelledError())
        return _EXIT_CANCELLED
    except BrokenPipeError:
        # Whoever read our answer has gone; without this Python complains once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _EXIT_REFUSED
    except AppError as error:
        console.refuse(error)
        return _exit_code(error)


def _exit_code(error: AppError) -> int:
    match error:
        case CancelledError():
            return _EXIT_CANCELLED
        case PassphraseError():
            return _EXIT_PASSPHRASE
        case InputError() if error.code.startswith("recovery_code_"):  # mistyped is wrong too
            return _EXIT_PASSPHRASE
        case DamagedError():
            return _EXIT_DAMAGED
        case _:
            return _EXIT_REFUSED


def _parser() -> DutchParser:
    parser = DutchParser(
        prog="kijkkamer",
        description="Besloten terugkijken op gesprekken, op het eigen apparaat. Zonder opdracht, of met alleen --vault DIR, gaat het venster open.",
        epilog="Elke opdracht legt zichzelf uit: kijkkamer recording import --help",
    )
    parser.add_argument("--version", action="version", version=program_version(), help="laat het nummer van deze versie zien")
    parser.add_argument("--vault", type=Path, metavar="DIR", help="open het venster met deze kluis")
    nouns = parser.add_subparsers(metavar="OPDRACHT", required=True)
    for module in (vault, recording, consent, retention, kader, moment, transcript, fragment, demo, self_test):
        module.add_commands(nouns)
    return parser


def _speak_utf8() -> None:
    """Make Dutch and file names come out on any terminal, and line ends the same everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
