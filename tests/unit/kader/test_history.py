"""An id that was used once stays, and never means something else: over all versions of a frame, written here or taken over."""

import pytest

from app.common.paths import kijkkader_path
from app.domain.kijkkader import Kader, version_key
from app.kader.reader import read_frame, read_kader

SHIPPED = kijkkader_path("kijkkader-samen.yaml").read_text("utf-8")
SMALL = SHIPPED[SHIPPED.index("versie:") : SHIPPED.index("  - id: v12\n")]
"""One pane with kk-101 to kk-104."""


def version(number: str, *, without: str = "", retired: str = "") -> str:
    text = SMALL.replace('versie: "0.1.0"', f'versie: "{number}"').replace("id: kijkkader-samen", "id: ons-kader")
    if without:
        start = text.index(f"      - id: {without}\n")
        end = text.find("      - id: kk-", start + 1)
        text = text[:start] + (text[end:] if end > 0 else "")
    if retired:
        text = text.replace(f"      - id: {retired}\n", f"      - id: {retired}\n        vervallen: true\n")
    return text


def found(text: str, *others: Kader) -> list[tuple[str, str]]:
    return [(each.path, each.message) for each in read_frame(text.encode(), lambda _kader: others).mistakes]


@pytest.fixture(scope="module")
def first() -> Kader:
    return read_kader(version("1.0.0").encode())


def test_later_version_with_every_id_is_taken(first: Kader):
    assert found(version("1.0.1"), first) == []
    assert found(version("1.1.0", retired="kk-102").replace("        start: true\n", ""), first) == []


def test_indicator_that_is_left_out_is_named(first: Kader):
    text = version("1.1.0", without="kk-103")
    mistakes = read_frame(text.encode(), lambda _kader: [first]).mistakes
    assert [each.path for each in mistakes] == ["vakken"]
    assert "'kk-103' stond in versie 1.0.0" in mistakes[0].message
    assert mistakes[0].line == text[: text.index("\n  - id: v11")].count("\n") + 2


def test_retired_id_does_not_come_back_in_a_later_version():
    second = read_kader(version("1.1.0", retired="kk-103").encode())
    text = version("1.2.0")
    mistakes = read_frame(text.encode(), lambda _kader: [second]).mistakes
    assert [(each.line, each.path) for each in mistakes] == [
        (text[: text.index("- id: kk-103")].count("\n") + 1, "vakken[0].indicatoren[2].vervallen")
    ]
    assert "Geef de indicator een nieuwe id" in mistakes[0].message


def test_older_version_is_taken_after_the_newer_one_when_they_agree():
    newer = read_kader(version("1.1.0", retired="kk-103").encode())
    assert found(version("1.0.0"), newer) == []


def test_older_version_with_an_id_the_newer_one_lost_is_refused():
    newer = read_kader(version("1.1.0", without="kk-103").encode())
    assert [path for path, _ in found(version("1.0.0"), newer)] == ["vakken[0].indicatoren[2].id"]


def test_older_version_cannot_have_retired_what_the_newer_one_offers(first: Kader):
    text = version("0.9.0", retired="kk-103")
    assert [message for _, message in found(text, first)] == ["Indicator 'kk-103' is hier vervallen, maar niet in versie 1.0.0, die later is."]


def test_same_version_with_another_content_is_refused_at_its_line(first: Kader):
    text = version("1.0.0", retired="kk-103")
    mistakes = read_frame(text.encode(), lambda _kader: [first]).mistakes
    assert [(each.line, each.path) for each in mistakes] == [(1, "versie")]


def test_versions_are_in_order_of_their_numbers():
    assert sorted(["1.10.0", "1.9.9", "0.1.0", "1.9.10"], key=version_key) == ["0.1.0", "1.9.9", "1.9.10", "1.10.0"]
