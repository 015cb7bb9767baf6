import codecs
import csv
from io import StringIO

import pytest

from app.common.errors import AppError
from app.services.register_texts import EVENTS
from app.services.registers import GROUPS
from app.services.session import Session
from tests.support.consents import everybody_agrees
from tests.support.vaults import add_recording, new_vault


@pytest.fixture
def session(tmp_path):
    opened = Session(new_vault(tmp_path / "kluis"))
    recording = add_recording(opened._vault)
    everybody_agrees(opened, recording.recording_id)
    opened.recordings.delete(recording.recording_id)
    yield opened
    opened.lock()


def test_every_event_is_in_one_group():
    everything = [event for events in GROUPS.values() for event in events]
    assert sorted(everything) == sorted(EVENTS)
    assert {"consent", "retention", "destruction", "exports", "packages", "keys", "checks"} <= set(GROUPS)


def test_lines_are_plain_dutch_and_can_be_chosen_by_group(session):
    lines = session.registers.lines()
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0].text == "De kluis is gemaakt."
    assert lines[-1].text == "Een opname is vernietigd. Reden: op verzoek van de gebruiker."
    chosen = session.registers.lines(events=GROUPS["consent"])
    assert [line.text for line in chosen] == [
        f"De toestemming van {role} (volwassen) is vastgelegd. Ja voor: zelf terugkijken, werkbegeleiding, "
        "kijken in het team (onherkenbaar gemaakt), terugkijken met het gezin. Ja van: zelf."
        for role in ("werker", "moeder")
    ]


def test_the_list_for_a_spreadsheet_is_whole_and_has_its_mark(session, tmp_path):
    session.registers.export_csv(tmp_path / "log.csv")
    content = (tmp_path / "log.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["nummer", "tijd", "gebeurtenis", "over", "omschrijving"]
    assert [row[4] for row in rows[1:]] == [line.text for line in session.registers.lines()]
    with pytest.raises(AppError) as caught:
        session.registers.export_csv(tmp_path / "log.csv")
    assert caught.value.code == "file_exists"
    session.registers.export_csv(tmp_path / "log.csv", events=GROUPS["keys"], overwrite=True)
    assert len((tmp_path / "log.csv").read_text("utf-8-sig").splitlines()) == 2


def test_the_state_tells_of_a_changed_line(session, tmp_path):
    before = session.registers.state()
    assert (before.is_intact, before.count) == (True, len(session.registers.lines()))
    session.registers.export_pdf(tmp_path / "heel.pdf")
    session._vault._parts.database.change("UPDATE events SET event = 'clip_made' WHERE number = 2")
    assert not session.registers.state().is_intact
    session.registers.export_pdf(tmp_path / "stuk.pdf", events=GROUPS["consent"])
    assert (tmp_path / "heel.pdf").read_bytes()[:5] == (tmp_path / "stuk.pdf").read_bytes()[:5] == b"%PDF-"
    assert (tmp_path / "heel.pdf").read_bytes() != (tmp_path / "stuk.pdf").read_bytes()
