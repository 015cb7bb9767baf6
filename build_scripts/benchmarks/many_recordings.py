"""A vault of 1,000 recordings and 100,000 moments, as after years of work; the media are a few bytes each."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from scratch import PASSPHRASE, ROOT

from app.common.byte_source import MemorySource
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.crypto.passphrase import KdfSettings
from app.domain.consent import SELF, AgeGroup, PersonConsent, Purpose
from app.domain.recording import MediaFacts, Recording
from app.vault.media_role import MediaRole
from app.vault.vault import Vault

RECORDINGS, MOMENTS = 1_000, 100_000
WEAKEST_KDF = KdfSettings(19, 1)
"""The derivation is measured elsewhere; here it would only hide the rest."""
_COMMON = ["moeder", "vader", "jongere", "kijkt", "zegt", "dan", "naar", "de", "het", "een", "en", "weg", "stoel", "knikt", "lacht", "stil", "zij"]
_WAVEFORM = (40).to_bytes(2, "big") + bytes(range(240)) * 250
"""Forty minutes, a byte per 40 ms."""
_WRITTEN = 'CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB)'
_INDEX = (
    "INSERT INTO search_recordings (recording_id) SELECT DISTINCT recording_id FROM moments",
    "INSERT INTO search_texts (kind, owner, part, recording) "
    "SELECT 'moment', moment_id, 0, number FROM moments JOIN search_recordings USING (recording_id)",
    f"INSERT INTO search_words (word) SELECT DISTINCT value FROM moments, json_each(words_in({_WRITTEN}))",  # noqa: S608 - all our own words
    "INSERT INTO search_hits (word_id, recording, text) SELECT word_id, t.recording, t.number FROM search_texts t "  # noqa: S608
    f"JOIN moments ON moment_id = owner, json_each(words_in({_WRITTEN})) JOIN search_words ON word = value",
)
"""Takes up the words of all moments at once, which is quicker than one by one."""


def make_many(folder: Path) -> None:
    """Make it and leave it closed; takes a minute or two."""
    vault, _ = Vault.create(folder, PASSPHRASE, kdf=WEAKEST_KDF, with_recovery=False)
    recordings = [_add_recording(vault, number) for number in range(RECORDINGS)]
    _add_moments(vault, recordings)
    vault.close()


def _add_recording(vault: Vault, number: int) -> RecordingId:
    content = number.to_bytes(4, "big") * 256
    stored = vault.media.add(MemorySource(content), MediaRole.ORIGINAL, JobContext())
    imported_at = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(hours=number)
    recording = Recording(
        recording_id=RecordingId(uuid4().hex),
        title=f"Gezin {number}",
        case_code=f"K-{number}",
        talk=f"{number % 9 + 1}e gesprek",
        recorded_on=imported_at.date(),
        imported_at=imported_at,
        media_id=stored.media_id,
        facts=MediaFacts("mov", 2_400_000, 1280, 720, 25.0, 0, "h264", "aac"),
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        keep_until=date(2030, 1, 1),
        last_position_ms=number * 1000,
    )
    vault.recordings.add(recording)
    for role in ("moeder", "vader"):
        vault.consents.set(recording.recording_id, PersonConsent(role, AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=(SELF,)))
    vault.add_derived(recording.recording_id, MediaRole.WAVEFORM, _WAVEFORM)
    vault.log.add("recording_imported", recording.recording_id, bytes=stored.size_bytes)
    return recording.recording_id


def _add_moments(vault: Vault, recordings: list[RecordingId]) -> None:
    database = vault._parts.database  # noqa: SLF001 - one by one through the tables takes minutes
    chance = random.Random(7)  # noqa: S311 - words to search, no secrets
    words = [line.split()[-1] for line in (ROOT / "resources" / "wordlist" / "nl.txt").read_text("utf-8").splitlines() if line]
    per_recording = MOMENTS // RECORDINGS
    with database.transaction():
        for number in range(MOMENTS):
            answers = [" ".join(chance.choice(_COMMON if chance.random() < 0.6 else words) for _ in range(9)) for _ in range(3)]
            at = (datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=number)).isoformat()
            database.change(
                'INSERT INTO moments (moment_id, recording_id, at_ms, kind, kader_id, kader_version, indicators, who, see, "next", "then", now, '
                "created_at, changed_at) VALUES (?,?,?,'helpt','kijkkader-samen','1','[\"kk-101\"]','[\"werker\"]',?,?,?,'',?,?)",
                uuid4().hex,
                recordings[number // per_recording],
                number % per_recording * 20_000,
                *answers,
                at,
                at,
            )
        for statement in _INDEX:
            database.change(statement)
