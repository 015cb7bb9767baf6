"""Getting in from the command line: another passphrase, the code on paper, the organisation, new keys."""

import re
from pathlib import Path

import pyrage
import pytest

from tests.support.clips import numbered_clip
from tests.support.command_line import CommandLineVault, kijkkamer, new_vault

pytestmark = pytest.mark.e2e

OLD, NEW = "gehuld furore bezit jockey volley", "zwaluw kapstok donder regent theepot"
CODE = re.compile("([2-9A-HJ-NP-Z]{4}-){7}[2-9A-HJ-NP-Z]{4}")


def written(path: Path, text: str) -> Path:
    path.write_text(text + "\n", "utf-8")
    return path


def exit_code(vault: CommandLineVault, passphrase: str) -> int:
    return kijkkamer("vault", "info", "--vault", vault.folder, "--passphrase-file", "-", stdin=passphrase + "\n").code


def test_another_passphrase_replaces_the_one_before(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    assert vault.ask("vault", "passphrase", "--new-passphrase-file", written(tmp_path / "nieuw", NEW)) == {}
    assert (exit_code(vault, OLD), exit_code(vault, NEW)) == (4, 0)


def test_both_passphrases_can_come_from_standard_input(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    words = ("vault", "passphrase", "--vault", vault.folder, "--passphrase-file", "-", "--new-passphrase-file", "-", "--json")
    assert kijkkamer(*words, stdin=f"{OLD}\n{NEW}\n").code == 0
    assert exit_code(vault, NEW) == 0


def test_a_wrong_secret_is_exit_code_4_whichever_way_in(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    new, other = written(tmp_path / "nieuw", NEW), written(tmp_path / "code", "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789")
    key = written(tmp_path / "sleutel", str(pyrage.x25519.Identity.generate()))
    for words in (
        ("passphrase", "--passphrase-file", new),
        ("renew-keys", "--passphrase-file", new),
        ("recover", "--recovery-code-file", other),
        ("recover", "--organisation-key-file", key),
    ):
        more = ("--new-passphrase-file", new) if words[0] != "renew-keys" else ()
        outcome = kijkkamer("vault", words[0], "--vault", vault.folder, *words[1:], *more, "--json")
        assert (outcome.code, outcome.document["error"]["code"].split("_")[0]) in ((4, "wrong"), (4, "recovery")), outcome
    assert exit_code(vault, OLD) == 0


def test_recovering_gives_a_new_code_and_ends_the_old_one(tmp_path: Path):
    passphrase_file = written(tmp_path / "oud", OLD)
    folder = tmp_path / "a.kluis"
    made = kijkkamer("vault", "create", "--vault", folder, "--passphrase-file", passphrase_file, "--json").document
    code, new = written(tmp_path / "code", made["recovery_code"].lower()), written(tmp_path / "nieuw", NEW)
    words = ("vault", "recover", "--vault", folder, "--recovery-code-file", code, "--new-passphrase-file", new, "--json")
    first = kijkkamer(*words)
    assert first.code == 0
    assert CODE.fullmatch(first.document["recovery_code"])
    assert first.document["recovery_code"] != made["recovery_code"]
    again = kijkkamer(*words)
    assert (again.code, again.document["error"]["code"]) == (4, "wrong_recovery_code")
    assert exit_code(CommandLineVault(folder, new), NEW) == 0


def test_the_organisation_is_visible_and_can_open_and_can_be_taken_out(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    key, new = written(tmp_path / "sleutel", str(identity)), written(tmp_path / "nieuw", NEW)
    assert vault.ask("vault", "organisation") == {"recipient": None}
    assert vault.refusal("vault", "organisation", "--recipient", "age1onzin") == "organisation_recipient"
    assert vault.ask("vault", "organisation", "--recipient", recipient) == {"recipient": recipient}
    assert vault.ask("vault", "info")["organisation"] == recipient
    recovered = kijkkamer("vault", "recover", "--vault", vault.folder, "--organisation-key-file", key, "--new-passphrase-file", new, "--json")
    assert recovered.code == 0
    renewed = CommandLineVault(vault.folder, new)
    assert renewed.ask("vault", "organisation", "--remove") == {"recipient": None}
    refused = kijkkamer("vault", "recover", "--vault", vault.folder, "--organisation-key-file", key, "--new-passphrase-file", new, "--json")
    assert refused.code == 4


def test_new_keys_keep_the_passphrase_and_what_is_inside(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    numbered_clip(tmp_path / "a.mp4", frames=30)
    vault.ask("recording", "import", tmp_path / "a.mp4")
    assert CODE.fullmatch(vault.ask("vault", "renew-keys")["recovery_code"])
    assert vault.ask("vault", "check", "--deep") == {"ok": True, "findings": []}


def test_every_new_code_can_be_put_on_a_sheet_and_a_file_in_the_way_stops_before_anything_changes(tmp_path: Path):
    passphrase_file = written(tmp_path / "oud", OLD)
    folder, sheet = tmp_path / "a.kluis", tmp_path / "blad.pdf"
    made = kijkkamer("vault", "create", "--vault", folder, "--passphrase-file", passphrase_file, "--recovery-sheet", sheet, "--json")
    assert made.code == 0
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert made.document["recovery_code"].encode() not in sheet.read_bytes()  # the blocks stand apart, in a compressed page
    vault = CommandLineVault(folder, passphrase_file)
    assert vault.refusal("vault", "recovery-code", "--recovery-sheet", sheet) == "file_exists"
    code = written(tmp_path / "code", made.document["recovery_code"])
    words = ("vault", "recover", "--vault", folder, "--recovery-code-file", code, "--new-passphrase-file", passphrase_file, "--json")
    assert kijkkamer(*words, "--recovery-sheet", sheet).code == 1
    second = vault.ask("vault", "recovery-code", "--recovery-sheet", tmp_path / "tweede.pdf")["recovery_code"]
    assert second != made.document["recovery_code"]
    assert kijkkamer(*words).code == 4


def test_a_sheet_that_can_not_be_written_does_not_cost_the_code(tmp_path: Path):
    vault = new_vault(tmp_path, OLD)
    outcome = vault.run("vault", "recovery-code", "--recovery-sheet", tmp_path / "er niet" / "blad.pdf")
    assert outcome.code == 0
    assert outcome.err.startswith("warning: export_failed: ")
    assert CODE.search(outcome.out)
