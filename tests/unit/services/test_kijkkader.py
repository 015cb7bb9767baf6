"""Frames as files in a folder: the one in use, those there are, and a file that should become one."""

from pathlib import Path

import pytest

from app.common.errors import InputError, RefusedError
from app.common.paths import kijkkader_path
from app.domain.kijkkader import KaderSummary
from app.services.kijkkader import KaderService

SHIPPED = kijkkader_path("kijkkader-samen.yaml").read_text("utf-8")
NAME = "Kijkkader Samen (eigen uitwerking)"


def test_shipped_frame_is_the_current_one_and_is_read_once():
    service = KaderService()
    assert service.current().kader_id == "kijkkader-samen"
    assert service.current() is service.current()


def test_available_frames_are_listed_by_id_and_version(tmp_path: Path):
    (tmp_path / "b.yaml").write_text(SHIPPED, "utf-8")
    (tmp_path / "a.yaml").write_text(SHIPPED.replace('versie: "0.1.0"', 'versie: "0.2.0"'), "utf-8")
    (tmp_path / "c.yaml").write_text("stuk: [", "utf-8")
    (tmp_path / "d.txt").write_text(SHIPPED, "utf-8")
    assert KaderService(folder=tmp_path).available() == [
        KaderSummary("kijkkader-samen", "0.1.0", 40, NAME),
        KaderSummary("kijkkader-samen", "0.2.0", 40, NAME),
    ]


def test_shipped_frame_is_among_the_available_ones():
    assert KaderService().available() == [KaderSummary("kijkkader-samen", "0.1.0", 40, NAME)]


def test_check_names_line_and_path(tmp_path: Path):
    path = tmp_path / "kader.yaml"
    path.write_text(SHIPPED.replace("kolommen: [o1]", "kolommen: [o8]"), "utf-8")
    (found,) = KaderService().check(path)
    assert (found.line, found.path) == (SHIPPED[: SHIPPED.index("kolommen: [o1]")].count("\n") + 1, "fasen.lijst[0].kolommen[0]")


@pytest.mark.parametrize("name", ["is er niet.yaml", "map"])
def test_file_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path, name: str):
    (tmp_path / "map").mkdir()
    with pytest.raises(InputError) as refused:
        KaderService().check(tmp_path / name)
    assert refused.value.code == "file_unreadable"


def test_huge_file_is_refused_without_reading_it_all(tmp_path: Path):
    path = tmp_path / "groot.yaml"
    with path.open("wb") as file:
        file.truncate(20 * 1024**3)
    assert "te groot" in KaderService().check(path)[0].message


def test_shipped_frame_changed_by_hand_is_refused_where_it_is_used(tmp_path: Path):
    (tmp_path / "kijkkader-samen.yaml").write_text(SHIPPED.replace("- id: kk-505", "- id: kk-101"), "utf-8")
    with pytest.raises(RefusedError) as refused:
        KaderService(folder=tmp_path).current()
    assert refused.value.code == "kader_invalid"
