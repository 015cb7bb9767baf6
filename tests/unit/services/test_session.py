from app.services.session import open_session
from tests.support.vaults import PASSPHRASE, new_vault


def test_a_vault_with_weak_key_settings_is_made_stronger_when_it_is_opened(tmp_path):
    new_vault(tmp_path / "kluis").close()

    session = open_session(tmp_path / "kluis", PASSPHRASE)
    kdf = session.facts().kdf
    session.lock()

    assert kdf["memory_mib"] >= 64
    open_session(tmp_path / "kluis", PASSPHRASE).lock()
