import pytest

from app.services.session import open_session
from tests.support.vaults import PASSPHRASE, new_vault


def test_a_vault_with_weak_key_settings_is_made_stronger_when_it_is_opened(tmp_path):
    new_vault(tmp_path / "kluis").close()

    session = open_session(tmp_path / "kluis", PASSPHRASE)
    kdf = session.facts().kdf
    session.lock()

    assert kdf["memory_mib"] >= 64
    open_session(tmp_path / "kluis", PASSPHRASE).lock()


def test_a_session_that_cannot_begin_lets_go_of_the_vault(tmp_path):
    vault = new_vault(tmp_path / "kluis")
    vault.settings.set("copy_being_saved", "geen\0pad")
    vault.close()
    for _ in range(2):  # the second time it would say that the vault is in use
        with pytest.raises(ValueError, match="null"):
            open_session(tmp_path / "kluis", PASSPHRASE)
