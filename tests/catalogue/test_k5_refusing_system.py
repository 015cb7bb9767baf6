"""K5: a call of the system that fails gives a message we have words for, and leaves things as they were. tests/long tries every call."""

import sys

import pytest

from tests.support.faults import FAULT_FLOWS, run_faults

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="tells whose descriptor it is from /proc")]


@pytest.mark.parametrize("name", FAULT_FLOWS)
def test_a_refused_call_is_said_and_changes_nothing(name, place, tally):
    outcome = run_faults(FAULT_FLOWS[name](), place, lambda calls: range(1, calls + 1, max(1, calls // 6)))
    assert outcome.bad == []
    tally("K5", outcome.tried, f"fouten van het systeem bij '{name}' ({outcome.calls} aanroepen, {outcome.refused} keer geweigerd)", outcome="kapot")
