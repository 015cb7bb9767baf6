import pytest


@pytest.fixture
def section(screen, session, settled):
    session.retention.set_keep_until(session.recordings.list()[0].recording_id, session.recordings.list()[0].keep_until)
    screen.go_to("log")
    settled()
    return screen.log


def texts(section):
    return [row.line.text for row in section.rows.rows]


def group(section, name):
    next(button for button in section.groups.buttons() if button.text() == name).click()


def test_every_line_stands_there_in_plain_dutch_newest_first(section, session):
    lines = session.registers.lines()
    assert texts(section) == [line.text for line in reversed(lines)]
    assert all(text.endswith(".") for text in texts(section))
    assert "zijn er nog" in section._chain.text()


def test_one_subject_shows_only_its_own_lines(section):
    everything = len(texts(section))
    group(section, "Bewaren")
    assert 0 < len(texts(section)) < everything
    group(section, "Alles")
    assert len(texts(section)) == everything


def test_a_long_register_comes_in_parts(section, session, settled):
    recording = session.recordings.list()[0]
    for _ in range(50):
        session.retention.set_keep_until(recording.recording_id, recording.keep_until)
    section.entered()
    settled()
    assert len(texts(section)) == 40
    section.rows._more.click()
    assert len(texts(section)) == len(session.registers.lines())
    assert not section.rows._more.isVisible()


def test_the_officer_gets_what_is_in_view_as_csv_and_pdf(section, settled, tmp_path):
    group(section, "Bewaren")
    section.save(tmp_path / "register.csv")
    settled()
    written = (tmp_path / "register.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == 1 + len(texts(section))
    assert section._work.text == "Het register is bewaard."
    section.save(tmp_path / "register.pdf")
    settled()
    assert (tmp_path / "register.pdf").read_bytes().startswith(b"%PDF-")


def test_a_file_that_cannot_be_written_is_told(section, settled, tmp_path):
    section.save(tmp_path / "is er niet" / "register.csv")
    settled()
    assert section._work.text
    assert "bewaard." not in section._work.text


def test_a_synced_folder_is_told(section, settled, tmp_path):
    (tmp_path / "OneDrive").mkdir()
    section.save(tmp_path / "OneDrive" / "register.csv")
    settled()
    assert "OneDrive" in section._work.text


def test_a_chain_with_a_gap_is_told(section, session, settled):
    session._vault._parts.database.change("DELETE FROM events WHERE number = 2")
    section.entered()
    settled()
    assert "missen regels" in section._work.text
