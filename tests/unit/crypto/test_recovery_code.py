import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import InputError
from app.crypto.recovery_code import BLOCKS, SYMBOLS, code_blocks, new_recovery_code, read_recovery_code


def refusal(code):
    with pytest.raises(InputError) as caught:
        read_recovery_code(code)
    return caught.value


def plain(code):
    return code.replace("-", "")


def test_a_code_is_eight_blocks_of_four_without_look_alikes():
    for _ in range(300):
        blocks = code_blocks(new_recovery_code())
        assert [len(block) for block in blocks] == [4] * BLOCKS
        assert not set("".join(blocks)) & set("01OI")
    assert len(set(SYMBOLS)) == 32


def test_a_code_stands_for_twenty_bytes_and_never_comes_twice():
    contents = {read_recovery_code(new_recovery_code()).reveal() for _ in range(500)}
    assert len(contents) == 500
    assert {len(content) for content in contents} == {20}


def test_the_first_symbol_is_the_highest_five_bits():
    code = new_recovery_code()
    number = int.from_bytes(read_recovery_code(code).reveal(), "big")
    assert "".join(SYMBOLS[number >> 5 * (31 - place) & 31] for place in range(32)) == plain(code)


@pytest.mark.parametrize(
    "typed", [str.lower, plain, lambda code: code.replace("-", " "), lambda code: f"\t{code}\r\n", lambda code: code.replace("-", " \u2013 ")]
)
def test_case_spaces_and_dashes_do_not_matter(typed):
    code = new_recovery_code()
    assert read_recovery_code(typed(code)).equals(read_recovery_code(code).reveal())


def test_every_single_wrong_symbol_is_placed_in_its_block():
    code = plain(new_recovery_code())
    for place, symbol in itertools.product(range(32), SYMBOLS):
        if symbol != code[place]:
            error = refusal(code[:place] + symbol + code[place + 1 :])
            assert (error.code, error.details) == ("recovery_code_block", {"block": place // 4 + 1})


def test_every_two_swapped_neighbours_are_noticed():
    for _ in range(20):
        code = plain(new_recovery_code())
        for place in range(31):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            if swapped != code:
                assert refusal(swapped).code == "recovery_code_wrong"


def test_two_swapped_blocks_are_nearly_always_noticed():
    noticed = tried = 0
    for _ in range(60):
        blocks = code_blocks(new_recovery_code())
        for first, second in itertools.combinations(range(BLOCKS), 2):
            swapped = list(blocks)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            tried += 1
            try:
                read_recovery_code("".join(swapped))
            except InputError:
                noticed += 1
    # The sum of all symbols stays the same; only the weighted one changes, and that is right by chance once in 32.
    assert noticed > tried * 0.93


def test_random_codes_pass_about_once_in_a_thousand():
    passed = 0
    chance = random.Random(20261122)
    for _ in range(3000):
        typed = "".join(chance.choices(SYMBOLS, k=32))
        try:
            read_recovery_code(typed)
            passed += 1
        except InputError:
            pass
    assert passed < 15


@pytest.mark.parametrize("wrong", list("01OIoi%é"))
def test_a_symbol_that_is_never_used_is_placed_in_its_block(wrong):
    code = plain(new_recovery_code())
    error = refusal(code[:13] + wrong + code[14:])
    assert (error.code, error.details) == ("recovery_code_symbol", {"block": 4})


@pytest.mark.parametrize("count", [0, 1, 31, 33, 64])
def test_too_few_or_too_many_symbols_are_counted(count):
    error = refusal((plain(new_recovery_code()) * 2)[:count])
    assert (error.code, error.details) == ("recovery_code_length", {"symbols": count, "expected": 32})


@given(st.text(max_size=31))
def test_whatever_is_typed_is_refused_in_words(typed):
    assert refusal(typed).code.startswith("recovery_code_")
