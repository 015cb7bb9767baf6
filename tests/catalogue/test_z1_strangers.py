"""Z1: every reader of bytes from outside, tried with changed and random bytes: only declared errors, within 2 s and 256 MB more memory."""

import os
import subprocess
import sys

import pytest

from tests.support.fuzzing.targets import TARGETS
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.slow
MORE = int(os.environ.get("KIJKKAMER_FUZZ", "1"))
"""How many times the number of examples of an ordinary run."""


@pytest.mark.timeout(280 * MORE)
@pytest.mark.parametrize("name", TARGETS)
def test_a_stranger_s_bytes_are_read_or_refused(name, tally):
    command = [sys.executable, "-m", "tests.support.fuzzing.try_target", name, str(TARGETS[name].examples * MORE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    examples, refused = map(int, done.stdout.split())
    tally("Z1", examples, f"keer vreemde bytes gelezen als '{name}', {refused} geweigerd", outcome="anders dan afgesproken")
