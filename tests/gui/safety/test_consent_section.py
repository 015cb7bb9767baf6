import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from app.services.consent import AgeGroup, PersonConsent, Purpose
from tests.support.consents import everybody_agrees


@pytest.fixture
def section(screen, session, settled):
    first, second = session.recordings.list()[:2]
    for recording in session.recordings.list():
        for person in session.consent.persons(recording.recording_id):
            session.consent.remove_person(recording.recording_id, person.role)
        everybody_agrees(session, recording.recording_id)
    yes = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), frozenset({Purpose.TEAM}), given_by=("zelf",))
    session.consent.set_person(first.recording_id, yes)
    session.consent.set_person(second.recording_id, PersonConsent("vader", AgeGroup.ADULT, frozenset({Purpose.OWN})))
    screen.go_to("consent")
    settled()
    return screen.consent


def words(section, place):
    return [section.table.rows.index(place, column).data() for column in range(5)]


def test_every_recording_says_what_is_allowed_and_why_not(section, session):
    assert section.table.rows.rowCount() == len(session.recordings.list())
    assert words(section, 0)[1] == "ja"
    assert words(section, 0)[3] == "nee: moeder"
    assert words(section, 1)[1] == "wacht op vader"


def test_only_what_stays_closed(section, session):
    section.only_open.click()
    assert section.table.rows.rowCount() == 1
    assert words(section, 0)[1] == "wacht op vader"


def test_enter_and_the_button_ask_for_the_consent_of_the_recording(qtbot, screen, section, session):
    wanted = session.recordings.list()[0].recording_id
    section.table.setFocus()
    with qtbot.waitSignal(screen.consent_requested) as asked:
        qtbot.keyClick(section.table, Qt.Key.Key_Return)
    assert asked.args == [wanted]
    with qtbot.waitSignal(screen.consent_requested) as asked:
        section.open.click()
    assert asked.args == [wanted]


def test_a_change_shows_at_once(section, session, settled, qtbot):
    first = session.recordings.list()[0]
    session.consent.set_person(first.recording_id, PersonConsent("oma", AgeGroup.ADULT, refused=frozenset({Purpose.OWN})))
    qtbot.waitUntil(lambda: words(section, 0)[1] == "nee: oma", timeout=10_000)
    settled()


def test_a_screen_reader_hears_the_whole_sentence(section):
    table = QAccessible.queryAccessibleInterface(section.table)
    assert table.text(QAccessible.Text.Name) == "Toestemming per opname en per doel"
    said = section.table.rows.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Team, onherkenbaar: Moeder zei nee."
