"""K4 for what is being recorded: begun, written, stopped, written anew and kept, or thrown away."""

from pathlib import Path

import pytest

from app.common.progress import JobContext
from app.vault import capture_store
from app.vault.capture_store import CaptureKind
from app.vault.media_role import MediaRole
from app.vault.vault import Vault
from tests.catalogue.power_cut import HARMLESS, Work, content
from tests.support.crash_states import Recorder, examine, without

pytestmark = pytest.mark.slow
PIECES = (b"eerste stuk", b"tweede stuk")
WHOLE = b"".join(PIECES)


@pytest.fixture(autouse=True)
def no_sync_of_its_own(monkeypatch):
    monkeypatch.setattr(capture_store, "SYNC_EVERY_S", 3600)


def _recorded(vault: Vault, recorder: Recorder):
    writer = vault.captures.begin(CaptureKind.RECORDING, "{}")
    writer.write(0, PIECES[0])
    writer._file.sync()
    recorder.ack("eerste")
    writer.write(len(PIECES[0]), PIECES[1])
    writer.close()
    recorder.ack("tweede")
    return writer.capture_id


def _look_at(work: Work, state: Path, told: list[str]) -> None:
    vault = Vault.open_with_recovery_code(state / "kluis", work.code)
    try:
        work.assert_kept(vault)
        assert {finding.code for finding in vault.findings} <= HARMLESS | {"capture_waiting"}
        assert list((state / "kluis" / "quarantaine").iterdir()) == []
        kept = [recording for recording in vault.recordings.list() if recording.title == "Opgenomen"]
        waiting = vault.captures.rows()
        assert {path.stem for path in (state / "kluis" / "bezig").iterdir()} == {row.capture_id for row in waiting}
        if "vernietigd" in told:
            assert not kept
            assert not waiting
        elif kept:
            assert [content(vault, recording) for recording in kept] == [WHOLE]
            assert not waiting
        else:
            assert "bewaard" not in told
            there = [_written(vault, row.capture_id) for row in waiting]
            assert len(there) <= 1
            assert "weg" in told or "".join(piece.decode() for piece in there) in ("", *(WHOLE[:end].decode() for end in (11, 22)))
            assert "weg" in told or len(b"".join(there)) >= 11 * len(told)
    finally:
        vault.close()


def _written(vault: Vault, capture_id) -> bytes:
    reader = vault.captures.open(capture_id)
    try:
        return reader.read_at(0, reader.size)
    finally:
        reader.close()


def test_recording_repairing_and_keeping(place, tally):
    work = Work(place)

    def keep(vault: Vault, recorder: Recorder) -> None:
        capture_id = _recorded(vault, recorder)
        repair = vault.captures.begin(CaptureKind.REPAIR, "")
        repair.write(0, WHOLE)
        repair.close()
        reader = vault.captures.open(repair.capture_id)
        stored = vault.media.add(reader, MediaRole.ORIGINAL, JobContext())
        reader.close()
        with vault.transaction():
            vault.recordings.add(as_recording(vault, stored))
            for settled in (capture_id, repair.capture_id):
                vault.captures.settle(settled)
        recorder.ack("bewaard")

    _examine(work, work.record(keep), place, "opnemen, opnieuw schrijven en bewaren", tally)


def test_throwing_away(place, tally):
    work = Work(place)

    def throw_away(vault: Vault, recorder: Recorder) -> None:
        capture_id = _recorded(vault, recorder)
        recorder.ack("weg")  # asked for: from here on it may be gone
        vault.captures.reject(capture_id)
        vault.discard_capture(capture_id)
        recorder.ack("vernietigd")

    _examine(work, work.record(throw_away), place, "het vernietigen van wat werd opgenomen", tally, planted=())


def as_recording(vault: Vault, stored):
    """The row of a recording with this content."""
    from dataclasses import replace

    from app.common.ids import RecordingId

    (first,) = vault.recordings.list()
    return replace(
        first, recording_id=RecordingId("c" * 32), title="Opgenomen", media_id=stored.media_id, size_bytes=stored.size_bytes, sha256=stored.sha256
    )


def _examine(work: Work, recorder: Recorder, place: Path, what: str, tally, planted=("sync", "sync_folder")) -> None:
    def check(state: Path, told: list[str]) -> None:
        _look_at(work, state, told)

    result = examine(recorder.start, recorder.events, place / "staten", check)
    assert not result.broken, result.broken[:3]
    tally("K4", result.states, f"toestanden na stroomuitval bij {what}", len(result.broken), "kapot of kwijt")
    for kind in planted:
        upto = next(number for number, event in enumerate(recorder.events) if event.path == "eerste")
        assert examine(recorder.start, without(recorder.events[: upto + 1], kind), place / kind, check).broken, kind
