"""The whole main job without a screen, and what a help desk runs."""

import hashlib
import json
from pathlib import Path
from typing import Any

import av
import pytest

from tests.support.command_line import CommandLineVault, kijkkamer

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo") / "nieuw" / "map"
    outcome = kijkkamer("demo", "--out", folder, "--json", seconds=280)
    assert (outcome.code, outcome.err) == (0, "")
    return folder, outcome.document


def test_demo_leaves_a_vault_a_clip_its_report_and_a_summary(shown: tuple[Path, dict[str, Any]]):
    folder, document = shown
    assert sorted(path.name for path in folder.iterdir()) == ["fragment-onherkenbaar.mp4", "oefening.kluis", "samenvatting.txt", "verslag.json"]
    report = json.loads(Path(document["report"]).read_text("utf-8"))
    assert report["output_sha256"] == document["sha256"] == hashlib.sha256(Path(document["clip"]).read_bytes()).hexdigest()
    assert len(report["tracks"]) >= 2
    assert report["second_look"]["residual_face_frames"] == 0
    assert report["unreviewed"] is True


def test_copy_of_the_demo_has_picture_and_no_voice(shown: tuple[Path, dict[str, Any]]):
    with av.open(shown[1]["clip"]) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert sum(1 for _ in container.decode(video=0)) == 125
    assert shown[1]["duration_ms"] == pytest.approx(5000, abs=50)


def test_summary_is_dutch_and_honest(shown: tuple[Path, dict[str, Any]]):
    summary = Path(shown[1]["summary"]).read_text("utf-8")
    for words in (
        "Dit helpt",
        "Reageren op signalen",
        "Welk signaal gaf de ander hier?",
        "Niet door een mens bekeken",
        "niet het kijkkader van de HAN",
    ):
        assert words in summary
    assert "niet hetzelfde als anoniem" in summary


def test_vault_of_the_demo_opens_with_what_was_shown_and_holds_all(shown: tuple[Path, dict[str, Any]], tmp_path: Path):
    _, document = shown
    (tmp_path / "w").write_text(document["passphrase"], "utf-8")
    vault = CommandLineVault(Path(document["vault"]), tmp_path / "w")
    assert [each["recording_id"] for each in vault.ask("recording", "list")] == [document["recording_id"]]
    assert len(vault.ask("moment", "list")) == document["moments"] == 3
    assert [each["fragment_id"] for each in vault.ask("fragment", "list")] == [document["fragment_id"]]
    assert vault.ask("vault", "check", "--deep")["ok"]


def test_secrets_of_the_demo_are_in_no_file(shown: tuple[Path, dict[str, Any]]):
    folder, document = shown
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for secret in (document["passphrase"], document["recovery_code"]):
        assert not any(secret.encode() in content for content in contents)


def test_demo_in_a_folder_that_is_in_use_is_refused(tmp_path: Path):
    (tmp_path / "brief.txt").write_text("van iemand anders")
    outcome = kijkkamer("demo", "--out", tmp_path, "--json")
    assert (outcome.code, outcome.document["error"]["code"]) == (1, "folder_not_empty")
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_self_test_tries_every_part_and_leaves_nothing(private_home: Path):
    outcome = kijkkamer("self-test", "--json", seconds=280)
    assert (outcome.code, outcome.err) == (0, "")
    names = [step["name"] for step in outcome.document["steps"]]
    assert names == ["kijkkader", "vault", "organisation", "import", "play", "render", "listen", "speak", "paper", "reopen"]
    assert all(step["ok"] for step in outcome.document["steps"])
    assert not [path for path in private_home.rglob("*") if "zelftest" in path.name]
