from app.domain.timecode import format_time
from app.ui.safety.check_section import FindingRow
from app.vault.check import Finding


def test_a_vault_that_is_whole_is_told_so(screen, settled):
    screen.go_to("check")
    screen.check._quick.click()
    assert not screen.check._deep.isEnabled()
    settled()
    assert screen.check._work.text == "Alles klopt. Er is niets veranderd en niets kwijt."
    assert screen.check.rows == ()
    assert screen.check._deep.isEnabled()


def test_damage_names_the_recording_and_what_to_do_and_opens_it(qtbot, screen, session, settled):
    for path in sorted((session.vault_folder / "media").glob("**/*.media"))[:2]:
        path.write_bytes(path.read_bytes()[:-5])
    screen.go_to("check")
    screen.check._deep.click()
    settled()
    assert len(screen.check.rows) == 2
    assert "2 dingen kloppen niet meer" in screen.check._work.text
    row = screen.check.rows[0]
    assert "Gezin" in row.text
    assert "reservekopie" in row.text
    with qtbot.waitSignal(screen.recording_opened) as opened:
        row.open.click()
    assert opened.args == [row._subject]


def test_a_damaged_piece_is_told_to_the_second(qtbot, theme, screen):
    finding = Finding("damage", "media_damaged", "x", {"from_ms": 724_900, "to_ms": 750_300, "is_exact": 1})
    row = FindingRow(theme, finding, "Gezin Vlier", screen)
    assert row.text.startswith("Gezin Vlier\nVan 12:04 tot 12:31: ")
    finding.details["is_exact"] = 0
    assert FindingRow(theme, finding, "Gezin Vlier", screen).text.startswith("Gezin Vlier\nVan ongeveer 12:04 tot 12:31: ")
    assert format_time(751_300) == "12:31"


def test_reading_goes_on_behind_another_section_until_the_room_is_locked(screen, settled):
    screen.go_to("check")
    screen.check._deep.click()
    screen.go_to("appearance")
    settled()
    assert screen.check._work.text == "Alles klopt. Er is niets veranderd en niets kwijt."
    screen.check._deep.click()
    screen.release()
    settled()
    assert "Gestopt" in screen.check._work.text
