"""A thousand kills of every kind of work: minutes each, so only by name. See CONTRIBUTING.md."""

import os

import pytest

from tests.support.kill_flows import FLOWS
from tests.support.kills import run_kills

KILLS = int(os.environ.get("KIJKKAMER_KILLS", "1000"))


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("flow", FLOWS)
def test_a_thousand_kills_lose_nothing(flow, tmp_path, tally):
    seed = int.from_bytes(os.urandom(4), "big")
    outcome = run_kills(flow, tmp_path, KILLS, seed, seconds=7100)
    assert outcome.bad == [], f"seed {seed}"
    what = f"keer gedood tijdens '{flow}' ({outcome.acknowledged} bevestigd, {outcome.interrupted} onderweg geraakt, begin {seed})"
    tally("K", outcome.kills, what, len(outcome.bad), "kwijt of half")
