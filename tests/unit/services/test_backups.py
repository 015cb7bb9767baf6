import os
from datetime import UTC, date, datetime, timedelta

import pytest

from app.common.errors import DamagedError, InputError, PassphraseError, RefusedError
from app.common.ids import NoteId
from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.domain.kept_note import KeptNote
from app.services import backups
from app.services.backups import BackupService, restore, tombstones_of_vault, try_restore
from app.vault.backup.tombstones import parse_tombstones
from app.vault.vault import Vault
from tests.support.backups import flip, tree
from tests.support.consents import a_person
from tests.support.vaults import PASSPHRASE, a_moment, add_recording, cheap_kdf, new_vault


def a_note(now):
    return KeptNote(NoteId(os.urandom(16).hex()), date(2026, 11, 20), None, "kijkkader", "1", (), "", "", "", now)


@pytest.fixture
def vault(tmp_path):
    opened = new_vault(tmp_path / "Proef.kluis")
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def service(vault):
    recording = add_recording(vault, os.urandom(30_000))
    vault.moments.add(a_moment(recording.recording_id))
    add_recording(vault, os.urandom(20_000), title="Beuk")
    return BackupService(vault)


@pytest.fixture
def later(monkeypatch):
    class Later(datetime):
        days = 0

        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=cls.days)

    monkeypatch.setattr(backups, "datetime", Later)
    return Later


def test_without_recordings_nothing_is_overdue(vault):
    status = BackupService(vault).status()
    assert (status.last_at, status.age_days, status.is_overdue, status.place) == (None, None, False, "")


def test_never_made_and_older_than_fourteen_days_is_overdue(service, stick, later):
    assert service.status().is_overdue
    service.make(stick, JobContext())
    for days, is_overdue in ((0, False), (14, False), (15, True)):
        later.days = days
        status = service.status()
        assert (status.age_days, status.is_overdue) == (days, is_overdue)
    later.days = -40  # the clock was set back
    assert service.status().age_days == 0
    assert service.status().last_at < datetime.now(UTC) + timedelta(minutes=1)


def test_the_place_is_told_without_a_name_and_kept_in_the_vault(service, vault, stick):
    service.make(stick, JobContext())
    status = service.status()
    assert status.place == "op deze computer"
    assert status.folder == stick
    line = vault.log.list()[-1]
    assert (line["event"], line["files"], line["place"]) == ("backup_made", 3, "local")
    assert str(stick) not in str(line)


def test_a_failed_backup_is_no_backup(service, stick):
    context = JobContext()
    context.cancel()
    with pytest.raises(Exception):  # noqa: PT011 - cancelled
        service.make(stick, context)
    assert service.status().last_at is None


def test_after_a_trial_that_found_damage_the_next_backup_mends_it(service, stick):
    made = service.make(stick, JobContext())
    path = next((made.file_path / "media").rglob("*.media"))
    whole = path.read_bytes()
    flip(path, 300)
    assert not service.trial_restore(stick, JobContext()).is_whole
    assert service.make(stick, JobContext()).copied == 1
    assert path.read_bytes() == whole
    assert service.trial_restore(stick, JobContext()).is_whole
    assert service.make(stick, JobContext()).copied == 0


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_restoring_with_the_passphrase_counts_and_reads_everything(service, vault, stick, tmp_path, kind):
    source = service.make(stick, JobContext()).file_path if kind == "folder" else service.write_file(stick / "alles.tar", JobContext()).file_path
    seen = []
    report = restore(source, tmp_path / "terug", JobContext(seen.append), passphrase=PASSPHRASE)
    assert (report.recordings, report.moments, report.left_out, report.is_whole) == (2, 1, 0, True)
    assert {progress.step for progress in seen} == {"restore", "check"}
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.recordings.list() == vault.recordings.list()
    assert again.log.last_event() == "vault_restored"
    again.close()


def test_a_wrong_passphrase_is_told_before_anything_is_copied(service, stick, tmp_path):
    service.make(stick, JobContext())
    with pytest.raises(PassphraseError):
        restore(stick, tmp_path / "terug", JobContext(), passphrase="een heel andere")
    assert not (tmp_path / "terug").exists()


def test_a_folder_with_something_in_it_is_refused(service, stick, tmp_path):
    service.make(stick, JobContext())
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "brief.txt").write_text("van mij")
    with pytest.raises(InputError) as raised:
        restore(stick, tmp_path / "vol", JobContext(), passphrase=PASSPHRASE)
    assert raised.value.code == "folder_not_empty"
    assert tree(tmp_path / "vol") == {"brief.txt": b"van mij"}


def test_damage_stops_a_restore_unless_it_is_accepted(service, stick, tmp_path, vault):
    made = service.make(stick, JobContext())
    recording = vault.recordings.list()[0]
    flip(made.file_path / "media" / recording.media_id[:2] / f"{recording.media_id}.media", 300)
    with pytest.raises(DamagedError) as raised:
        restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE)
    assert raised.value.code == "backup_damaged"
    assert not (tmp_path / "terug").exists()
    report = restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE, accepts_damage=True)
    assert [(finding.code, finding.subject) for finding in report.findings] == [("media_damaged", recording.recording_id)]
    assert report.recordings == 2


def test_what_was_destroyed_since_stays_away_when_the_present_vault_is_known(service, stick, tmp_path, vault):
    service.make(stick, JobContext())
    gone = vault.recordings.list()[0]
    vault.remove_recording(gone.recording_id)
    copied = service.restore(stick, tmp_path / "venster", JobContext())
    assert copied.left_out == 1
    vault.close()
    tombstones = tombstones_of_vault(tmp_path / "Proef.kluis", PASSPHRASE)
    report = restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE, tombstones=tombstones)
    assert (report.recordings, report.moments, report.left_out) == (1, 0, 1)
    for place in ("venster", "terug"):
        again = Vault.open(tmp_path / place, PASSPHRASE)
        assert [recording.title for recording in again.recordings.list()] == ["Beuk"]
        assert gone.media_id.encode() not in b"".join(tree(tmp_path / place).values())
        again.close()


def test_a_backup_of_before_the_keys_were_renewed_is_not_called_damaged(service, stick, tmp_path, vault):
    made = service.write_file(stick / "alles.tar", JobContext()).file_path
    gone = vault.recordings.list()[0]
    vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
    vault.remove_recording(gone.recording_id)
    for call in (lambda: service.trial_restore(made, JobContext()), lambda: service.restore(made, tmp_path / "terug", JobContext())):
        with pytest.raises(RefusedError) as caught:
            call()
        assert caught.value.code == "backup_older_keys"
    assert not (tmp_path / "terug").exists()
    assert vault.settings.get("backup_needs_reading") != "1"
    vault.close()
    tombstones = tombstones_of_vault(tmp_path / "Proef.kluis", PASSPHRASE)
    report = restore(made, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE, tombstones=tombstones)
    assert (report.recordings, report.left_out) == (1, 1)


@pytest.mark.parametrize("way", ["window", "command", "after renewing the keys"])
def test_what_was_taken_back_or_removed_since_does_not_come_back(vault, stick, tmp_path, way):
    asked, unchanged, again = (add_recording(vault, os.urandom(9000), title=title).recording_id for title in ("Linde", "Iep", "Els"))
    for recording_id in (asked, unchanged, again):
        vault.consents.set(recording_id, a_person("moeder"))
    vault.notes.add(a_note("Ik schrok van de stilte."))
    vault.notes.add(a_note("Ik bleef te lang praten."))
    service = BackupService(vault)
    made = service.write_file(stick / "alles.tar", JobContext()).file_path
    vault.consents.set(asked, a_person("vader", purposes=frozenset({Purpose.OWN}), refused=frozenset({Purpose.TEAM, Purpose.FAMILY})))
    vault.consents.set(asked, a_person("moeder"))
    vault.consents.set(again, a_person("moeder", purposes=frozenset()))
    vault.consents.set(again, a_person("moeder"))
    vault.remove_note(vault.notes.list()[0].note_id)
    left = vault.notes.list()
    assert len(left) == 1
    if way == "window":
        service.restore(made, tmp_path / "terug", JobContext())
    else:
        if way == "after renewing the keys":
            vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
            service.restore(made, tmp_path / "venster", JobContext(), passphrase=PASSPHRASE)
        vault.close()
        tombstones = tombstones_of_vault(tmp_path / "Proef.kluis", PASSPHRASE)
        restore(made, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE, tombstones=tombstones)
    back = Vault.open(tmp_path / "terug", PASSPHRASE)
    people = back.consents.all()
    assert people[unchanged] == people[again] == (a_person("moeder"),)
    assert people[asked] == (a_person("moeder", purposes=frozenset()),)  # that the father was asked later is not known there
    assert back.notes.list() == left
    line = next(line for line in back.log.list() if line["event"] == "consent_changed_since")
    assert (line["subject"], line["purposes"]) == (asked, "family,own,supervision,team")
    if way == "window":
        assert [(finding.code, finding.subject) for finding in back.findings] == [("consent_changed_since", asked)]
    stick_of_restored = BackupService(back).make(stick, JobContext()).file_path
    back.close()
    restore(stick_of_restored, tmp_path / "nog eens", JobContext(), passphrase=PASSPHRASE)
    again_back = Vault.open(tmp_path / "nog eens", PASSPHRASE)
    assert again_back.consents.all() == people
    again_back.close()


def test_an_answer_that_holds_again_is_no_longer_on_the_list(vault, stick):
    recording_id = add_recording(vault).recording_id
    vault.consents.set(recording_id, a_person("moeder"))
    service = BackupService(vault)
    listed = []
    for purposes in (frozenset(Purpose), frozenset(), frozenset(Purpose)):
        vault.consents.set(recording_id, a_person("moeder", purposes=purposes))
        content = (service.make(stick, JobContext()).file_path / "grafstenen.json").read_bytes()
        listed.append(len(parse_tombstones(content).digests))
    assert listed == [0, 4, 0]


def test_a_removed_note_is_not_in_old_pages_either(vault):
    vault.notes.add(a_note("Ik schrok."))
    epoch = vault.epoch
    vault.remove_note(vault.notes.list()[0].note_id)
    assert vault.epoch == epoch + 1


def test_trying_with_only_the_passphrase_leaves_nothing(service, stick, tmp_path):
    source = service.write_file(stick / "alles.tar", JobContext()).file_path
    before = set(tmp_path.rglob("*"))
    report = try_restore(source, PASSPHRASE, tmp_path / ".proef", JobContext())
    assert (report.recordings, report.moments, report.is_whole) == (2, 1, True)
    assert set(tmp_path.rglob("*")) == before


def test_a_list_of_destroyed_things_that_somebody_else_made_destroys_nothing(service, stick, tmp_path, vault):
    from app.vault.backup.tombstones import tombstones_of

    made = service.make(stick, JobContext())
    forged = tombstones_of(bytes.fromhex(vault.vault_id), [row.media_id for row in vault.media.rows()])
    (made.file_path / "grafstenen.json").write_bytes(forged.to_bytes())
    report = restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE)
    assert (report.recordings, report.left_out) == (2, 0)
    assert [finding.code for finding in report.findings] == ["tombstones_damaged"]
    assert service.restore(stick, tmp_path / "venster", JobContext()).recordings == 2


def test_a_damaged_snapshot_gives_what_the_one_before_had_when_damage_is_accepted(service, vault, stick, tmp_path):
    service.make(stick, JobContext())
    add_recording(vault, os.urandom(10_000), title="Linde")
    made = service.make(stick, JobContext())
    flip(made.file_path / f"register-{made.generation}.db", 9000)
    with pytest.raises(DamagedError) as raised:
        restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE)
    assert raised.value.code == "backup_damaged"
    assert not (tmp_path / "terug").exists()
    report = restore(stick, tmp_path / "terug", JobContext(), passphrase=PASSPHRASE, accepts_damage=True)
    assert report.recordings == 2
    assert [finding.code for finding in report.findings] == ["backup_list_damaged"]
