"""Run the program as a user does: another process, its own words, its own exit code."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @cached_property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def command(*words: str) -> list[str]:
    """Return the command line that runs the program with these words."""
    return [sys.executable, "-m", "app", *words]


def kijkkamer(*words: str, stdin: str = "", before: tuple[str, ...] = (), seconds: float = 240) -> Ended:
    """Run it to its end; `before` goes in front of the command, for instance strace and its options."""
    ended = subprocess.run([*before, *command(*words)], cwd=ROOT, env=os.environ, input=stdin, capture_output=True, text=True, timeout=seconds)
    return Ended(ended.returncode, ended.stdout, ended.stderr)
