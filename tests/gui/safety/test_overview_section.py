from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.common.progress import JobContext
from app.services.backups import BackupStatus
from app.services.consent import AgeGroup, PersonConsent, Purpose
from app.services.places import DiskEncryption, Place, VaultPlace
from app.ui.dates import today
from app.ui.safety.standing import read_standing
from app.vault.check import Finding

SAFE = VaultPlace(Place("local"), DiskEncryption("on", "LUKS"))


@pytest.fixture
def overview(screen):
    return screen.overview


@pytest.fixture
def calm(session):
    """How it stands when nothing asks attention."""
    now = datetime.now(UTC)
    standing = read_standing(session, JobContext())
    return replace(standing, closed=0, place=SAFE, backup=BackupStatus(now, "op een stick", 0, is_overdue=False))


def headline(overview):
    return overview.heading.text()


def test_a_room_in_order_says_so(overview, calm):
    overview.show_standing(calm)
    assert headline(overview) == "Je kamer is op orde."
    assert not any(card.asks_attention for card in (overview.backup, overview.check, overview.recovery))
    assert not any(card.isVisible() for card in (overview.consent, overview.place, overview.disk, overview.older))


def test_an_old_back_up_is_one_thing(overview, calm):
    at = datetime.now(UTC) - timedelta(days=19)
    overview.show_standing(replace(calm, backup=BackupStatus(at, "op de stick", 19, is_overdue=True)))
    assert headline(overview) == "Je kamer is op orde. Eén ding vraagt aandacht."
    assert overview.backup.title == "Je reservekopie is 19 dagen oud"
    assert overview.backup.asks_attention
    assert overview.backup.make.isVisible()


def test_more_things_are_counted(overview, calm):
    overview.show_standing(replace(calm, closed=2, place=VaultPlace(Place("synced", "OneDrive"), DiskEncryption("off", "BitLocker"))))
    assert headline(overview) == "Je kamer is op orde. Drie dingen vragen aandacht."
    assert overview.consent.title == "2 opnamen blijven dicht"
    assert "OneDrive" in overview.place._words.text()
    assert "BitLocker" in overview.disk._words.text()


def test_damage_comes_first(overview, calm):
    overview.show_standing(replace(calm, damage=(Finding("damage", "media_missing", "x"),)))
    assert headline(overview) == "Er klopt iets niet. Begin daar."
    assert overview.check.title == "Eén bestand klopt niet meer"


def test_what_was_wiped_but_is_still_on_the_back_up(session, overview, settled, tmp_path):
    (tmp_path / "stick").mkdir()
    session.backups.make(tmp_path / "stick", JobContext())
    session.recordings.delete(session.recordings.list()[0].recording_id)
    overview.entered()
    settled()
    assert overview.backup.title == "In je reservekopie staat nog wat je wiste"
    session.backups.make(tmp_path / "stick", JobContext())
    overview.entered()
    settled()
    assert overview.backup.title == "Je reservekopie is van vandaag"


def test_it_shows_the_first_to_go_and_the_newest_lines(session, overview, settled):
    last = session.recordings.list()[-1]
    session.retention.set_keep_until(last.recording_id, today() + timedelta(days=3))
    overview.entered()
    settled()
    assert "over 3 dagen" in [part.text() for part in overview.ending._parts if hasattr(part, "text")]
    assert any("laatste bewaardag" in part.text() for part in overview.log._parts if hasattr(part, "text"))


def test_a_no_is_counted_at_once(qtbot, session, overview, settled):
    assert not overview.consent.isVisible()
    no = PersonConsent("oma", AgeGroup.ADULT, refused=frozenset({Purpose.OWN}), given_by=("zelf",))
    session.consent.set_person(session.recordings.list()[0].recording_id, no)
    qtbot.waitUntil(lambda: overview.consent.title == "Eén opname blijft dicht", timeout=10_000)
    settled()


@pytest.mark.parametrize(
    ("card", "button", "section"),
    [("check", "again", "check"), ("backup", "restore", "backup"), ("recovery", "renew", "keys")],
)
def test_every_card_leads_to_its_section(screen, overview, settled, card, button, section):
    getattr(getattr(overview, card), button).click()
    assert screen.section == section
    settled()


def test_make_a_copy_now_goes_there_and_begins(screen, overview, settled, monkeypatch, tmp_path):
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr("app.ui.safety.backup_card.choose_folder", lambda _parent, _title: tmp_path / "stick")
    overview.backup.make.click()
    settled()
    settled()
    assert screen.section == "backup"
    assert any((tmp_path / "stick").rglob("*.media"))
