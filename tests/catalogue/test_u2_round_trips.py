"""U2: what was backed up comes back row for row and byte for byte, after any work."""

from tests.support.round_trips import round_trips


def test_five_rounds_of_work_come_back_as_they_were(tmp_path, tally):
    compared, wrong = round_trips(tmp_path, 5, seed=20261124)
    assert wrong == []
    tally("U2", compared, "rijen en bestanden vergeleken na 5 keer werken, reservekopie en terugzetten", len(wrong), "anders")
