import pyrage
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from app.common.errors import PassphraseError
from app.services.session import open_session, open_session_with_recovery_code
from app.ui.widgets.confirm import ConfirmErase
from app.vault import opening
from tests.support.demo_vault import CHEAP, PASSPHRASE

NEW = "zes andere woorden lantaarn bezem"


@pytest.fixture(autouse=True)
def cheap_policy(monkeypatch):
    monkeypatch.setattr(opening, "policy", lambda: CHEAP)


@pytest.fixture
def section(screen, settled):
    screen.go_to("keys")
    settled()
    return screen.keys


def opens(session, passphrase):
    folder = session.vault_folder
    session.lock()
    try:
        open_session(folder, passphrase).lock()
    except PassphraseError:
        return False
    return True


def type_back(step):
    for field, place in zip(step._fields, step.asked_blocks, strict=True):
        field.setText(step._blocks[place])


def test_who_came_in_with_the_code_on_paper_sets_a_new_passphrase_without_the_old_one(section, session, settled):
    session.keys.is_passphrase_forgotten = True
    card = section.passphrase
    card.open_form()
    assert card.old.isHidden()
    card.new.first.set_text(NEW)
    card.new.again.set_text(NEW)
    card.keep.click()
    settled()
    assert "maak hieronder een nieuwe" in card.work.text
    assert not session.keys.is_passphrase_forgotten
    card.change.click()
    assert not card.old.isHidden(), "the next change asks for it again"
    assert opens(session, NEW)


def test_the_passphrase_is_changed_with_the_old_one_and_a_strong_new_one(section, session, settled):
    card = section.passphrase
    card.change.click()
    assert len(card.new.passphrase.split()) == 5, "five words are proposed"
    assert card.keep.text() == "Typ eerst je wachtzin van nu"
    card.old.set_text(PASSPHRASE)
    card.new.first.set_text("kort")
    assert card.keep.text() == "Maak de wachtzin sterker"
    card.new.first.set_text(NEW)
    assert card.keep.text() == "Typ de nieuwe wachtzin nog een keer"
    card.new.again.set_text(NEW)
    assert card.keep.isEnabled()
    card.keep.click()
    settled()
    assert "Vanaf nu geldt je nieuwe wachtzin" in card.work.text
    assert "Oudere reservekopieën" in card.work.text
    assert card.old.text == card.new.passphrase == card.new.again.text == ""
    assert opens(session, NEW)


def test_a_wrong_old_passphrase_changes_nothing(section, session, settled):
    card = section.passphrase
    card.change.click()
    card.old.set_text("een heel andere wachtzin")
    card.new.first.set_text(NEW)
    card.new.again.set_text(NEW)
    card.keep.click()
    settled()
    assert "past niet" in card.work.text
    assert card.keep.isEnabled()
    assert opens(session, PASSPHRASE)


def test_leaving_takes_every_secret_off_the_screen(screen, section, settled):
    section.passphrase.change.click()
    section.passphrase.old.set_text(PASSPHRASE)
    section.recovery.renew.click()
    settled()
    blocks = list(section.recovery.step._blocks)
    assert len(blocks) == 8
    screen.go_to("overview")
    settled()
    shown = [label.text() for label in screen.findChildren(QLabel)] + [field.text() for field in screen.findChildren(QLineEdit)]
    assert PASSPHRASE not in shown
    assert not set(blocks) & set(shown)


def test_the_old_code_works_until_two_blocks_of_the_new_were_typed_back(section, session, settled):
    card = section.recovery
    assert "Op papier sinds" in card._words.text()
    card.renew.click()
    settled()
    first = "-".join(card.step._blocks)
    card.cancel.click()
    assert card.step._blocks == []
    card.renew.click()
    settled()
    code = "-".join(card.step._blocks)
    assert code != first
    assert not card.step._open.isEnabled()
    type_back(card.step)
    card.step._open.click()
    settled()
    assert "De oude werkt niet meer" in card.work.text
    folder = session.vault_folder
    session.lock()
    with pytest.raises(PassphraseError):
        open_session_with_recovery_code(folder, first)
    open_session_with_recovery_code(folder, code).lock()


def test_the_organisation_gets_in_only_after_its_key_was_looked_at(section, session, settled, tmp_path):
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    (tmp_path / "sleutel.txt").write_text(f"# sleutel van de organisatie\n{recipient}\n")
    card = section.organisation
    assert card.title == "Alleen jij kunt deze kluis openen"
    card.read_key(tmp_path / "sleutel.txt")
    assert card._key.text().replace(" ", "") == recipient
    assert session.keys.organisation() is None
    card.accept.click()
    settled()
    assert card.title == "Je organisatie kan deze kluis openen"
    assert session.keys.organisation() == recipient


def test_the_organisation_is_taken_out_after_a_question(section, session, settled, monkeypatch, tmp_path):
    session.keys.set_organisation(str(pyrage.x25519.Identity.generate().to_public()))
    section.entered()
    settled()
    monkeypatch.setattr(ConfirmErase, "exec", lambda _dialog: 0)
    section.organisation.remove.click()
    settled()
    assert session.keys.organisation() is not None
    monkeypatch.setattr(ConfirmErase, "exec", lambda _dialog: 1)
    section.organisation.remove.click()
    settled()
    assert session.keys.organisation() is None
    assert section.organisation.title == "Alleen jij kunt deze kluis openen"


@pytest.mark.parametrize("text", ["", "age1tekort", "geen sleutel", "\x00\xff" * 50])
def test_a_file_without_a_key_is_told_and_changes_nothing(section, session, tmp_path, text):
    (tmp_path / "sleutel.txt").write_text(text)
    section.organisation.read_key(tmp_path / "sleutel.txt")
    assert "Er is niets veranderd" in section.organisation.work.text
    assert not section.organisation.accept.isVisible()


def test_all_keys_are_renewed_and_the_new_code_is_typed_back(section, session, settled):
    card = section.renewal
    card.start.click()
    assert not card.renew.isEnabled()
    card.passphrase.set_text(PASSPHRASE)
    card.renew.click()
    settled()
    assert "Alle sleutels zijn nieuw" in card.work.text
    assert not session.keys.facts().is_recovery_code_on_paper
    assert section.recovery.asks_attention
    code = "-".join(card.step._blocks)
    type_back(card.step)
    card.step._open.click()
    settled()
    assert session.keys.facts().is_recovery_code_on_paper
    assert not section.recovery.asks_attention
    folder = session.vault_folder
    session.lock()
    open_session_with_recovery_code(folder, code).lock()
    open_session(folder, PASSPHRASE).lock()


def test_renewing_with_a_wrong_passphrase_changes_nothing(section, session, settled):
    card = section.renewal
    card.start.click()
    card.passphrase.set_text("niet deze")
    card.renew.click()
    settled()
    assert "past niet" in card.work.text
    assert session.keys.facts().keys_renewed_at is None
