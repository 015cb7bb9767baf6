"""Every command does what the contract says, seen from outside."""

import hashlib
import json
import re
import shutil
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.common.ids import FragmentId, RecordingId
from app.domain.own_word import OwnWord
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word
from app.services.session import open_session
from tests.support.clips import numbered_clip
from tests.support.command_line import ROOT, CommandLineVault, kijkkamer, new_vault

pytestmark = pytest.mark.e2e

FACE_CLIP = ROOT / "tests" / "media" / "staand_mkv_a.mkv"
KADER = ROOT / "kijkkader_data" / "kijkkader-samen.yaml"


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> CommandLineVault:
    return new_vault(tmp_path_factory.mktemp("kluis"))


@pytest.fixture(scope="module")
def recording(vault: CommandLineVault) -> str:
    (imported,) = vault.ask("recording", "import", FACE_CLIP, "--title", "Iep", "--case", "G12", "--recorded-on", "2026-11-01")
    vault.agree(imported["recording_id"])
    return imported["recording_id"]


@pytest.fixture(scope="module")
def fragment(vault: CommandLineVault, recording: str) -> str:
    return vault.ask("fragment", "add", "--recording", recording, "--from", "0.2", "--to", "0.8")["fragment_id"]


def test_create_gives_an_id_and_a_code_for_on_paper(tmp_path: Path):
    (tmp_path / "w").write_text("gehuld furore bezit jockey volley\r\nhier staat nog iets\r\n", "utf-8")
    outcome = kijkkamer("vault", "create", "--vault", tmp_path / "kluis", "--passphrase-file", tmp_path / "w", "--json")
    assert outcome.code == 0
    assert re.fullmatch("[0-9a-f]{32}", outcome.document["vault_id"])
    assert re.fullmatch("([2-9A-HJ-NP-Z]{4}-){7}[2-9A-HJ-NP-Z]{4}", outcome.document["recovery_code"])
    opened = kijkkamer("vault", "info", "--vault", tmp_path / "kluis", "--passphrase-file", "-", stdin="gehuld furore bezit jockey volley\n")
    assert opened.code == 0


def test_create_without_recovery_says_so_in_null(tmp_path: Path):
    outcome = kijkkamer(
        "vault", "create", "--vault", tmp_path / "k", "--passphrase-file", "-", "--no-recovery", "--json", stdin="gehuld furore bezit jockey"
    )
    assert outcome.document["recovery_code"] is None


def test_create_warns_for_a_passphrase_that_is_quickly_guessed(tmp_path: Path):
    outcome = kijkkamer("vault", "create", "--vault", tmp_path / "k", "--passphrase-file", "-", "--json", stdin="welkom\n")
    assert outcome.code == 0
    assert outcome.err.startswith("warning: passphrase_weak: ")
    assert outcome.document["vault_id"]


def test_create_does_not_touch_a_folder_that_is_in_use(tmp_path: Path):
    (tmp_path / "brief.txt").write_text("van iemand anders")
    outcome = kijkkamer("vault", "create", "--vault", tmp_path, "--passphrase-file", "-", "--json", stdin="gehuld furore bezit jockey\n")
    assert (outcome.code, outcome.document["error"]["code"]) == (1, "folder_not_empty")
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_info_counts_without_telling_content(vault: CommandLineVault, recording: str):
    facts = vault.ask("vault", "info")
    assert facts["format"] == 1
    assert facts["recordings"] >= 1
    assert facts["media_bytes"] >= FACE_CLIP.stat().st_size
    assert facts["kdf"] == {"algorithm": "argon2id", "memory_mib": 256, "passes": 3, "lanes": 1}
    assert recording not in json.dumps(facts)


def test_import_tells_what_it_found_in_the_file(vault: CommandLineVault, recording: str):
    (kept,) = [each for each in vault.ask("recording", "list") if each["recording_id"] == recording]
    assert {name: kept[name] for name in ("title", "case", "recorded_on", "width", "height", "video_codec", "audio_codec")} == {
        "title": "Iep",
        "case": "G12",
        "recorded_on": "2026-11-01",
        "width": 640,
        "height": 480,
        "video_codec": "h264",
        "audio_codec": None,
    }
    assert kept["bytes"] == FACE_CLIP.stat().st_size
    assert kept["sha256"] == hashlib.sha256(FACE_CLIP.read_bytes()).hexdigest()
    assert kept["fps"] == pytest.approx(30, abs=0.1)
    assert 1650 <= kept["duration_ms"] <= 1720


def test_name_of_the_file_is_not_kept(tmp_path: Path):
    vault = new_vault(tmp_path)
    numbered_clip(tmp_path / "gesprek familie Jansen.mp4")
    (imported,) = vault.ask("recording", "import", tmp_path / "gesprek familie Jansen.mp4")
    assert imported["title"] == "Opname 1"
    assert "Jansen" not in vault.run("recording", "list").out


def test_same_file_twice_is_refused_unless_asked_for(vault: CommandLineVault, recording: str, tmp_path: Path):
    assert vault.refusal("recording", "import", FACE_CLIP) == "already_in_vault"
    again = shutil.copyfile(FACE_CLIP, tmp_path / "anders.mkv")
    (second,) = vault.ask("recording", "import", again, "--again", "--title", "Iep twee")
    assert second["recording_id"] != recording


def test_nothing_is_brought_in_when_one_of_several_files_is_no_video(vault: CommandLineVault, tmp_path: Path):
    numbered_clip(tmp_path / "goed.mp4")
    (tmp_path / "fout.mp4").write_bytes(b"geen video" * 1000)
    before = vault.ask("vault", "info")["recordings"]
    assert vault.refusal("recording", "import", tmp_path / "goed.mp4", tmp_path / "fout.mp4") == "not_a_video"
    assert vault.ask("vault", "info")["recordings"] == before


@pytest.mark.parametrize(("name", "code"), [("er-niet.mp4", "file_unreadable"), ("leeg.mp4", "file_empty"), ("map", "file_unreadable")])
def test_file_that_is_not_there_is_empty_or_a_folder_is_refused(vault: CommandLineVault, tmp_path: Path, name: str, code: str):
    (tmp_path / "leeg.mp4").touch()
    (tmp_path / "map").mkdir()
    assert vault.refusal("recording", "import", tmp_path / name) == code


def test_verify_original_knows_the_file_from_one_that_differs_in_a_bit(vault: CommandLineVault, recording: str, tmp_path: Path):
    changed = bytearray(FACE_CLIP.read_bytes())
    changed[-1] ^= 1
    (tmp_path / "anders.mkv").write_bytes(changed)
    assert vault.ask("recording", "verify-original", recording, FACE_CLIP) == {"same": True}
    assert vault.ask("recording", "verify-original", recording, tmp_path / "anders.mkv") == {"same": False}


def test_delete_asks_for_yes_and_then_destroys(vault: CommandLineVault, tmp_path: Path):
    numbered_clip(tmp_path / "weg.mp4", frames=30)
    (imported,) = vault.ask("recording", "import", tmp_path / "weg.mp4")
    number = imported["recording_id"]
    assert vault.refusal("recording", "delete", number) == "confirmation_missing"
    assert number in vault.run("recording", "list").out
    vault.ask("recording", "delete", number, "--yes")
    assert number not in vault.run("recording", "list").out
    assert vault.refusal("recording", "delete", number, "--yes") == "unknown_id"


def test_moment_keeps_every_word_and_is_found_by_one(vault: CommandLineVault, recording: str):
    added = vault.ask(
        *("moment", "add", "--recording", recording, "--at", "0:00:00.250", "--until", "1,5", "--indicator", "kk-101", "--indicator", "kk-304"),
        *(
            "--kind",
            "kans",
            "--who",
            "werker",
            "--who",
            "samen",
            "--see",
            "Een stilte, zo'n vijf tellen",
            "--next",
            "Hij lacht",
            "--then",
            "Ik schrok",
            "--now",
            "Mooi",
        ),
    )
    (kept,) = [each for each in vault.ask("moment", "list", "--recording", recording) if each["moment_id"] == added["moment_id"]]
    expected = {
        "recording_id": recording,
        "at_ms": 250,
        "until_ms": 1500,
        "indicators": ["kk-101", "kk-304"],
        "kind": "kans",
        "who": ["werker", "samen"],
        "see": "Een stilte, zo'n vijf tellen",
        "next": "Hij lacht",
        "then": "Ik schrok",
        "now": "Mooi",
        "kader_id": "kijkkader-samen",
        "kader_version": "0.1.0",
    }
    assert {name: kept[name] for name in expected} == expected
    assert added["moment_id"] in {each["moment_id"] for each in vault.ask("moment", "list", "--search", "stilte")}
    assert vault.ask("moment", "list", "--search", "olifant") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--at", "9:00"), "time_outside_recording"),
        (("--at", "1", "--until", "0.5"), "range_invalid"),
        (("--at", "straks"), "time_invalid"),
        (("--at", "1:75"), "time_invalid"),
        (("--at", "1", "--indicator", "kk-999"), "indicator_unknown"),
        (("--at", "1", "--who", "buurman"), "who_unknown"),
        (("--at", "1", "--see", "x" * 20_001), "text_too_long"),
    ],
)
def test_moment_that_cannot_be_is_refused(vault: CommandLineVault, recording: str, words: tuple[str, ...], code: str):
    assert vault.refusal("moment", "add", "--recording", recording, *words) == code


@pytest.mark.parametrize("number", ["0" * 32, "x", "../../etc/passwd"])
def test_unknown_recording_is_an_error_everywhere(vault: CommandLineVault, number: str):
    assert vault.refusal("moment", "list", "--recording", number) == "unknown_id"
    assert vault.refusal("fragment", "add", "--recording", number, "--from", "0", "--to", "1") == "unknown_id"


def test_fragment_is_cut_to_the_recording_and_listed_with_its_moments(vault: CommandLineVault, recording: str):
    moment = vault.ask("moment", "add", "--recording", recording, "--at", "0.5")["moment_id"]
    added = vault.ask("fragment", "add", "--recording", recording, "--from", "1", "--to", "1:00", "--question", "Wat zie je?", "--moment", moment)
    assert added["from_ms"] == 1000
    assert 1650 <= added["to_ms"] <= 1720
    (kept,) = [each for each in vault.ask("fragment", "list") if each["fragment_id"] == added["fragment_id"]]
    assert (kept["question"], kept["moments"], kept["recording_id"]) == ("Wat zie je?", [moment], recording)
    assert vault.refusal("fragment", "add", "--recording", recording, "--from", "1", "--to", "1") == "range_invalid"


def test_detect_finds_the_face_in_every_frame(vault: CommandLineVault, fragment: str):
    found = vault.ask("fragment", "detect", fragment)
    assert found["frames"] == 18
    assert max(track["frames"] for track in found["tracks"]) == 18
    assert all(set(track) >= {"track_id", "person", "frames", "doubtful_spans"} for track in found["tracks"])
    assert found["seconds"] > 0


def test_export_needs_somebody_who_looked(vault: CommandLineVault, fragment: str, tmp_path: Path):
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "x.mp4") == "reviewer_missing"
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--approved-by", "  ") == "reviewer_missing"
    both = vault.run("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--approved-by", "Sanne", "--unreviewed")
    assert both.code == 2
    assert list(tmp_path.iterdir()) == []


def test_export_writes_picture_and_report_that_agree(vault: CommandLineVault, fragment: str, tmp_path: Path):
    exported = vault.ask(
        "fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--report", tmp_path / "x.json", "--approved-by", "werkbegeleider S."
    )
    assert exported["sha256"] == hashlib.sha256((tmp_path / "x.mp4").read_bytes()).hexdigest() == exported["report"]["output_sha256"]
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == exported["report"]
    assert exported["report"]["reviewed_by"] == "werkbegeleider S."
    assert exported["report"]["second_look"]["residual_face_frames"] == 0
    with av.open(tmp_path / "x.mp4") as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert sum(1 for _ in container.decode(video=0)) == exported["report"]["frames"] == 18
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.json", "x.mp4"]


def test_export_leaves_an_existing_file_alone_unless_told_to_overwrite(vault: CommandLineVault, fragment: str, tmp_path: Path):
    (tmp_path / "x.mp4").write_text("van mij")
    (tmp_path / "y.json").write_text("van mij")
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--unreviewed") == "file_exists"
    assert (
        vault.refusal("fragment", "export", fragment, "--out", tmp_path / "y.mp4", "--report", tmp_path / "y.json", "--unreviewed") == "file_exists"
    )
    assert (tmp_path / "x.mp4").read_text() == (tmp_path / "y.json").read_text() == "van mij"
    assert not (tmp_path / "y.mp4").exists()
    paper = tmp_path / "x.pdf"
    exported = vault.ask("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--report", paper, "--unreviewed", "--overwrite")
    assert exported["report"]["unreviewed"] is True
    assert paper.read_bytes().startswith(b"%PDF")
    assert "reviewed_by" not in exported["report"]
    assert hashlib.sha256((tmp_path / "x.mp4").read_bytes()).hexdigest() == exported["sha256"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--show", "track-99", "--reason", "mag"), "track_unknown"),
        (("--show", "track-1", "--reason", " "), "reason_missing"),
        (("--voice", "captions"), "captions_missing"),
        (("--voice", "spoken"), "captions_missing"),
        (("--bleep", "5-6"), "bleep_outside_fragment"),
        (("--bleep", "5"), "time_invalid"),
        (("--bleep", "0.6-0.5"), "range_invalid"),
    ],
)
def test_export_with_a_wish_that_cannot_be_is_refused(vault: CommandLineVault, fragment: str, tmp_path: Path, words: tuple[str, ...], code: str):
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--unreviewed", *words) == code
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_down_is_spoken_without_names_or_shown(vault: CommandLineVault, recording: str, tmp_path: Path):
    fragment = vault.ask("fragment", "add", "--recording", recording, "--from", "0", "--to", "1.6")["fragment_id"]
    said = tuple(Word(text, 200 + 300 * number, 500 + 300 * number) for number, text in enumerate(("Dag", "Jesse,", "kom", "maar.")))
    session = open_session(vault.folder, vault.passphrase_file.read_text("utf-8").strip())
    session.transcripts.save(Transcript(RecordingId(recording), (Turn("A", said),), TranscriptOrigin.TYPED))
    session.names.set_own_words(RecordingId(recording), [OwnWord("Jesse")])
    session.lock()
    try:
        spoken = vault.ask("fragment", "export", fragment, "--out", tmp_path / "s.mp4", "--unreviewed", "--voice", "spoken")
        shown = vault.ask("fragment", "export", fragment, "--out", tmp_path / "c.mp4", "--unreviewed", "--voice", "captions")
    finally:
        session = open_session(vault.folder, vault.passphrase_file.read_text("utf-8").strip())
        plan = session.anonymise.plan(FragmentId(fragment))
        session.transcripts.remove(RecordingId(recording))
        session.lock()
    assert (spoken["report"]["voice"], shown["report"]["voice"]) == ("spoken", "captions")
    assert plan is not None
    assert [caption.text for caption in plan.captions] == ["Dag [naam], kom maar."]
    with av.open(str(tmp_path / "s.mp4")) as read:
        (sound,) = read.streams.audio
        assert sound.duration * sound.time_base == Fraction(8, 5)
        samples = np.concatenate([frame.to_ndarray()[0] for frame in read.decode(sound)])
    assert np.flatnonzero(np.abs(samples) > 0.02)[0] / 48_000 == pytest.approx(0.2, abs=0.03)
    with av.open(str(tmp_path / "c.mp4")) as read:
        assert not read.streams.audio


def test_what_was_shown_once_is_hidden_again_when_nobody_asks_for_it(vault: CommandLineVault, fragment: str, tmp_path: Path):
    shown = vault.ask("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--unreviewed", "--show", "track-1", "--voice", "disguise")
    hidden = vault.ask("fragment", "export", fragment, "--out", tmp_path / "y.mp4", "--unreviewed")

    assert [track["hidden"] for track in shown["report"]["tracks"] if track["track_id"] == "track-1"] == [False]
    assert all(track["hidden"] for track in hidden["report"]["tracks"])
    assert hidden["report"]["voice"] == "none"


def test_bleep_in_time_of_the_recording_is_told_in_time_of_the_fragment(vault: CommandLineVault, fragment: str, tmp_path: Path):
    exported = vault.ask(
        "fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--approved-by", "S", "--bleep", "0.3-0.5", "--mask", "pixelate"
    )
    assert exported["report"]["bleeps"] == [[100, 300]]
    assert exported["report"]["mask"] == "pixelate"


def test_check_is_fine_and_then_finds_one_changed_byte(tmp_path: Path):
    vault = new_vault(tmp_path)
    numbered_clip(tmp_path / "a.mp4", busy=True)
    vault.ask("recording", "import", tmp_path / "a.mp4")
    assert vault.ask("vault", "check", "--deep") == {"ok": True, "findings": []}
    (media,) = [path for path in (vault.folder / "media").rglob("*") if path.is_file()]
    content = bytearray(media.read_bytes())
    content[len(content) // 2] ^= 1
    media.write_bytes(content)
    outcome = vault.run("vault", "check", "--deep", "--json")
    assert outcome.code == 3
    assert outcome.document["ok"] is False
    assert [finding["severity"] for finding in outcome.document["findings"]] == ["damage"]
    assert set(outcome.document["findings"][0]) >= {"severity", "code", "subject"}


def test_kader_list_and_check_need_no_vault():
    assert kijkkamer("kader", "list", "--json").document == [{"kader_id": "kijkkader-samen", "version": "0.1.0", "indicators": 40}]
    good = kijkkamer("kader", "check", KADER, "--json")
    assert (good.code, good.document, good.err) == (0, {"ok": True, "errors": []}, "")


def test_kader_check_names_line_and_path_and_exits_one(tmp_path: Path):
    text = KADER.read_text("utf-8").replace("kolommen: [o1]", "kolommen: [o8]")
    (tmp_path / "k.yaml").write_text(text, "utf-8")
    outcome = kijkkamer("kader", "check", tmp_path / "k.yaml", "--json")
    line = text[: text.index("[o8]")].count("\n") + 1
    assert outcome.code == 1
    assert outcome.document == {
        "ok": False,
        "errors": [{"line": line, "path": "fasen.lijst[0].kolommen[0]", "message": "'o8' bestaat niet bij de kolommen."}],
    }
    assert outcome.err.startswith("error: kader_invalid: ")
    spoken = kijkkamer("kader", "check", tmp_path / "k.yaml")
    assert f"regel {line}, fasen.lijst[0].kolommen[0]: 'o8' bestaat niet" in spoken.out


def test_kader_goes_from_one_vault_to_another_and_is_put_to_use(tmp_path: Path):
    vault = new_vault(tmp_path)
    sheet, text = tmp_path / "kader.csv", tmp_path / "kader.yaml"
    vault.ask("kader", "export", "kijkkader-samen", "--out", sheet)
    sheet.write_text(sheet.read_text("utf-8-sig").replace("kader;kijkkader-samen;", "kader;ons-kader;"), "utf-8-sig")
    assert kijkkamer("kader", "check", sheet, "--json").document == {"ok": True, "errors": []}
    taken = {"kader_id": "ons-kader", "version": "0.1.0", "indicators": 40}
    assert vault.ask("kader", "import", sheet) == {**taken, "is_new": True}
    assert vault.ask("kader", "use", "ons-kader") == taken
    vault.ask("kader", "export", "ons-kader", "--out", text)
    assert vault.ask("kader", "import", text) == {**taken, "is_new": False}
    assert [each["kader_id"] for each in vault.ask("kader", "list")] == ["kijkkader-samen", "ons-kader"]
    sheet.write_text(sheet.read_text("utf-8-sig").replace("indicator;kk-101;", "indicator;kk 101;"), "utf-8-sig")
    refused = vault.run("kader", "import", sheet, "--json")
    assert (refused.code, refused.document["errors"][0]["path"]) == (1, "cel B12 (id)")
