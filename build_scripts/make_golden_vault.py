"""Make a vault of this version to keep in tests/golden: `python build_scripts/make_golden_vault.py [NAME]`, in the .venv.

Every later version must open, migrate and check it. Beside the vault stands what is in it and how to get in: it holds
nothing but a moving test picture and made-up words.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pyrage

from app.common.progress import JobContext
from app.common.version import program_version
from app.crypto.passphrase import KdfSettings
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.moment import MomentKind
from app.domain.own_word import OwnWord
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, spread
from app.services.moments import MomentDraft
from app.services.session import Session
from app.vault.migrate import latest_version
from app.vault.vault import Vault

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
PASSPHRASE = "gouden kluis voor later om te openen"  # noqa: S105 - to be read by everyone
SEE = "De een schuift zijn stoel naar voren, de ander kijkt op."
SAID = "Goudmerel wilde eerst niet, \u201czei\u201d ze."
QUESTION = "Wie neemt hier de ruimte? \u00eb \u2013 \u201cja\u201d"


def main(arguments: list[str]) -> int:
    """Make it under this name (the version by default), in place of one that had it."""
    folder = GOLDEN / (arguments[0] if arguments else program_version())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    facts = _fill(folder)
    (folder / "inhoud.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (folder / "gouden.kluis" / "slot").unlink(missing_ok=True)  # a lock, not a part of the vault
    print(folder)
    return 0


def _fill(folder: Path) -> dict[str, object]:
    film = _film()
    (folder / "film.mp4").write_bytes(film)
    identity = pyrage.x25519.Identity.generate()
    vault, code = Vault.create(folder / "gouden.kluis", PASSPHRASE, kdf=KdfSettings(19, 1))
    session = Session(vault)
    try:
        recording = session.recordings.import_file(
            folder / "film.mp4", title="Gezin Goudenregen", case_code="G-1", talk="2e gesprek", recorded_on=date(2026, 11, 20), context=JobContext()
        )
        for role, age_group in (("werker", AgeGroup.ADULT), ("jongere", AgeGroup.SIXTEEN_PLUS)):
            session.consent.set_person(recording.recording_id, _person(role, age_group))
        for at_ms, kind in ((400, MomentKind.HELPT), (900, MomentKind.SCHUURT), (1400, None)):
            session.moments.add(MomentDraft(recording.recording_id, at_ms, kind=kind, see=SEE))
        session.fragments.add(recording.recording_id, TimeRange(200, 1200), QUESTION)
        said = spread("moeder", SAID, TimeRange(300, 1500))
        session.transcripts.save(Transcript(recording.recording_id, (said,) if said else (), TranscriptOrigin.TYPED))
        session.names.set_own_words(recording.recording_id, [OwnWord("Goudmerel", "naam")])
        session.keys.set_organisation(str(identity.to_public()))
    finally:
        session.lock()
        (folder / "film.mp4").unlink()
    return {
        "version": program_version(),
        "migration": latest_version(),
        "passphrase": PASSPHRASE,
        "recovery_code": code,
        "organisation_key": str(identity),
        "title": recording.title,
        "moments": 3,
        "see": SEE,
        "question": QUESTION,
        "said": SAID,
        "own_word": "Goudmerel",
        "sha256": hashlib.sha256(film).hexdigest(),
    }


def _person(role: str, age_group: AgeGroup) -> PersonConsent:
    return PersonConsent(
        role=role,
        age_group=age_group,
        purposes=frozenset({Purpose.OWN, Purpose.SUPERVISION}),
        refused=frozenset({Purpose.TEAM}),
        given_by=("zelf",),
        required_from=("zelf",),
        authority_checked="",
        asked_before=date(2026, 11, 20),
        asked_after=None,
        asked_showing=None,
        until=None,
        has_interpreter=False,
        said_no_is_fine=True,
    )


def _film() -> bytes:
    """Return two seconds of a moving grey bar as MP4."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for number in range(50):
            pixels = np.full((96, 128, 3), 40, np.uint8)
            pixels[:, number * 2 : number * 2 + 16] = 200
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
