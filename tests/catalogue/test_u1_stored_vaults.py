"""U1: every vault an earlier version left is opened in all three ways, brought up to date, read to the last byte and found whole."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from app.common.progress import JobContext
from app.domain.consent import Purpose
from app.services.session import Session
from app.vault.migrate import latest_version
from app.vault.vault import Vault

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
STORED = sorted(folder for folder in GOLDEN.iterdir() if folder.is_dir())


def test_there_is_a_stored_vault():
    assert STORED


@pytest.fixture(params=STORED, ids=lambda folder: folder.name)
def stored(request, tmp_path):
    """A copy: the stored one is never opened itself. Git does not keep that only its owner may enter it."""
    copy = tmp_path / "gouden.kluis"
    shutil.copytree(request.param / "gouden.kluis", copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return copy, json.loads((request.param / "inhoud.json").read_text("utf-8"))


def test_a_stored_vault_opens_is_migrated_and_is_whole(stored, tally):
    folder, facts = stored
    session = Session(Vault.open(folder, facts["passphrase"]))
    try:
        assert session.check(JobContext(), deep=True) == []
        assert session._vault._parts.database.row("PRAGMA user_version") == (latest_version(),)
        (recording,) = session.recordings.list()
        assert recording.title == facts["title"]
        reader = session._vault.media.open(recording.media_id)
        assert hashlib.sha256(reader.read_at(0, reader.size)).hexdigest() == facts["sha256"] == recording.sha256
        reader.close()
        moments = session.moments.list(recording.recording_id)
        assert [moment.see for moment in moments] == [facts["see"]] * facts["moments"]
        (fragment,) = session.fragments.list(recording.recording_id)
        assert fragment.question == facts["question"]
        assert session.consent.verdict(recording.recording_id, Purpose.OWN).is_allowed
        assert not session.consent.verdict(recording.recording_id, Purpose.TEAM).is_allowed
        transcript, own_words = session.transcripts.get(recording.recording_id), session.names.own_words(recording.recording_id)
        assert ([turn.text for turn in transcript.turns] if transcript else []) == ([facts["said"]] if "said" in facts else [])
        assert [word.text for word in own_words] == ([facts["own_word"]] if "own_word" in facts else [])
        session.moments.remove(moments[0].moment_id)  # and it can be worked in
    finally:
        session.lock()
    tally("U1", 1, "bewaarde kluizen geopend, gemigreerd en tot de laatste byte gelezen", outcome="niet heel")


def test_the_other_ways_into_a_stored_vault_still_open_it(stored):
    pytest.importorskip("pyrage")
    folder, facts = stored
    Vault.open_with_recovery_code(folder, facts["recovery_code"]).close()
    Vault.open_with_organisation_key(folder, facts["organisation_key"]).close()
