"""K1 to K3: killed at a random moment, nothing that was told as kept is lost and nothing half is left; tests/long does it a thousand times."""

import sys

import pytest

from tests.support.kill_flows import FLOWS
from tests.support.kills import run_kills

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="children are forked, which Windows cannot")]
ROWS = {"annotate": "K1", "destroy": "K2"}


@pytest.mark.parametrize("flow", FLOWS)
def test_twenty_kills_lose_nothing(flow, tmp_path, tally):
    outcome = run_kills(flow, tmp_path, 20, seed=20261124)
    assert outcome.bad == []
    what = f"keer gedood tijdens '{flow}' ({outcome.acknowledged} bevestigd, {outcome.interrupted} onderweg geraakt)"
    tally(ROWS.get(flow, "K3"), outcome.kills, what, len(outcome.bad), "kwijt of half")
