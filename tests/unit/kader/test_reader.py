"""The frame as the app gets it: the shipped file, one far larger, and whatever a stranger could send."""

import copy
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.errors import InputError, RefusedError
from app.common.paths import kijkkader_path
from app.domain.kijkkader import Kader
from app.domain.moment import MomentKind
from app.kader.reader import check_kader, read_kader

SHIPPED = kijkkader_path("kijkkader-samen.yaml").read_bytes()


@pytest.fixture(scope="module")
def kader() -> Kader:
    return read_kader(SHIPPED)


@pytest.fixture
def frame() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(SHIPPED))


def written(frame: dict[str, Any]) -> bytes:
    return yaml.safe_dump(frame, allow_unicode=True, sort_keys=False).encode()


def test_shipped_frame_has_no_mistakes():
    assert check_kader(SHIPPED) == []


def test_shipped_frame_has_the_numbers_of_the_domain_document(kader: Kader):
    assert len(kader.levels) == 3
    assert [theme.is_extension for theme in kader.themes] == [False, False, False, True, True]
    assert len(kader.indicators) == 40
    assert len(kader.start_set) == 11
    assert sum(len(indicator.questions) for indicator in kader.indicators) == 74
    assert {indicator.cell_id for indicator in kader.start_set} == {cell.cell_id for cell in kader.cells}


def test_nothing_of_an_indicator_is_lost(kader: Kader):
    indicator = kader.indicator("kk-212")
    assert (indicator.cell_id, indicator.level_id, indicator.theme_id) == ("v22", "a2", "o2")
    assert indicator.name.nl == "Wensen naast elkaar"
    assert indicator.name.en == "Wishes side by side"
    assert indicator.description.nl.startswith("Wat er gebeurt als mensen niet hetzelfde willen")
    assert indicator.helps.nl.startswith("De werker legt de wens van ieder naast elkaar")
    assert indicator.chafes.nl == "De wens van één persoon wordt ongemerkt de wens van iedereen."
    assert [question.en for question in indicator.questions] == ["Whose wish carried the most weight?", "Which wish has not been voiced yet?"]
    assert indicator.sources == ("SOFTA", "RL-SB")
    assert indicator.needs_several_people
    assert not indicator.is_in_start_set
    assert not indicator.is_retired


def test_pane_over_several_rows_gives_each_row_its_own_indicators(kader: Kader):
    assert [each.indicator_id for each in kader.indicators_at("a1", "o4")] == ["kk-401", "kk-402"]
    assert [each.indicator_id for each in kader.indicators_at("a3", "o5")] == ["kk-504", "kk-505"]
    pane = kader.cell_at("a2", "o4")
    assert pane is not None
    assert pane is kader.cell_at("a3", "o4")
    assert pane.level_ids == ("a1", "a2", "a3")


def test_every_indicator_stands_in_the_pane_of_its_place(kader: Kader):
    for indicator in kader.indicators:
        cell = kader.cell_at(indicator.level_id, indicator.theme_id)
        assert cell is not None
        assert indicator in cell.indicators
        assert indicator in kader.indicators_at(indicator.level_id, indicator.theme_id)


def test_marks_fields_roles_and_phases_are_there(kader: Kader):
    assert [mark.kind for mark in kader.marks] == list(MomentKind)
    assert [field.field_id for field in kader.fields] == ["see", "next", "then", "now"]
    assert [field.is_required for field in kader.fields] == [True, False, False, False]
    assert kader.fields[0].hint.nl == "Alleen wat een camera kan zien of horen."
    assert kader.fields[2].only_for == "inbrenger"
    assert [who.who_id for who in kader.who] == ["werker", "ouder", "jeugdige", "netwerk", "collega", "samen"]
    assert {phase.phase_id: phase.theme_ids for phase in kader.phases}["doelen"] == ("o2", "o4")
    assert len(kader.talk_parts) == 7
    assert len(kader.rules) == 3


def test_notice_says_whose_frame_it_is_not(kader: Kader):
    assert "niet het kijkkader van de HAN" in kader.notice.nl
    assert "not the HAN frame" in kader.notice.in_language("en")


def test_themes_are_picked_by_the_letters_of_the_design(kader: Kader):
    assert list(kader.theme_letters().values()) == ["B", "D", "W", "K", "V"]


def test_themes_with_the_same_first_letter_get_different_keys(frame: dict[str, Any]):
    columns = frame["dimensies"]["overeenstemming"]["kolommen"]
    for column, name in zip(columns, ("Band", "Belang", "Bol", "Bob", "Bb"), strict=True):
        column["naam"]["nl"] = name
    letters = list(read_kader(written(frame)).theme_letters().values())
    assert letters[:4] == ["B", "E", "O", "A"]
    assert len(set(letters)) == 5


def test_dialogue_of_a_team_is_read_whole(kader: Kader):
    team = kader.dialogues.team
    assert (team.dialogue_id, team.minutes, team.minutes_short, team.least_people, team.most_people) == ("dlg-team", 60, 40, 3, 8)
    assert [role.role_id for role in team.roles] == ["inbrenger", "leider", "stoel", "kijker", "schrijver"]
    assert len(team.steps) == 11
    step = team.step("ts-5")
    assert step is not None
    assert (step.minutes, step.minutes_short, step.contribution_ids) == (8, 6, ("vraag",))
    assert step.role_ids == ("kijker", "stoel", "inbrenger")
    assert [starter.nl for starter in step.starters] == ["Wat ging er door je heen toen ...", "Wat hoopte je dat er zou gebeuren?"]
    assert step.redirection.nl == "Zit er een advies in de vraag? Bewaar dat voor stap 8."
    assert team.steps[0].done_when.nl.startswith("Toestemming voor delen")
    assert [each.statement_id for each in team.review] == ["tb-1", "tb-2", "tb-3", "tb-4"]
    assert team.step("ts-99") is None


def test_looking_back_alone_takes_its_steps_and_minutes_from_the_frame(kader: Kader):
    alone = kader.dialogues.alone
    assert [(step.step_id, step.minutes, step.minutes_short) for step in alone.steps] == [
        *(("so-1", 3, 3), ("so-2", 3, 3), ("so-3", 7, 7), ("so-4", 5, 5), ("so-5", 2, 2))
    ]
    assert [step.kind_id for step in alone.steps] == ["voorspellen", "wennen", "momenten", "verdiepen", "voornemen"]
    assert (alone.steps[1].name.nl, alone.steps[1].watching_minutes, alone.steps[0].watching_minutes) == ("Wennen", 2, 0)
    assert alone.steps[0].aside.nl.endswith("Dat is heel gewoon.")
    assert alone.steps[3].heading.nl == ""
    assert [(each.question_id, each.kind_id) for each in alone.steps[0].questions] == [("sv-1", ""), ("sv-2", ""), ("sv-3", "leervraag")]
    assert len(kader.dialogues.one_to_one.steps) == 9
    assert [kind.kind_id for kind in kader.dialogues.contribution_kinds][:2] == ["waarneming", "vraag"]
    assert kader.dialogues.ground_rules[0].text.en == "The presenter owns the fragment. Stop means stop."
    assert [step.step_id for step in kader.reflection_cycle] == ["rc-1", "rc-2", "rc-3", "rc-4", "rc-5"]


def test_quiet_frames_are_read_whole(kader: Kader):
    assert [question.layer_id for question in kader.self_inquiry.questions] == [
        *("voelen", "voelen", "trekken", "trekken", "kracht", "oud", "brug", "brug")
    ]
    assert [len(window.questions) for window in kader.five_windows.windows] == [2, 2, 2, 2, 1]
    solo = kader.together_or_solo
    assert [answer.answer_id for answer in solo.answers] == ["nee", "soms", "vaak"]
    assert (len(solo.solo_statements), len(solo.domain_statements), len(solo.follow_up), len(solo.ladder)) == (5, 4, 2, 5)
    assert solo.ladder_note.nl.startswith("Eigen ladder")
    assert (kader.scales.lowest, kader.scales.highest, kader.scales.step) == (0, 10, 0.5)
    assert kader.scales.items[3].for_child.nl == "Mocht jij ook kiezen?"
    assert len(kader.scales.how_to_ask) == 4


def test_glossary_and_sources_are_read(kader: Kader):
    assert [term.term for term in kader.glossary] == ["afstemming", "overeenstemming", "fragment", "moment", "onherkenbaar gemaakt"]
    assert kader.sources["BORDIN"].startswith("Bordin (1979)")
    assert all(source in kader.sources for indicator in kader.indicators for source in indicator.sources)
    assert kader.is_concept
    assert kader.talk_parts_name.nl == "Opbouw van het gesprek"


def test_phase_offers_the_indicators_of_its_columns(kader: Kader):
    assert {each.theme_id for each in kader.indicators_in_phase("doelen")} == {"o2", "o4"}
    assert len(kader.indicators_in_phase("contact")) == 11
    assert kader.indicators_in_phase("weg") == kader.indicators
    assert {each.indicator_id for each in set(kader.indicators) - set(kader.indicators_for(1))} == {"kk-201", "kk-212", "kk-303", "kk-312", "kk-402"}
    assert kader.indicators_for(2) == kader.indicators


def test_unquoted_words_that_other_yaml_readers_turn_around_stay_text():
    text = SHIPPED.decode().replace('label: {nl: "Ruimte en stilte", en: "Space and silence"}', "label: {nl: no, en: on}")
    label = read_kader(text.encode()).indicator("kk-101").name
    assert (label.nl, label.en) == ("no", "on")


def test_frame_in_dutch_only_needs_no_english(frame: dict[str, Any]):
    text = written(without_english(frame) | {"talen": ["nl"]})
    kader = read_kader(text)
    assert kader.languages == ("nl",)
    assert kader.indicator("kk-101").name.in_language("en") == "Ruimte en stilte"


def without_english(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: without_english(value) for key, value in part.items() if key != "en" and not key.endswith("_en")}
    return [without_english(each) for each in part] if isinstance(part, list) else part


def test_optional_sections_may_be_left_out(frame: dict[str, Any]):
    for name in ("fasen", "gespreksopbouw", "dialoog", "reflectiecyclus", "secundaire_kaders", "begrippen", "status", "id_regels", "taalniveau_nl"):
        del frame[name]
    kader = read_kader(written(frame))
    assert kader.phases == ()
    assert kader.talk_parts == ()
    assert kader.dialogues.alone.steps == ()
    assert kader.self_inquiry.questions == ()
    assert kader.glossary == ()


def test_frame_with_two_hundred_indicators_works(frame: dict[str, Any]):
    cells = [cell for cell in frame["vakken"] if isinstance(cell["rij"], str)]
    for number in range(160):
        indicator = copy.deepcopy(cells[number % len(cells)]["indicatoren"][0]) | {"id": f"extra-{number}"}
        cells[number % len(cells)]["indicatoren"].append(indicator)
    content = written(frame)
    started = time.process_time()
    kader = read_kader(content)
    assert time.process_time() - started < 10
    assert len(kader.indicators) == 200
    assert kader.indicator("extra-159").level_id == "a3"


def test_retired_indicator_is_readable_but_no_longer_offered():
    retired = SHIPPED.decode().replace("      - id: kk-113\n", "      - id: kk-113\n        vervallen: true\n")
    kader = read_kader(retired.encode())
    assert kader.indicator("kk-113").is_retired
    assert len(kader.indicators) == 39
    assert "kk-113" not in {each.indicator_id for each in kader.indicators_at("a1", "o2")}
    with pytest.raises(InputError) as refused:
        kader.check_indicators(("kk-112", "kk-113"))
    assert refused.value.code == "indicator_retired"


def test_indicators_and_roles_of_another_frame_are_refused(kader: Kader):
    kader.check_indicators(("kk-101", "kk-505"))
    kader.check_who(("werker", "samen"))
    with pytest.raises(InputError) as unknown_indicator:
        kader.check_indicators(("kk-101", "kk-999"))
    assert unknown_indicator.value.code == "indicator_unknown"
    with pytest.raises(InputError) as unknown_who:
        kader.check_who(("werker", "buurman"))
    assert unknown_who.value.code == "who_unknown"


def test_broken_frame_is_refused_with_the_first_line_and_the_count():
    broken = SHIPPED.decode().replace("        start: true\n", "        start: misschien\n")
    with pytest.raises(RefusedError) as refused:
        read_kader(broken.encode())
    assert refused.value.code == "kader_invalid"
    assert refused.value.details == {"line": broken.split("misschien", 1)[0].count("\n") + 1, "count": 11}


def refused_without_harm(untrusted_bytes: bytes) -> None:
    """Reading ends either in a frame or in mistakes whose line lies in the file."""
    mistakes = check_kader(untrusted_bytes)
    lines = len(untrusted_bytes.decode("utf-8", "replace").splitlines()) + 1
    for mistake in mistakes:
        assert 1 <= mistake.line <= lines
        assert mistake.message
        assert mistake.message.isprintable()
    if not mistakes:
        read_kader(untrusted_bytes)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_frame_or_mistakes(untrusted_bytes: bytes):
    refused_without_harm(untrusted_bytes)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("-:{}[]'\"|>&*!%@#,? \n\t\\aU0d8é~\x85\u2028\ud7ff")), max_size=60))
def test_any_yaml_like_text_gives_a_frame_or_mistakes(untrusted_text: str):
    refused_without_harm(untrusted_text.encode())


SMALL = SHIPPED[SHIPPED.index(b"versie:") : SHIPPED.index(b"# ------------------------------------------------------------------ fasen")]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(SMALL)), st.integers(0, 80), st.binary(max_size=12))
def test_any_change_to_the_shipped_frame_gives_a_frame_or_mistakes(at: int, length: int, instead: bytes):
    refused_without_harm(SMALL[:at] + instead + SMALL[at + length :])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_part_replaced_by_anything_gives_a_frame_or_mistakes(data: st.DataObject):
    frame = copy.deepcopy(_FRAME)
    part: Any = frame
    while True:
        key = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[key], dict | list) or not part[key] or data.draw(st.booleans()):
            part[key] = data.draw(anything)
            break
        part = part[key]
    refused_without_harm(written(frame))


def _smallest_frame() -> dict[str, Any]:
    frame = yaml.safe_load(SHIPPED)
    frame["vakken"] = [frame["vakken"][0], frame["vakken"][9]]
    for name in ("dialoog", "secundaire_kaders", "begrippen"):
        del frame[name]
    return frame


_FRAME = _smallest_frame()


def test_schema_uses_only_what_is_checked(tmp_path: Path):
    from app.kader.schema_check import SchemaCheck

    with pytest.raises(ValueError, match="uniqueItems"):
        SchemaCheck({"type": "object", "properties": {"x": {"type": "array", "uniqueItems": True}}})
