import pytest

from app.cli.consent import _people


@pytest.mark.parametrize(
    ("texts", "people"),
    [
        (["zelf"], ("zelf",)),
        (["Self"], ("zelf",)),
        (["parent1,parent2"], ("ouder1", "ouder2")),
        (["zelf en ouder1", "voogd"], ("zelf", "ouder1", "voogd")),
        (["zelf + guardian"], ("zelf", "voogd")),
        (["moeder & vader/opa; oma"], ("moeder", "vader", "opa", "oma")),
        (["  oudste   zus "], ("oudste zus",)),
        (["Enschede and Leen"], ("Enschede", "Leen")),
        (["zelf,zelf", "self", ""], ("zelf",)),
        ([" , "], ()),
    ],
)
def test_who_agreed_may_be_written_in_many_ways(texts, people):
    assert _people(texts) == people
