import csv
import string
from datetime import date, timedelta
from io import StringIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.common.errors import AppError
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.consent_csv import COLUMNS, MAX_BYTES, MAX_LINES, ConsentRow, csv_bytes, read_consents, write_consents

ID = "0123456789abcdef" * 2
GOOD = f"{ID};moeder;adult;own,team;family;zelf;;;2026-11-12;;;2027-01-01;no;yes"
HEAD = ";".join(COLUMNS)
words = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" =+-@'\";"), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
words = words.filter(bool)
givers = words.map(lambda text: text.replace(",", ".")).filter(lambda text: text.strip() == text and text)
days = st.none() | st.dates(date(1950, 1, 1), date(2200, 1, 1))


@st.composite
def rows(draw):
    answers = draw(st.dictionaries(st.sampled_from(Purpose), st.booleans()))
    person = PersonConsent(
        draw(words),
        draw(st.sampled_from(AgeGroup)),
        frozenset(purpose for purpose, said_yes in answers.items() if said_yes),
        frozenset(purpose for purpose, said_yes in answers.items() if not said_yes),
        tuple(draw(st.lists(givers, max_size=3, unique=True))),
        tuple(draw(st.lists(givers, max_size=3, unique=True))),
        draw(st.just("") | words),
        *(draw(days) for _ in range(4)),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    return ConsentRow(draw(st.text("0123456789abcdef", min_size=32, max_size=32)), person)


@given(st.lists(rows(), max_size=5, unique_by=lambda row: (row.recording_id, row.person.key)))
@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_is_written_is_read_back(people):
    assert read_consents(write_consents(people)) == people


def refusal(content):
    with pytest.raises(AppError) as caught:
        read_consents(content)
    return caught.value.code, caught.value.details.get("line"), caught.value.details.get("column")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, 1),
        (b"\n" + HEAD.encode(), 1, 1),
        (HEAD.replace("role", "naam").encode(), 1, 2),
        (f"{HEAD};meer".encode(), 1, 15),
        (HEAD.rpartition(";")[0].encode(), 1, 14),
        (f"{HEAD}\n{GOOD}\n{GOOD};extra".encode(), 3, 15),
        (f"{HEAD}\r\n{GOOD.rpartition(';')[0]}\r\n".encode(), 2, 14),
        (f"{HEAD}\n{GOOD}\n{GOOD}".encode(), 3, 2),
        (f"{HEAD}\n{GOOD}\n{GOOD.replace('moeder', 'MOEDER')}".encode(), 3, 2),
        (f"{HEAD}\n{GOOD.replace(ID, ID.upper())}".encode(), 2, 1),
        (f"{HEAD}\n{GOOD.replace('moeder', '')}".encode(), 2, 2),
        (f"{HEAD}\n{GOOD.replace('adult', 'peuter')}".encode(), 2, 3),
        (f"{HEAD}\n{GOOD.replace('own,team', 'kijken')}".encode(), 2, 4),
        (f"{HEAD}\n{GOOD.replace('family', 'own')}".encode(), 2, 5),
        (f"{HEAD}\n{GOOD.replace('zelf', 'x' * 41)}".encode(), 2, 6),
        (f"{HEAD}\n{GOOD.replace('zelf;;', 'zelf;a,b,c,d,e,f,g,h,i;')}".encode(), 2, 7),
        (f"{HEAD}\n{GOOD.replace('2026-11-12', '12-11-2026')}".encode(), 2, 9),
        (f"{HEAD}\n{GOOD.replace('2026-11-12', '2026-W46-4')}".encode(), 2, 9),
        (f"{HEAD}\n{GOOD.replace('2027-01-01', '2027-02-30')}".encode(), 2, 12),
        (f"{HEAD}\n{GOOD.replace('no;yes', 'nee;yes')}".encode(), 2, 13),
        (f"{HEAD}\n{GOOD.replace('no;yes', 'no;')}".encode(), 2, 14),
        (f"{HEAD}\n{GOOD.replace('moeder', chr(34) + 'moe')}".encode(), 2, 1),
        (HEAD.encode() + b"\n" + GOOD.encode() + b"\n\xff", 3, 1),
        (f"{HEAD}\n{GOOD.replace('moeder', 'moe' + chr(0) + 'der')}".encode(), 2, 2),
        (f"{HEAD}\n{GOOD.replace('moeder', 'moe' + chr(0x202E) + 'der')}".encode(), 2, 2),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(content, line, column):
    assert refusal(content) == ("consent_csv_invalid", line, column)


def test_a_list_has_a_greatest_size():
    assert refusal(b"x" * (MAX_BYTES + 1))[0] == "consent_csv_too_large"
    many = "\n".join(GOOD.replace("moeder", f"rol {number}") for number in range(MAX_LINES + 1))
    assert refusal(f"{HEAD}\n{many}".encode())[0] == "consent_csv_too_large"


def test_a_list_without_people_is_fine():
    assert read_consents(f"{HEAD}\n\n".encode()) == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@som", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(cell):
    (row,) = csv.reader(StringIO(csv_bytes([[cell]]).decode("utf-8-sig")), delimiter=";")
    assert row == [f"'{cell}"]


lines = st.text(string.printable + "é;'\"\0", max_size=120)


@given(st.binary(max_size=300) | st.lists(lines, max_size=4).map(lambda parts: "\n".join([HEAD, *parts]).encode()))
@example(HEAD.encode() + b"\n" + b";" * 13)
@example(b"\xef\xbb\xbf" + HEAD.encode() + b"\n" + GOOD.encode() + b"\x1a")
@settings(max_examples=500, deadline=2000)
def test_anything_else_is_refused_with_a_declared_error(content):
    code, people = "", []
    try:
        people = read_consents(content)
    except AppError as error:
        code = error.code
    assert code in {"", "consent_csv_invalid", "consent_csv_too_large"}
    assert read_consents(write_consents(people)) == people


def test_days_a_century_away_survive():
    person = PersonConsent("opa", AgeGroup.ADULT, until=date(2026, 11, 24) + timedelta(days=40_000))
    assert read_consents(write_consents([ConsentRow(ID, person)])) == [ConsentRow(ID, person)]
