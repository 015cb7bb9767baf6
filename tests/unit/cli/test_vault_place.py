import json
import sys

import pytest

from app.cli.main import run
from app.vault.vault import Vault

PASSPHRASE = "zevenblad kompas turf marjolein oester"


@pytest.fixture
def create(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("app.vault.opening.policy", __import__("tests.support.vaults", fromlist=["cheap_kdf"]).cheap_kdf)
    (tmp_path / "wachtzin").write_text(PASSPHRASE)

    def make(folder, *more):
        code = run(["vault", "create", "--vault", str(folder), "--passphrase-file", str(tmp_path / "wachtzin"), "--json", *more])
        return code, capsys.readouterr()

    return make


def test_an_ordinary_folder_works_unasked(create, tmp_path):
    code, said = create(tmp_path / "Werk.kluis")
    assert code == 0
    assert "vault_place" not in said.err


def test_a_synced_folder_is_refused_and_nothing_is_made(create, tmp_path):
    code, said = create(tmp_path / "OneDrive" / "Werk.kluis")
    assert code == 1
    assert json.loads(said.out)["error"]["code"] == "vault_place_synced"
    assert "OneDrive" in said.err
    assert not (tmp_path / "OneDrive").exists()


def test_anyway_makes_it_there_with_a_warning(create, tmp_path):
    (tmp_path / "Dropbox").mkdir()
    code, said = create(tmp_path / "Dropbox" / "Werk.kluis", "--anyway")
    assert code == 0, sys.stderr
    assert "warning: vault_place_synced: Deze map gaat vanzelf naar Dropbox." in said.err
    Vault.open(tmp_path / "Dropbox" / "Werk.kluis", PASSPHRASE).close()
