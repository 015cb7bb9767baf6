"""What is said and what must not be heard, from the command line."""

from pathlib import Path

import pytest

from tests.support.command_line import ROOT, CommandLineVault, new_vault

pytestmark = pytest.mark.e2e

FACE_CLIP = ROOT / "tests" / "media" / "staand_mkv_a.mkv"
SRT = "1\n00:00:00,100 --> 00:00:00,600\nA: Dag Jesse.\n\n2\n00:00:00,700 --> 00:00:01,500\nMoeder: Sanne komt ook.\n"


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> CommandLineVault:
    return new_vault(tmp_path_factory.mktemp("kluis"))


@pytest.fixture(scope="module")
def recording(vault: CommandLineVault, tmp_path_factory) -> str:
    (imported,) = vault.ask("recording", "import", FACE_CLIP, "--title", "Iep")
    vault.agree(imported["recording_id"])
    file = tmp_path_factory.mktemp("tekst") / "gesprek.srt"
    file.write_text(SRT, "utf-8")
    assert vault.ask("transcript", "import", file, "--recording", imported["recording_id"]) == {"origin": "imported", "turns": 2, "words": 5}
    return imported["recording_id"]


def test_what_is_said_is_shown_as_it_was_taken_over(vault: CommandLineVault, recording: str):
    shown = vault.ask("transcript", "show", "--recording", recording)
    assert [(turn["speaker"], turn["text"], turn["from_ms"]) for turn in shown["turns"]] == [
        ("A", "Dag Jesse.", 100),
        ("Moeder", "Sanne komt ook.", 700),
    ]


def test_own_words_are_hidden_hints_are_asked_about_and_an_export_hides_both(vault: CommandLineVault, recording: str, tmp_path: Path):
    listed = tmp_path / "woorden.txt"
    listed.write_text("Jesse\nDe Wissel = school\n", "utf-8")
    words = [{"text": "Jesse", "stands_for": "naam"}, {"text": "De Wissel", "stands_for": "school"}]
    assert vault.ask("words", "set", "--recording", recording, "--file", listed) == words
    assert vault.ask("words", "list", "--recording", recording) == words
    fragment = vault.ask("fragment", "add", "--recording", recording, "--from", "0", "--to", "1.6")["fragment_id"]
    names = vault.ask("fragment", "detect", fragment)["names"]
    assert [(name["text"], name["kind"], name["is_hidden"]) for name in names] == [("Jesse", "own", True), ("Sanne", "first_name", None)]
    words = ("--unreviewed", "--voice", "captions", "--keep-word", "sanne", "--reason", "de hond")
    kept = vault.ask("fragment", "export", fragment, "--out", tmp_path / "kopie.mp4", *words)
    assert kept["report"]["names_replaced"] == 1
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--unreviewed", "--keep-word", "Piet") == "name_not_found"


def test_a_transcript_goes_only_when_somebody_is_sure_and_its_captions_too(vault: CommandLineVault, recording: str, tmp_path: Path):
    assert vault.refusal("transcript", "remove", "--recording", recording) == "confirmation_missing"
    assert vault.ask("transcript", "remove", "--recording", recording, "--yes") == {"removed": True}
    assert vault.ask("transcript", "show", "--recording", recording) == {"origin": None, "turns": []}
    for fragment in vault.ask("fragment", "list"):
        export = ("fragment", "export", fragment["fragment_id"], "--out", tmp_path / "x.mp4", "--unreviewed", "--voice", "captions")
        assert vault.refusal(*export) == "captions_missing"


def test_what_is_said_is_not_shown_while_somebody_did_not_agree(vault: CommandLineVault, tmp_path: Path):
    (imported,) = vault.ask("recording", "import", ROOT / "tests" / "media" / "webcam_1p_8s.webm", "--title", "Wilg")
    file = tmp_path / "gesprek.srt"
    file.write_text(SRT, "utf-8")
    vault.ask("transcript", "import", file, "--recording", imported["recording_id"])
    assert vault.refusal("transcript", "show", "--recording", imported["recording_id"]) == "consent_missing"
