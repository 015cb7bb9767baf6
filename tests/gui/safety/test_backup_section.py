from datetime import UTC, datetime, timedelta

import pytest

from app.common.progress import JobContext
from app.services.backups import BackupStatus
from app.services.session import open_session
from app.ui.safety.restore_card import free_folder
from tests.support.demo_vault import PASSPHRASE


@pytest.fixture
def section(screen, settled):
    screen.go_to("backup")
    settled()
    return screen.backup


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def backed_up(section, stick, settled):
    section.card.make_in(stick)
    settled()
    return section


def test_without_a_back_up_it_says_so_and_asks_attention(section):
    assert section.card.title == "Je hebt nog geen reservekopie"
    assert section.card.asks_attention
    assert not section.card.elsewhere.isVisible()


def test_a_back_up_is_made_and_tells_what_was_copied(backed_up, stick):
    assert "Klaar, en teruggelezen" in backed_up.card.work.text
    assert "Nieuw: 10." in backed_up.card.work.text
    assert any(stick.rglob("*.media"))
    assert backed_up.card.title == "Je reservekopie is van vandaag"
    assert not backed_up.card.asks_attention


def test_the_next_goes_to_the_same_place_without_a_question(backed_up, settled):
    backed_up.card.make.click()
    settled()
    assert "Nieuw" not in backed_up.card.work.text
    assert "Klaar" in backed_up.card.work.text


def test_when_the_stick_is_not_there_it_is_asked_for(backed_up, stick, settled, monkeypatch, tmp_path):
    stick.rename(tmp_path / "elders")
    backed_up.entered()
    settled()
    asked = []
    monkeypatch.setattr("app.ui.safety.backup_card.choose_folder", lambda _parent, title: asked.append(title))
    backed_up.card.make.click()
    assert len(asked) == 1


def test_an_old_back_up_asks_attention_with_its_age(section):
    at = datetime.now(UTC) - timedelta(days=19)
    section.card.show_status(BackupStatus(at, "op een stick", 19, is_overdue=True))
    assert section.card.title == "Je reservekopie is 19 dagen oud"
    assert section.card.asks_attention
    assert "op een stick" in section.card._words.text()


def test_all_in_one_file(section, stick, settled):
    section.card.write_to(stick / "kopie.kluiskopie")
    settled()
    assert (stick / "kopie.kluiskopie").stat().st_size > 0
    assert "Klaar" in section.card.work.text


def test_a_place_that_cannot_be_is_told(section, settled, tmp_path):
    section.card.make_in(tmp_path / "is er niet")
    settled()
    assert "Er is niets gemaakt" in section.card.work.text
    assert section.card.make.isEnabled()


def test_stopping_is_possible_and_told(section, stick, jobs, settled):
    section.card.make_in(stick)
    section.card.work.cancel()
    settled()
    assert "Gestopt" in section.card.work.text


def test_a_trial_says_what_would_come_back_and_leaves_nothing(backed_up, session, stick, settled, tmp_path):
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file() and stick not in path.parents)
    backed_up.restore.try_source(stick)
    settled()
    moments = session.facts().moments
    assert f"Er zou terugkomen: 5 opnamen en {moments} momenten" in backed_up.restore.work.text
    after = sorted(path for path in tmp_path.rglob("*") if path.is_file() and stick not in path.parents)
    assert [path for path in after if path not in before and not path.name.startswith("kluis.db")] == []


def test_a_restored_back_up_opens_with_the_same_passphrase(backed_up, session, stick, settled, tmp_path):
    target = free_folder(tmp_path, "kluis", "teruggezet")
    backed_up.restore.restore_to(stick, target)
    settled()
    assert str(target) in backed_up.restore.work.text
    again = open_session(target, PASSPHRASE)
    try:
        assert len(again.recordings.list()) == len(session.recordings.list())
    finally:
        again.lock()
    assert free_folder(tmp_path, "kluis", "teruggezet") != target


def test_a_damaged_back_up_is_refused_and_the_rest_offered(backed_up, stick, settled, tmp_path):
    broken = sorted(stick.rglob("*.media"))[0]
    broken.write_bytes(broken.read_bytes()[:-3] + b"xxx")
    backed_up.restore.restore_to(stick, tmp_path / "terug.kluis")
    settled()
    assert not (tmp_path / "terug.kluis").exists()
    assert backed_up.restore.rest.isVisible()
    backed_up.restore.rest.click()
    settled()
    assert (tmp_path / "terug.kluis").exists()


def test_a_back_up_of_before_the_keys_were_renewed_asks_for_the_passphrase_of_then(backed_up, session, stick, settled, tmp_path):
    session.keys.renew_all(PASSPHRASE, JobContext())
    card = backed_up.restore
    card.try_source(stick)
    settled()
    assert card.old.isVisible()
    assert "wachtzin van toen" in card.work.text
    assert not card.go_on.isEnabled()
    card.old.set_text("een heel andere wachtzin")
    card.go_on.click()
    settled()
    assert card.old.isVisible()
    card.old.set_text(PASSPHRASE)
    card.go_on.click()
    settled()
    assert "is heel" in card.work.text
    assert card.old.text == ""
    assert not card.old.isVisible()
    card.restore_to(stick, tmp_path / "terug.kluis")
    settled()
    card.old.set_text(PASSPHRASE)
    card.go_on.click()
    settled()
    assert "terug.kluis" in card.work.text
    open_session(tmp_path / "terug.kluis", PASSPHRASE).lock()


def test_the_passphrase_of_then_does_not_stay_on_the_screen(backed_up, session, stick, settled, screen):
    session.keys.renew_all(PASSPHRASE, JobContext())
    backed_up.restore.try_source(stick)
    settled()
    backed_up.restore.old.set_text(PASSPHRASE)
    screen.go_to("check")
    assert backed_up.restore.old.text == ""


def test_what_is_no_back_up_is_told(section, stick, settled):
    section.restore.try_source(stick)
    settled()
    assert section.restore.work.text
    assert not section.restore.rest.isVisible()
