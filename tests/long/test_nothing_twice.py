"""P5 at full size: the same bytes a hundred thousand times. About ten minutes."""

import os

import pytest

from tests.catalogue.power_cut import fast_folder
from tests.catalogue.repeats import repeats_in_imports

TIMES = int(os.environ.get("KIJKKAMER_REPEATS", "100000"))


@pytest.mark.timeout(7200)
def test_a_hundred_thousand_imports_of_the_same_bytes_share_nothing(tmp_path, tally):
    with fast_folder(tmp_path) as place:
        missed = repeats_in_imports(place / "kluis", TIMES)
    tally("P5", TIMES, "keer dezelfde bytes bewaard", missed, "herhaald")
