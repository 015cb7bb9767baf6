"""A vault with the recordings of the design's drawings, to look at screens with; cheap key derivation."""

import math
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from app.common.byte_source import MemorySource
from app.common.ids import FragmentId, MomentId, RecordingId
from app.common.local_time import local_now
from app.common.progress import JobContext
from app.crypto.passphrase import KdfSettings
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.fragment import Fragment
from app.domain.lanes import Waveform
from app.domain.moment import Moment, MomentKind
from app.domain.recording import MediaFacts, Recording
from app.domain.timecode import TimeRange
from app.services.session import Session
from app.vault.media_role import MediaRole
from app.vault.vault import Vault

PASSPHRASE = "regen lepel oranje ladder fluit"
CHEAP = KdfSettings(19, 1)

_NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
_TALKS = (
    ("Gezin Kastanje", "3e gesprek, doelen kiezen", date(2026, 11, 17), 42, "helpt:5 helpt:18 kans:21 schuurt:25 helpt:28 open-:32 schuurt:35", 18.7),
    ("Gezin Meidoorn", "1e gesprek, contact leggen", date(2026, 11, 13), 31, "", 0),
    ("Gezin Vlier", "6e gesprek, aan het werk", date(2026, 11, 9), 55, "helpt:12 helpt:19 kans:32 open:43", 55),
    ("Gezin Hazelaar", "4e gesprek, aan het werk", date(2026, 10, 21), 47, "helpt:8 schuurt:25 helpt:34", 47),
    ("Gezin Esdoorn", "2e gesprek, doelen kiezen", date(2026, 10, 8), 29, "kans:8 helpt:18", 29),
)

_DAYS_LEFT = (51, 47, 43, 3, 11)


def person(role: str, purposes: str, age_group: AgeGroup = AgeGroup.ADULT, **fields) -> PersonConsent:
    """Return somebody who said yes themselves; `purposes` as in "own supervision"."""
    return PersonConsent(role, age_group, frozenset(Purpose(each) for each in purposes.split()), given_by=("zelf",), **fields)


_ALL = "own supervision team family"
_PEOPLE = (
    (person("werker", _ALL), person("moeder", "own supervision team"), person("jongere", "own supervision team", AgeGroup.SIXTEEN_PLUS)),
    (person("werker", _ALL), person("moeder", "own supervision")),
    (person("werker", _ALL), person("vader", _ALL)),
    (person("werker", _ALL), person("moeder", "own supervision", refused=frozenset({Purpose.TEAM}))),
    (person("werker", _ALL), person("opa", "own")),
)


def cheap_session(folder: Path) -> Session:
    """Return the session of a new, empty vault."""
    return Session(Vault.create(folder, PASSPHRASE, kdf=CHEAP)[0])


def demo_session(folder: Path, media: bytes = b"not really a film") -> Session:
    """Return a session with five recordings, their moments and one fragment; the sounds are drawn already."""
    vault = Vault.create(folder, PASSPHRASE, kdf=CHEAP)[0]
    for number, (title, talk, day, minutes, marks, reached) in enumerate(_TALKS):
        recording = _recording(vault, number, title, talk, day, minutes, reached, media)
        drawn = waveform(number, recording.facts.duration_ms)
        vault.add_derived(recording.recording_id, MediaRole.WAVEFORM, drawn.step_ms.to_bytes(2, "big") + drawn.peaks)
        for place, mark in enumerate(marks.split()):
            vault.moments.add(_moment(recording.recording_id, mark, place))
    for recording, people in zip(sorted(vault.recordings.list(), key=lambda each: each.imported_at, reverse=True), _PEOPLE, strict=True):
        for person in people:
            vault.consents.set(recording.recording_id, person)
    session = Session(vault)
    first = session.recordings.list()[0]
    vault.fragments.add(Fragment(FragmentId(uuid4().hex), first.recording_id, TimeRange(1_110_000, 1_140_000), "Wie neemt hier de ruimte?", (), _NOW))
    return session


def waveform(seed: int, duration_ms: int) -> Waveform:
    """Return a sound of people who talk in turns: sentences of some seconds, louder and softer stretches, pauses."""
    chance = random.Random(seed)
    peaks = bytearray()
    while len(peaks) < duration_ms // 100:
        place = len(peaks) * 100 / duration_ms
        loudness = 40 + 70 * math.exp(-(((place - 0.3 - 0.05 * seed) / 0.08) ** 2)) + 45 * math.exp(-(((place - 0.75) / 0.05) ** 2))
        sentence = chance.randrange(15, 60)
        peaks += bytes(min(255, int(loudness * chance.uniform(0.6, 1.4))) for _ in range(sentence))
        peaks += bytes(chance.randrange(8, 16) for _ in range(chance.randrange(5, 60)))
    return Waveform(100, bytes(peaks[: duration_ms // 100]))


def _recording(vault, number, title, talk, day, minutes, reached, media):
    stored = vault.media.add(MemorySource(media), MediaRole.ORIGINAL, JobContext())
    recording = Recording(
        recording_id=RecordingId(UUID(int=number + 1).hex),
        title=title,
        case_code="",
        talk=talk,
        recorded_on=day,
        imported_at=_NOW - timedelta(days=7 * number),
        media_id=stored.media_id,
        facts=MediaFacts("mp4", minutes * 60_000, 1920, 1080, 25.0, 0, "h264", "aac"),
        size_bytes=minutes * 50_000_000,
        sha256=stored.sha256,
        keep_until=local_now().date() + timedelta(days=_DAYS_LEFT[number]),
        last_position_ms=int(reached * 60_000) + (2_000 if 0 < reached < minutes else 0),
    )
    vault.recordings.add(recording)
    return recording


def _moment(recording_id, mark, place):
    kind, minute = mark.split(":")
    words = "" if kind.endswith("-") else "Ik vat samen en kijk alleen naar moeder."
    at = _NOW - timedelta(hours=1) + timedelta(minutes=place)
    return Moment(
        MomentId(uuid4().hex),
        recording_id,
        int(minute) * 60_000,
        None,
        MomentKind(kind.rstrip("-")),
        "samen",
        "1.0",
        ("kk-111",),
        (),
        words,
        "",
        "",
        "",
        at,
        at,
    )
