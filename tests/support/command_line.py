"""Run the program as a user or a script would: its own process, real files."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "app")


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def start(*words: str | Path, before: tuple[str, ...] = (), **options: Any) -> subprocess.Popen[str]:
    """Start a command without a terminal; the caller ends it. `before` stands in front, for instance strace and its options."""
    return subprocess.Popen(
        [*before, *PROGRAM, *map(str, words)],
        cwd=ROOT,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    )


def kijkkamer(*words: str | Path, stdin: str = "", seconds: float = 180, before: tuple[str, ...] = ()) -> Outcome:
    """Run a command to its end. Whatever happens, it never shows a traceback."""
    with start(*words, before=before, stdin=subprocess.PIPE) as process:
        out, err = process.communicate(stdin, timeout=seconds)
    assert "Traceback" not in err, err
    return Outcome(process.returncode, out, err)


class CommandLineVault:
    """A vault that is only reached through commands."""

    def __init__(self, folder: Path, passphrase_file: Path) -> None:
        self.folder = folder
        self.passphrase_file = passphrase_file

    def words(self, noun: str, verb: str, *words: str | Path) -> tuple[str | Path, ...]:
        """Return the whole command, with the vault and its passphrase."""
        return (noun, verb, "--vault", self.folder, "--passphrase-file", self.passphrase_file, *words)

    def run(self, noun: str, verb: str, *words: str | Path) -> Outcome:
        """Run a command on it, in words for people."""
        return kijkkamer(*self.words(noun, verb, *words))

    def ask(self, noun: str, verb: str, *words: str | Path) -> Any:
        """Run a command that succeeds and return its document."""
        outcome = self.run(noun, verb, "--json", *words)
        assert outcome.code == 0, outcome.err
        assert outcome.err == ""
        return outcome.document

    def refusal(self, noun: str, verb: str, *words: str | Path) -> str:
        """Run a command that is refused with exit code 1 and return its error code; both ways of saying it agree."""
        outcome = self.run(noun, verb, "--json", *words)
        assert outcome.code == 1, outcome
        error = outcome.document["error"]
        assert outcome.err == f"error: {error['code']}: {error['message']}{os.linesep}"
        return str(error["code"])

    def agree(self, recording: str) -> None:
        """Note that the two adults in a recording said yes to everything."""
        for role in ("werker", "moeder"):
            words = ("--recording", recording, "--person", role, "--age", "adult", "--by", "zelf", "--on", "2026-11-12")
            self.ask("consent", "set", *words, "--purpose", "own,supervision,team,family")


def new_vault(folder: Path, passphrase: str = "gehuld furore bezit jockey volley") -> CommandLineVault:
    """Make a vault by command in this folder."""
    passphrase_file = folder / "wachtzin.txt"
    passphrase_file.write_text(f"{passphrase}\n", "utf-8")
    vault = CommandLineVault(folder / "proef.kluis", passphrase_file)
    vault.ask("vault", "create")
    return vault
