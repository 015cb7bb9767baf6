import re
import shutil
import subprocess

import pytest

from app.domain.anonymise_plan import MaskStyle, TrackKind, VoiceLevel
from app.report.clip_report import clip_report_pdf


def report(**changes) -> dict:
    track = {"track_id": "track-1", "letter": "A", "kind": "head", "hidden": True, "frames": 50}
    return {
        "recording": "1" * 32,
        "from_ms": 1_000,
        "to_ms": 75_000,
        "frames": 1850,
        "tracks": [track, {**track, "kind": "photo"}, {**track, "hidden": False}],
        "frames_with_faces": 1700,
        "filled_gap_frames": 40,
        "mask": "solid",
        "voice": "disguise",
        "bleeps": [[0, 500], [900, 1900]],
        "names_replaced": 3,
        "second_look": {"detector": "een zoeker", "residual_face_frames": 0, "worst": []},
        "reviewed_by": "gezinswerker",
        "program_version": "0.1.0",
        "models": [{"name": "een zoeker", "sha256": "e" * 64}] * 4,
        "output_sha256": "f" * 64,
        **changes,
    }


def words(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("reads the PDF with pdftotext")
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(read.split())


@pytest.mark.parametrize("mask", MaskStyle)
@pytest.mark.parametrize("voice", VoiceLevel)
def test_every_choice_fits_on_one_page(mask, voice):
    tracks = [{"kind": str(kind), "hidden": True} for kind in TrackKind for _ in range(2)]
    pdf = clip_report_pdf(report(mask=str(mask), voice=str(voice), tracks=tracks), "12 januari 2027, 16:10", "een collega, 12 januari 2027, 16:41")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1


def test_it_says_what_was_hidden_who_looked_and_what_is_not_promised():
    read = words(clip_report_pdf(report(), "12 januari 2027, 16:10", "een collega, 12 januari 2027, 16:41"))
    for part in ("01:14", "1.850 beelden", "1 hoofd, 1 foto", "1 keer koos een mens", "2, samen 1,5 seconden", "3 keer weggehaald", "gezinswerker"):
        assert part in read
    for part in (
        "12 januari 2027, 16:41",
        "geen onbedekt gezicht gevonden",
        "manier van lopen",
        "Het verhaal ook",
        "met software terug te herkennen",
    ):
        assert part in read


def test_it_says_that_nobody_looked_and_that_faces_were_left():
    change = {"second_look": {"detector": "x", "residual_face_frames": 2, "worst": []}, "unreviewed": True}
    without = {name: value for name, value in report(**change).items() if name != "reviewed_by"}
    read = words(clip_report_pdf(without, "12 januari 2027, 16:10"))
    assert "Niet door een mens bekeken" in read
    assert "In 2 beelden is nog een gezicht gevonden" in read


def test_a_report_of_before_there_were_kinds_is_read_too():
    tracks = [{"track_id": "track-1", "letter": "A", "hidden": True, "frames": 5}]
    assert "1 hoofd." in words(clip_report_pdf(report(tracks=tracks), "12 januari 2027, 16:10"))


def test_the_same_report_gives_the_same_bytes():
    assert clip_report_pdf(report(), "vandaag") == clip_report_pdf(report(), "vandaag") != clip_report_pdf(report(), "gisteren")
