import pyrage
import pytest

from app.common.errors import PassphraseError
from app.common.progress import JobContext
from app.crypto.passphrase import KdfSettings
from app.services.keys import wrong_blocks
from app.services.session import Session, open_session, open_session_for_organisation, open_session_with_recovery_code, recover_vault
from app.vault import opening
from app.vault.vault import Vault
from tests.support.steps import AtStep
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


def test_every_other_door_leaves_a_line_and_a_stronger_derivation_is_no_new_passphrase(made, monkeypatch):
    session, code, folder = made
    identity = pyrage.x25519.Identity.generate()
    session.keys.set_organisation(str(identity.to_public()))
    session.lock()
    open_session_with_recovery_code(folder, code).lock()
    open_session_for_organisation(folder, str(identity)).lock()
    monkeypatch.setattr(opening, "policy", lambda: KdfSettings(19, 2))
    stronger = open_session(folder, PASSPHRASE)
    events = [line["event"] for line in stronger.events()]
    assert events[-3:] == ["opened_by_recovery_code", "opened_by_organisation", "key_derivation_strengthened"]
    assert (stronger.facts().kdf["passes"], stronger.keys.facts().is_below_policy) == (2, False)
    assert all(line.text for line in stronger.registers.lines())
    stronger.lock()
    open_session(folder, PASSPHRASE).lock()


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


def test_a_code_that_a_power_cut_kept_from_the_screen_is_not_taken_to_be_on_paper(made):
    session, _, folder = made

    def cut():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # from step 2 on the new keys come, and the code is only shown after them
        session.keys.renew_all(PASSPHRASE, AtStep(2, cut))
    session.lock()
    opened = open_session(folder, PASSPHRASE)
    assert not opened.keys.facts().is_recovery_code_on_paper
    opened.lock()


def test_renewing_that_changed_nothing_leaves_the_code_on_paper(made):
    session, _, _ = made
    with pytest.raises(PassphraseError):
        session.keys.renew_all("iets anders", JobContext())
    assert session.keys.facts().is_recovery_code_on_paper
