"""Consent, retention and the register as a script sees them."""

import codecs
import re
from pathlib import Path

import pytest

from tests.support.clips import numbered_clip
from tests.support.command_line import ROOT, CommandLineVault, kijkkamer, new_vault

pytestmark = pytest.mark.e2e

FACE_CLIP = ROOT / "tests" / "media" / "staand_mkv_a.mkv"


@pytest.fixture(scope="module")
def vault(tmp_path_factory) -> CommandLineVault:
    return new_vault(tmp_path_factory.mktemp("kluis"))


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "a.mp4"
    numbered_clip(path, frames=25)
    return path


@pytest.fixture
def recording(vault: CommandLineVault, clip: Path) -> str:
    return vault.ask("recording", "import", clip, "--title", "Iep", "--again")[0]["recording_id"]


def consent_set(vault, recording, person, age, purpose, by, *more):
    words = ("--person", person, "--age", age, "--purpose", purpose, "--by", by, "--on", "2026-11-20", *more)
    return vault.ask("consent", "set", "--recording", recording, *words)


def test_no_export_before_everybody_said_yes_to_the_team(vault: CommandLineVault, tmp_path: Path):
    recording = vault.ask("recording", "import", FACE_CLIP, "--title", "Linde")[0]["recording_id"]
    fragment = vault.ask("fragment", "add", "--recording", recording, "--from", "0.2", "--to", "0.6")["fragment_id"]
    export = ("fragment", "export", fragment, "--out", tmp_path / "x.mp4", "--unreviewed")
    assert vault.refusal(*export) == "consent_missing"
    assert vault.ask("fragment", "detect", fragment)["frames"] > 0, "finding faces shows nobody anything"

    consent_set(vault, recording, "moeder", "adult", "own,team", "zelf")
    assert consent_set(vault, recording, "jongere", "12to15", "own,team", "self")["verdicts"]["team"]["who"] == ["ouder"]
    said = vault.run(*export)
    assert said.code == 1
    assert re.match("error: consent_missing: Het luik blijft dicht .* Een ouder heeft nog geen ja gezegd.", said.err)

    answered = consent_set(vault, recording, "Jongere", "12to15", "own,team", "parent1")
    assert (answered["by"], answered["verdicts"]["team"]["allowed"], answered["verdicts"]["family"]["state"]) == (
        ["zelf", "ouder1"],
        True,
        "not_asked",
    )
    assert vault.ask(*export)["duration_ms"] > 0

    consent_set(vault, recording, "moeder", "adult", "own,team", "zelf", "--until", "2026-11-21")
    assert vault.refusal("fragment", "export", fragment, "--out", tmp_path / "y.mp4", "--unreviewed") == "consent_missing"
    assert not (tmp_path / "y.mp4").exists()

    withdrawn = vault.ask("consent", "withdraw", "--recording", recording, "--person", "moeder", "--keep-notes")
    kinds = [each["kind"] for each in withdrawn["reached"]]
    assert {"recording", "fragment", "clip", "saved_copy"} <= set(kinds)
    assert [each["erased"] for each in withdrawn["reached"] if each["kind"] == "saved_copy"] == [False]
    assert all(each["erased"] for each in withdrawn["reached"] if each["kind"] != "saved_copy")
    assert vault.refusal("consent", "list", "--recording", recording) == "unknown_id"
    assert vault.refusal("moment", "list", "--recording", recording) == "unknown_id"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--person", " ", "--purpose", "own"), "role_invalid"),
        (("--person", "m" * 41, "--purpose", "own"), "role_invalid"),
        (("--person", "moeder", "--purpose", "kijken"), "purpose_unknown"),
        (("--person", "moeder"), "purpose_missing"),
        (("--person", "moeder", "--purpose", "own", "--refuse", "own"), "purpose_both_ways"),
    ],
)
def test_consent_that_cannot_be_is_refused(vault: CommandLineVault, recording: str, words: tuple[str, ...], code: str):
    assert vault.refusal("consent", "set", "--recording", recording, "--age", "adult", "--by", "zelf", "--on", "2026-11-20", *words) == code
    assert vault.ask("consent", "list", "--recording", recording)[0]["persons"] == []


def test_withdraw_needs_somebody_who_is_in_it(vault: CommandLineVault, recording: str):
    assert vault.refusal("consent", "withdraw", "--recording", recording, "--person", "opa") == "person_unknown"
    assert vault.ask("recording", "list")


def test_consents_travel_as_a_list(vault: CommandLineVault, recording: str, tmp_path: Path):
    consent_set(vault, recording, "=1+1", "under12", "own", "ouder1", "--authority", "ouder1,ouder2", "--authority-checked", "beiden gevraagd")
    before = vault.ask("consent", "list", "--recording", recording)
    assert before[0]["verdicts"]["own"] == {"allowed": False, "state": "waiting", "who": ["ouder2"]}
    vault.ask("consent", "export", "--out", tmp_path / "lijst.csv")
    content = (tmp_path / "lijst.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    assert b";'=1+1;" in content
    assert vault.ask("consent", "import", tmp_path / "lijst.csv")["persons"] >= 1
    assert vault.ask("consent", "list", "--recording", recording) == before
    (tmp_path / "stuk.csv").write_bytes(content.replace(b"under12", b"peuter"))
    assert vault.refusal("consent", "import", tmp_path / "stuk.csv") == "consent_csv_invalid"
    assert vault.ask("consent", "list", "--recording", recording) == before


def test_a_recording_is_kept_eight_weeks_or_as_told_and_what_is_due_goes_only_when_asked(tmp_path: Path, clip: Path):
    vault = new_vault(tmp_path)
    (plain,) = vault.ask("recording", "import", clip, "--title", "Iep")
    (over,) = vault.ask("recording", "import", clip, "--title", "Els", "--again", "--keep-until", "2026-01-31")
    listed = vault.ask("retention", "list")
    assert (listed["keep_weeks"], listed["bin_days"], listed["due"]["ended"]) == (8, 7, [over["recording_id"]])
    assert vault.ask("vault", "info")["due"] == {"ended": [over["recording_id"]], "bin_over": []}
    assert len(vault.ask("recording", "list")) == 2

    vault.ask("retention", "set", "--recording", plain["recording_id"], "--until", "2031-01-31")
    vault.ask("retention", "set", "--keep-weeks", "2", "--bin-days", "3")
    assert vault.refusal("retention", "set", "--keep-weeks", "0") == "keep_weeks_invalid"
    assert vault.refusal("retention", "set", "--recording", plain["recording_id"]) == "nothing_to_set"

    vault.ask("retention", "bin", plain["recording_id"])
    assert [each["recording_id"] for each in vault.ask("recording", "list")] == [over["recording_id"]]
    assert vault.ask("retention", "list")["bin"][0]["recording_id"] == plain["recording_id"]
    vault.ask("retention", "take-back", plain["recording_id"])
    assert vault.refusal("retention", "take-back", plain["recording_id"]) == "not_in_bin"

    vault.ask("moment", "add", "--recording", over["recording_id"], "--at", "0.2", "--see", "hij zucht", "--now", "ik wachtte niet")
    assert vault.refusal("retention", "destroy-due") == "confirmation_missing"
    destroyed = vault.ask("retention", "destroy-due", "--yes", "--keep-notes")
    assert destroyed == {"destroyed": {"ended": [over["recording_id"]], "bin_over": []}, "notes_kept": 1}
    assert [(note["see"], note["now"]) for note in vault.ask("retention", "notes")] == [("hij zucht", "ik wachtte niet")]
    assert [each["keep_until"] for each in vault.ask("recording", "list")] == ["2031-01-31"]
    assert len(list((vault.folder / "media").rglob("*.media"))) == 1


def test_the_log_tells_in_dutch_what_happened_and_goes_to_a_file(vault: CommandLineVault, recording: str, tmp_path: Path):
    consent_set(vault, recording, "Sanne de Vries", "adult", "own", "zelf")
    vault.ask("recording", "delete", recording, "--yes")
    lines = vault.ask("vault", "log")
    assert all(set(line) >= {"at", "event", "subject", "text", "number"} for line in lines)
    assert lines[-1]["event"] == "recording_destroyed"
    assert "Sanne" not in str(lines)
    assert {line["event"] for line in vault.ask("vault", "log", "--only", "consent")} <= {"consent_set", "consent_withdrawn", "consent_removed"}
    said = vault.run("vault", "log")
    assert "Een opname is vernietigd. Reden: op verzoek van de gebruiker." in said.out
    assert said.out.strip().endswith("Geen regel is weggehaald of veranderd.")

    written = vault.ask("vault", "log", "--out", tmp_path / "log.csv")
    assert (written["lines"], written["intact"]) == (len(lines), True)
    assert (tmp_path / "log.csv").read_bytes().startswith(codecs.BOM_UTF8)
    assert vault.refusal("vault", "log", "--out", tmp_path / "log.csv") == "file_exists"
    vault.ask("vault", "log", "--out", tmp_path / "log.pdf")
    assert (tmp_path / "log.pdf").read_bytes().startswith(b"%PDF-")
    assert vault.refusal("vault", "log", "--out", tmp_path / "log.txt") == "log_ending_unknown"


@pytest.mark.parametrize("words", [("consent",), ("consent", "set"), ("retention",), ("vault", "log")])
def test_it_explains_itself(words: tuple[str, ...]):
    assert kijkkamer(*words, "--help").out.startswith("gebruik:")
