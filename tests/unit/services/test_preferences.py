import json

import pytest

from app.common.errors import SystemProblem
from app.services.preferences import Preferences, PreferencesFile


def test_what_was_kept_is_read_back(tmp_path):
    kept = Preferences(last_vault="/ergens/Werk.kluis", window_geometry="01ff", mode="donker", text_scale=1.3, has_less_motion=True)
    PreferencesFile(tmp_path / "nieuw").save(kept)
    assert PreferencesFile(tmp_path / "nieuw").load() == kept


def test_without_a_file_there_are_defaults(tmp_path):
    file = PreferencesFile(tmp_path)
    assert file.load() == Preferences()
    assert not file.was_set_aside


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe", b"null", b""])
def test_a_broken_file_is_set_aside_and_that_is_said(tmp_path, content):
    (tmp_path / "venster.json").write_bytes(content)
    file = PreferencesFile(tmp_path)
    assert file.load() == Preferences()
    assert file.was_set_aside
    assert (tmp_path / "venster.stuk").read_bytes() == content
    assert not (tmp_path / "venster.json").exists()


def test_a_value_of_the_wrong_kind_is_the_default(tmp_path):
    (tmp_path / "venster.json").write_text(json.dumps({"text_scale": "groot", "mode": 3, "has_less_motion": 1, "last_vault": "/x"}))
    assert PreferencesFile(tmp_path).load() == Preferences(last_vault="/x")


def test_what_a_newer_version_wrote_is_kept(tmp_path):
    (tmp_path / "venster.json").write_text(json.dumps({"mode": "licht", "een_hand": {"aan": True}}))
    file = PreferencesFile(tmp_path)
    preferences = file.load()
    preferences.mode = "donker"
    file.save(preferences)
    assert json.loads((tmp_path / "venster.json").read_text()) == {
        **json.loads((tmp_path / "venster.json").read_text()),
        "een_hand": {"aan": True},
        "mode": "donker",
    }


def test_a_file_cannot_smuggle_a_field_that_is_not_one(tmp_path):
    (tmp_path / "venster.json").write_text(json.dumps({"unknown": {"mode": "x"}}))
    assert PreferencesFile(tmp_path).load().unknown == {"unknown": {"mode": "x"}}


def test_a_folder_that_cannot_be_written_is_a_problem_of_the_machine(tmp_path):
    (tmp_path / "bezet").write_text("een bestand")
    with pytest.raises(SystemProblem):
        PreferencesFile(tmp_path / "bezet").save(Preferences())


@pytest.mark.parametrize(("written", "used"), [(0, 5), (4, 5), (5, 5), (25, 25), (60, 60), (600, 60)])
def test_the_shutters_always_close_by_themselves_some_time(tmp_path, written, used):
    (tmp_path / "venster.json").write_text(json.dumps({"idle_minutes": written}))
    assert PreferencesFile(tmp_path).load().idle_minutes == used
