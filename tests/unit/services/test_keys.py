import pytest

from app.common.errors import PassphraseError
from app.common.progress import JobContext
from app.services.keys import wrong_blocks
from app.services.session import Session, open_session, recover_vault
from app.vault import opening
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, cheap_kdf


@pytest.fixture(autouse=True)
def cheap_policy(monkeypatch):
    monkeypatch.setattr(opening, "policy", cheap_kdf)


@pytest.fixture
def made(tmp_path):
    vault, code = Vault.create(tmp_path / "a.kluis", PASSPHRASE)
    session = Session(vault)
    yield session, code, tmp_path / "a.kluis"
    session.lock()


def test_changing_the_passphrase_asks_for_the_old_one(made):
    session, _, folder = made
    with pytest.raises(PassphraseError):
        session.keys.change_passphrase("iets anders", "zes andere woorden")
    session.keys.change_passphrase(PASSPHRASE, "zes andere woorden")
    session.lock()
    open_session(folder, "zes andere woorden").lock()


def test_the_facts_say_since_when_and_nothing_secret(made):
    session, code, _ = made
    before = session.keys.facts()
    assert before.passphrase_since == before.recovery_code_since != None  # noqa: E711 - both at the making
    assert (before.organisation, before.organisation_since, before.keys_renewed_at, before.is_below_policy) == (None, None, None, False)
    new_code = session.keys.renew_all(PASSPHRASE, JobContext())
    after = session.keys.facts()
    assert after.keys_renewed_at == after.recovery_code_since >= before.recovery_code_since
    for secret in (code, new_code, PASSPHRASE):
        assert secret not in repr(after)


def test_recovering_is_one_call_for_the_window(made):
    session, code, folder = made
    session.lock()
    recovered, new_code = recover_vault(folder, code, "zes andere woorden")
    recovered.lock()
    open_session(folder, "zes andere woorden").lock()
    with pytest.raises(PassphraseError):
        recover_vault(folder, code, "zeven nog andere woorden")
    assert new_code != code


def test_recovering_with_an_impossible_passphrase_gives_the_vault_free(made):
    session, code, folder = made
    session.lock()
    with pytest.raises(Exception, match="passphrase_empty"):
        recover_vault(folder, code, "")
    open_session(folder, PASSPHRASE).lock()


def test_two_blocks_typed_back_are_compared_without_case_and_spaces():
    code = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789"
    assert wrong_blocks(code, {1: "abcd ", 8: "6789"}) == []
    assert wrong_blocks(code, {2: "EFGJ", 7: "2345"}) == [2]
