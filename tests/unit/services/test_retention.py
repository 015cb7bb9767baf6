from datetime import UTC, datetime, timedelta

import pytest

from app.common.errors import AppError, SystemProblem
from app.domain.retention import RetentionSettings
from app.services.session import Session
from tests.support.vaults import AT, add_recording, new_vault


class Clock:
    """A day that can be moved on."""

    def __init__(self):
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def days_later(self, days):
        self.now += timedelta(days=days)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(tmp_path, clock):
    opened = Session(new_vault(tmp_path / "kluis"))
    opened.retention._now = clock
    yield opened
    opened.lock()


def ids(recordings):
    return [recording.recording_id for recording in recordings]


def test_settings_are_kept_and_told(session):
    assert session.retention.settings() == RetentionSettings(8, 7)
    session.retention.set_settings(RetentionSettings(12, 0))
    assert session.retention.settings() == RetentionSettings(12, 0)
    assert session.registers.lines()[-1].text == "Nieuwe opnamen blijven 12 weken. De prullenbak wacht 0 dagen."


def test_what_is_past_its_day_is_due_and_goes_only_when_told(session, clock):
    recording = add_recording(session._vault)
    session.retention.set_keep_until(recording.recording_id, clock().date())
    assert not session.retention.due()
    assert ids(session.retention.ending_soon()) == [recording.recording_id]
    clock.days_later(1)
    assert ids(session.retention.due().ended) == [recording.recording_id]
    assert session.retention.ending_soon() == []
    assert ids(session.recordings.list()) == [recording.recording_id]
    due, kept = session.retention.destroy_due(keep_notes=False)
    assert (ids(due.ended), kept, session.recordings.list(), bool(session.retention.due())) == ([recording.recording_id], 0, [], False)
    assert session.registers.lines()[-1].text == "Een opname is vernietigd. Reden: de bewaartijd was voorbij."


def test_the_bin_hides_waits_gives_back_and_empties(session, clock, tmp_path):
    first, second = add_recording(session._vault), add_recording(session._vault, b"2")
    session.retention.move_to_bin(first.recording_id)
    clock.days_later(1)
    session.retention.move_to_bin(second.recording_id)
    session.retention.move_to_bin(first.recording_id)
    assert (ids(session.recordings.list()), ids(session.retention.bin())) == ([], [first.recording_id, second.recording_id])
    session.retention.take_back(second.recording_id)
    assert ids(session.recordings.list()) == [second.recording_id]
    clock.days_later(6)
    assert ids(session.retention.due().bin_over) == [first.recording_id], "being thrown away twice does not start the time again"
    session.retention.destroy_due(keep_notes=False)
    assert ids(session._vault.recordings.list()) == [second.recording_id]
    assert len(list((tmp_path / "kluis" / "media").rglob("*.media"))) == 1
    with pytest.raises(AppError) as caught:
        session.retention.take_back(second.recording_id)
    assert caught.value.code == "not_in_bin"


def test_a_key_that_cannot_be_changed_now_leaves_none_of_the_groups_behind(session, monkeypatch):
    with_notes, without = (add_recording(session._vault, content=content).recording_id for content in (b"een" * 500, b"twee" * 500))

    def full(*_):
        raise SystemProblem("disk_became_full")

    monkeypatch.setattr(session._vault._parts.database, "change_key", full)
    with pytest.raises(SystemProblem) as caught:
        session.retention.destroy_ended([with_notes], [without])
    assert caught.value.code == "shredding_waits"
    assert session.recordings.list() == []


def test_without_waiting_time_thrown_away_is_destroyed(session):
    recording = add_recording(session._vault)
    session.retention.set_settings(RetentionSettings(8, 0))
    session.retention.move_to_bin(recording.recording_id)
    assert session._vault.recordings.list() == []
    assert session.registers.lines()[-1].text.endswith("Reden: op verzoek van de gebruiker.")


def test_a_vault_of_before_gives_every_recording_eight_weeks_from_its_import(tmp_path):
    import sqlite3

    from app.vault.migrate import _FOLDER

    database = sqlite3.connect(tmp_path / "oud.db")
    database.executescript((_FOLDER / "0001_start.sql").read_text())
    database.execute("INSERT INTO media VALUES ('m', 'original', 'klaar', zeroblob(32), '', 1, 1, 1, '', x'')")
    facts = "'mp4', 1, 1, 1, 1.0, 0, 'h264', NULL, 0, 1, '', 0"
    database.execute(f"INSERT INTO recordings VALUES ('r', 'Iep', '', '', NULL, '{AT.isoformat()}', 'm', {facts})")
    database.executescript((_FOLDER / "0002_consent_retention.sql").read_text())
    assert database.execute("SELECT keep_until, binned_at FROM recordings").fetchall() == [("2027-01-17", None)]
    database.close()
