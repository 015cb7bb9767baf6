import json

import pytest

from app.common.places import Place, place_of

NOTHING = {}


def test_an_ordinary_folder_is_on_this_device(tmp_path):
    assert place_of(tmp_path / "Werk.kluis", NOTHING) == Place("local")
    assert not Place("local").leaves_this_device


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Gemeente Ons Dorp", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Persoonlijk)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-iemand@voorbeeld.nl", "Google Drive"),
        ("iCloudDrive", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("nextcloud2", "Nextcloud"),
        ("ownCloud", "ownCloud"),
    ],
)
def test_a_synced_folder_is_known_by_its_usual_name(tmp_path, folder, service):
    place = place_of(tmp_path / folder / "map" / "Werk.kluis", NOTHING)
    assert place == Place("synced", service)
    assert place.leaves_this_device


@pytest.mark.parametrize("folder", ["Dropboxen", "Mijn OneDrive-vragen", "icloudy", "Next cloud", "Stack", "Box"])
def test_a_name_that_only_looks_like_it_is_no_service(tmp_path, folder):
    assert place_of(tmp_path / folder, NOTHING) == Place("local")


@pytest.mark.parametrize(
    ("mark", "service"),
    [(".dropbox.cache", "Dropbox"), (".nextcloudsync.log", "Nextcloud"), (".sync_0a1b2c.db", "Nextcloud"), (".stfolder", "Syncthing")],
)
def test_a_synced_folder_under_another_name_is_known_by_its_marks(tmp_path, mark, service):
    root = tmp_path / "Werkmap"
    root.mkdir()
    (root / mark).touch()
    assert place_of(root / "diep" / "Werk.kluis", NOTHING) == Place("synced", service)
    assert place_of(tmp_path / "Ernaast", NOTHING) == Place("local")


def test_windows_tells_where_onedrive_is(tmp_path):
    told = {"OneDriveCommercial": str(tmp_path / "Wolk")}
    assert place_of(tmp_path / "Wolk" / "x", told) == Place("synced", "OneDrive")
    assert place_of(tmp_path / "Wolkje", told) == Place("local")


def test_dropbox_tells_where_it_is(tmp_path):
    settings = tmp_path / ".dropbox"
    settings.mkdir()
    (settings / "info.json").write_text(json.dumps({"personal": {"path": str(tmp_path / "D")}, "business": {"path": 3}, "x": []}))
    assert place_of(tmp_path / "D" / "x", {"HOME": str(tmp_path)}) == Place("synced", "Dropbox")


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"personal": []}', "[" * 30_000])
def test_settings_of_dropbox_that_make_no_sense_are_passed_over(tmp_path, content):
    settings = tmp_path / ".dropbox"
    settings.mkdir()
    (settings / "info.json").write_text(content)
    assert place_of(tmp_path / "x", {"HOME": str(tmp_path)}) == Place("local")


def test_a_link_into_a_synced_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "werk").symlink_to(tmp_path / "Dropbox")
    assert place_of(tmp_path / "werk" / "Werk.kluis", NOTHING) == Place("synced", "Dropbox")
