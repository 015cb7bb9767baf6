"""Back-up and restore by command, as the contract says: made, refused, tried, put back, damaged."""

import hashlib

import pytest

from tests.support.backups import flip, tree
from tests.support.command_line import ROOT, CommandLineVault, kijkkamer, new_vault

pytestmark = pytest.mark.e2e
CLIP = ROOT / "tests" / "media" / "staand_mkv_a.mkv"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("reservekopie")


@pytest.fixture(scope="module")
def vault(place) -> CommandLineVault:
    made = new_vault(place)
    (recording,) = made.ask("recording", "import", CLIP, "--title", "Iep")
    made.ask("moment", "add", "--recording", recording["recording_id"], "--at", "0.4", "--see", "Moeder kijkt op.")
    return made


@pytest.fixture(scope="module")
def file(vault, place):
    made = vault.ask("vault", "backup", "--out", place / "alles.tar")
    path = place / "alles.tar"
    assert (made["file"], made["bytes"], made["verified"]) == (str(path), path.stat().st_size, True)
    assert made["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    return path


def restored(vault, source, folder, *words, as_json=True):
    options = ["--json"] if as_json else []
    return kijkkamer("vault", "restore", "--file", source, "--vault", folder, "--passphrase-file", vault.passphrase_file, *options, *words)


def test_one_file_comes_back_and_a_folder_with_something_in_it_is_refused(vault, file, place):
    outcome = restored(vault, file, place / "terug")
    assert (outcome.code, outcome.document["recordings"], outcome.document["moments"]) == (0, 1, 1)
    again = CommandLineVault(place / "terug", vault.passphrase_file)
    assert again.ask("vault", "check", "--deep") == {"ok": True, "findings": []}
    assert again.ask("recording", "list")[0]["title"] == "Iep"
    before = tree(place / "terug")
    refused = restored(vault, file, place / "terug")
    assert (refused.code, refused.document["error"]["code"]) == (1, "folder_not_empty")
    assert tree(place / "terug") == before


def test_an_existing_file_is_kept_unless_told_otherwise(vault, file):
    before = file.read_bytes()
    assert vault.refusal("vault", "backup", "--out", file) == "file_exists"
    assert file.read_bytes() == before


def test_a_wrong_passphrase_and_another_file_are_told(vault, file, place):
    (place / "fout").write_text("heel andere woorden staan hier\n", "utf-8")
    outcome = kijkkamer("vault", "restore", "--file", file, "--vault", place / "nee", "--passphrase-file", place / "fout", "--json")
    assert (outcome.code, outcome.document["error"]["code"]) == (4, "wrong_passphrase")
    outcome = restored(vault, CLIP, place / "nee")
    assert (outcome.code, outcome.document["error"]["code"]) == (1, "not_a_backup")
    assert not (place / "nee").exists()


def test_a_damaged_file_is_refused_with_code_three_and_leaves_nothing(vault, file, place):
    spoiled = place / "stuk.tar"
    spoiled.write_bytes(file.read_bytes())
    flip(spoiled, 5000)
    outcome = restored(vault, spoiled, place / "stuk")
    assert (outcome.code, outcome.document["error"]["code"]) == (3, "backup_damaged")
    assert not (place / "stuk").exists()
    accepted = restored(vault, spoiled, place / "stuk", "--accept-damage")
    assert (accepted.code, accepted.document["recordings"]) == (3, 1)
    assert [finding["code"] for finding in accepted.document["findings"]] == ["media_damaged"]


def test_a_folder_is_made_tried_and_put_back_without_what_was_destroyed(vault, place):
    stick = place / "stick"
    stick.mkdir()
    (second,) = vault.ask("recording", "import", ROOT / "tests" / "media" / "webcam_1p_8s.webm", "--title", "Beuk")
    made = vault.ask("vault", "backup", "--folder", stick, "--try")
    assert (made["copied"], made["trial"]["recordings"], made["trial"]["findings"]) == (2, 2, [])
    assert vault.ask("vault", "backup", "--folder", stick)["copied"] == 0
    vault.ask("recording", "delete", second["recording_id"], "--yes")
    tried = restored(vault, stick, place / "nergens", "--try", as_json=False)
    assert tried.code == 0
    assert tried.out.startswith("Proef: alles is goed. Terug komen 2 opnamen en 1 moment, van ")
    outcome = restored(vault, stick, place / "zonder", "--tombstones-of", vault.folder)
    assert (outcome.document["recordings"], outcome.document["left_out"]) == (1, 1)
    assert not (place / "nergens").exists()
    assert not list(place.glob(".*"))
