"""U2 at full size."""

import os

import pytest

from tests.support.round_trips import round_trips


@pytest.mark.timeout(3600)
def test_fifty_rounds_of_work_come_back_as_they_were(tmp_path, tally):
    seed = int.from_bytes(os.urandom(4), "big")
    compared, wrong = round_trips(tmp_path, 50, seed)
    assert wrong == [], seed
    tally("U2", compared, f"rijen en bestanden vergeleken na 50 keer werken (begin {seed})", len(wrong), "anders")
