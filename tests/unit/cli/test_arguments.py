"""What people and scripts write after a command."""

import argparse
from datetime import date

import pytest

from app.cli.arguments import DutchParser, UsageError, day, time_span
from app.common.errors import AppError, InputError
from app.domain.timecode import TimeRange


@pytest.fixture
def parser() -> DutchParser:
    parser = DutchParser(prog="proef")
    parser.add_argument("--soort", choices=["helpt", "kans"])
    parser.add_argument("--naam", required=True)
    parser.add_argument("--ja", action="store_true")
    both = parser.add_mutually_exclusive_group()
    both.add_argument("--een", action="store_true")
    both.add_argument("--twee", action="store_true")
    parser.add_argument("--getal", type=int)
    return parser


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "Deze opdracht klopt niet: dit ontbreekt: --naam."),
        (["--naam"], "Deze opdracht klopt niet: bij --naam hoort een waarde."),
        (["--naam", "x", "--soort", "mooi"], "Deze opdracht klopt niet: bij --soort kan 'mooi' niet; kies uit helpt, kans."),
        (["--naam", "x", "--een", "--twee"], "Deze opdracht klopt niet: --twee en --een gaan niet samen."),
        (["--naam", "x", "--onbekend"], "Deze opdracht klopt niet: dit ken ik niet: --onbekend."),
        (["--naam", "x", "--na", "y"], "Deze opdracht klopt niet: dit ken ik niet: --na y."),
        (["--naam", "x", "--ja=1"], "Deze opdracht klopt niet: bij --ja hoort geen waarde."),
    ],
)
def test_mistakes_are_told_in_dutch(parser: DutchParser, words: list[str], sentence: str):
    with pytest.raises(UsageError) as wrong:
        parser.parse_args(words)
    assert wrong.value.sentence == sentence
    assert wrong.value.usage.startswith("gebruik: proef")


def test_mistake_without_a_translation_is_still_told(parser: DutchParser):
    with pytest.raises(UsageError) as wrong:
        parser.parse_args(["--naam", "x", "--getal", "veel"])
    assert wrong.value.sentence.startswith("Deze opdracht klopt niet (")
    assert "veel" in wrong.value.sentence


def test_right_words_are_read(parser: DutchParser):
    assert parser.parse_args(["--naam", "x", "--soort", "kans"]) == argparse.Namespace(
        naam="x", soort="kans", ja=False, een=False, twee=False, getal=None
    )


def test_time_span_is_two_times_with_a_dash():
    assert time_span("0:12-0:14,5") == TimeRange(12_000, 14_500)
    assert time_span("1:00:00 - 1:00:01") == TimeRange(3_600_000, 3_601_000)


@pytest.mark.parametrize("text", ["", "-", "5", "5-", "-5", "a-b", "1-2-3", "9-3", "3-3"])
def test_time_span_that_is_none_is_refused(text: str):
    with pytest.raises(InputError) as refused:
        time_span(text)
    assert refused.value.code in {"time_invalid", "range_invalid"}


def test_day_is_year_month_day():
    assert day("2026-11-22") == date(2026, 11, 22)


@pytest.mark.parametrize("text", ["22-11-2026", "2026-13-01", "2026-02-30", "gisteren", "", "2026-11-22T10:00"])
def test_day_that_is_none_is_refused(text: str):
    with pytest.raises(AppError) as refused:
        day(text)
    assert refused.value.code == "date_invalid"
