from app.services.register_texts import EVENTS, GROUP_NAMES, event_sentence
from tests.support.source_tree import calls, literals, place, python_files


def _written():
    """Each `log.add(` in the source: its place, its literal event (None when it is not one), and the names of its facts."""
    found = []
    for file in python_files("app"):
        for name, call in calls(file):
            owner = getattr(call.func, "value", None)
            is_log = getattr(owner, "attr", getattr(owner, "id", "")) in {"log", "_log"}
            if name == "add" and is_log:
                events = list(literals(call.args[0])) if call.args else []
                found.append((place(file, call), events[0] if len(events) == 1 else None, {word.arg for word in call.keywords}))
    return found


WRITTEN = _written()


def test_the_source_writes_lines_at_all():
    assert len(WRITTEN) > 15


def test_every_line_names_its_event_as_a_literal():
    assert [where for where, event, _ in WRITTEN if event is None] == []


def test_every_event_that_is_written_has_a_sentence_in_register_texts():
    assert {(where, event) for where, event, _ in WRITTEN if event is not None and event not in EVENTS} == set()


def test_every_sentence_belongs_to_an_event_that_is_written():
    assert set(EVENTS) - {event for _, event, _ in WRITTEN} == set()


def test_every_event_is_in_a_group_that_is_shown():
    assert {entry.group for entry in EVENTS.values()} <= set(GROUP_NAMES)


def test_a_sentence_is_finished_also_when_an_older_version_wrote_no_facts():
    needs_its_day = {"keep_until_set"}
    for event in EVENTS.keys() - needs_its_day:
        sentence = event_sentence(event, {})
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".")
    assert "iets_nieuws" in event_sentence("iets_nieuws", {})
