"""The word list holds what it promises, proposals are strong, and what people think up is judged as by an attacker."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.paths import resource_path
from app.crypto.passphrase import MAX_PASSPHRASE_BYTES
from app.services.passphrases import MAX_BYTES, passphrase_strength, propose_passphrase

WORDS = resource_path("wordlist", "nl.txt").read_text("ascii").split("\n")[:-1]


def test_list_is_six_to_the_fifth_plain_words_without_doubles():
    assert len(WORDS) == 7776
    assert len(set(WORDS)) == 7776
    assert sorted(WORDS) == WORDS
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in WORDS)


def test_list_has_no_singular_and_plural_of_one_word():
    words = set(WORDS)
    pairs = [word for word in words if len(word) >= 4 and words & {f"{word}en", f"{word}s", f"{word}je", f"{word}jes"}]
    assert pairs == []


@pytest.mark.parametrize("piece", ["kanker", "neuk", "hoer", "nazi", "moord", "porno", "verkracht", "incest", "neger", "klootz", "zelfmo", "geweld"])
def test_list_holds_nothing_that_hurts(piece: str):
    assert [word for word in WORDS if piece in word] == []


def test_no_two_words_run_together_into_a_third_and_a_fourth_in_the_same_place():
    """The space between words carries no information that typing without it would lose: fewer than one in 2,000 pairs."""
    words = set(WORDS)
    splits = sum(1 for word in WORDS for cut in range(3, len(word) - 2) if word[:cut] in words and word[cut:] in words)
    assert splits < 1200


def test_proposal_is_five_words_of_the_list():
    proposed = propose_passphrase().split(" ")
    assert len(proposed) == 5
    assert set(proposed) <= set(WORDS)
    assert len(propose_passphrase(words=7).split(" ")) == 7


def test_proposals_differ_and_reach_the_whole_list():
    proposals = [propose_passphrase() for _ in range(400)]
    assert len(set(proposals)) == 400
    used = {word for proposal in proposals for word in proposal.split()}
    assert len(used) > 1500
    assert len({word[0] for word in used}) > 20


def test_every_proposal_is_strong_though_the_judge_knows_the_list():
    for _ in range(40):
        strength = passphrase_strength(propose_passphrase())
        assert (strength.level, strength.code, strength.is_acceptable) == (4, "strong", True)


@pytest.mark.parametrize(
    "text",
    [
        "wachtwoord123",
        "kijkkamer2026!",
        "wachtzinwachtzin",
        "welkomwelkom01",
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "123456789012345",
        "abcabcabcabcabc",
        "gezellig2026",
        "20-11-1985 20-11-1985",
        "Kijkkamer Kijkkamer",
    ],
)
def test_what_many_people_think_up_is_refused(text: str):
    assert not passphrase_strength(text).is_acceptable


def test_short_passphrase_is_refused_however_wild_it_is():
    strength = passphrase_strength("x9$Kq!2@vB~")
    assert (strength.code, strength.is_acceptable) == ("too_short", False)
    assert passphrase_strength("x9$Kq!2@vB~w").is_acceptable


def test_nothing_is_the_weakest():
    assert passphrase_strength("").level == 0


def test_length_is_counted_in_letters_as_people_see_them():
    decomposed = "e\u0301" * 11
    assert passphrase_strength(decomposed).code == "too_short"


def test_longer_than_the_key_derivation_takes_is_refused():
    assert MAX_BYTES == MAX_PASSPHRASE_BYTES
    assert passphrase_strength("ë" * 600).code == "too_long"
    assert passphrase_strength("dit is een heel lang gedicht " * 35).code != "too_long"


def test_judging_an_endless_passphrase_takes_no_time():
    started = time.process_time()
    passphrase_strength("a1!" * 340)
    passphrase_strength("wachtwoord" * 100)
    assert time.process_time() - started < 5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=90))
def test_any_text_gets_a_judgement(text: str):
    strength = passphrase_strength(text)
    assert 0 <= strength.level <= 4
    assert strength.is_acceptable == (strength.level >= 3)
    assert strength.is_acceptable <= (len(text) >= 12)
