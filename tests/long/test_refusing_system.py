"""K5, every call of the system with every error."""

import pytest

from tests.catalogue.power_cut import fast_folder
from tests.support.faults import FAULT_FLOWS, run_faults


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FAULT_FLOWS)
def test_any_refused_call_is_said_and_changes_nothing(name, tmp_path, tally):
    with fast_folder(tmp_path) as place:
        outcome = run_faults(FAULT_FLOWS[name](), place, lambda calls: range(1, calls + 1))
    assert outcome.bad == []
    tally("K5", outcome.tried, f"fouten van het systeem bij '{name}' ({outcome.calls} aanroepen, {outcome.refused} keer geweigerd)", outcome="kapot")
