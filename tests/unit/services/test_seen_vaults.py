import json

import pytest

from app.common.paths import settings_folder
from app.services.seen_vaults import SeenVaults
from app.services.session import Session, create_session, open_session
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, cheap_kdf

VAULT_ID = "ab" * 16


def test_lower_than_seen_is_noticed_and_higher_or_equal_is_not(tmp_path):
    seen = SeenVaults(tmp_path / "instellingen")
    assert not seen.is_ahead_of(VAULT_ID, (1, 1))
    seen.keep(VAULT_ID, (10, 3))
    assert [seen.is_ahead_of(VAULT_ID, now) for now in ((10, 3), (11, 3), (9, 3), (12, 2))] == [False, False, True, True]
    assert not seen.is_ahead_of("cd" * 16, (1, 1))


def test_only_ids_and_numbers_are_kept(tmp_path):
    seen = SeenVaults(tmp_path)
    seen.keep(VAULT_ID, (10, 3))
    seen.keep("cd" * 16, (1, 1))
    assert json.loads((tmp_path / "kluizen.json").read_bytes()) == {VAULT_ID: [10, 3], "cd" * 16: [1, 1]}


def test_the_vaults_opened_longest_ago_are_forgotten(tmp_path):
    seen = SeenVaults(tmp_path)
    (tmp_path / "kluizen.json").write_text(json.dumps({f"{number:032x}": [5, 5] for number in range(500)}))
    seen.keep(f"{0:032x}", (6, 5))
    seen.keep(f"{500:032x}", (5, 5))
    assert len(json.loads((tmp_path / "kluizen.json").read_bytes())) == 500
    assert [seen.is_ahead_of(f"{number:032x}", (1, 1)) for number in (0, 1, 2, 500)] == [True, False, True, True]


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"[" * 100_000, b'{"x":[1,2]}', b'{"%s":[1]}' % VAULT_ID.encode(), b'{"%s":["a",true]}' % VAULT_ID.encode()]
)
def test_a_memory_full_of_rubbish_is_no_memory(tmp_path, content):
    (tmp_path / "kluizen.json").write_bytes(content)
    seen = SeenVaults(tmp_path)
    assert not seen.is_ahead_of(VAULT_ID, (1, 1))
    seen.keep(VAULT_ID, (2, 1))
    assert seen.is_ahead_of(VAULT_ID, (1, 1))


def test_a_place_that_can_not_be_written_is_no_obstacle(tmp_path):
    (tmp_path / "bestand").write_text("")
    SeenVaults(tmp_path / "bestand").keep(VAULT_ID, (1, 1))


def test_an_older_copy_of_a_whole_vault_is_said_once_and_kept_as_a_line(tmp_path):
    folder = tmp_path / "a.kluis"
    vault = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf(), with_recovery=False)[0]
    vault.close()
    old = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    open_session(folder, PASSPHRASE).lock()
    assert (settings_folder() / "kluizen.json").exists()
    for path, content in old.items():
        path.write_bytes(content)
    session = open_session(folder, PASSPHRASE)
    assert "vault_older_than_seen" in {finding.code for finding in session._vault.findings}
    assert session.events()[-1]["event"] == "vault_older_than_seen"
    session.lock()
    again = open_session(folder, PASSPHRASE)
    assert again._vault.findings == []
    again.lock()


def test_a_vault_that_only_went_on_is_not_older(tmp_path):
    session: Session = create_session(tmp_path / "b.kluis", PASSPHRASE, with_recovery=False)[0]
    session.lock()
    session.lock()
    for _ in range(2):
        session = open_session(tmp_path / "b.kluis", PASSPHRASE)
        assert session._vault.findings == []
        session.lock()
