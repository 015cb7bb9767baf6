import os

import pytest

from app.common.errors import SystemProblem
from app.common.files import write_new_file


def test_a_file_that_stands_there_whole_is_never_called_a_failure(tmp_path, monkeypatch):
    real = os.open

    def refuses_folders(path, flags, *rest, **options):
        if os.fspath(path) == str(tmp_path):
            raise OSError(28, "refused")
        return real(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refuses_folders)
    write_new_file(tmp_path / "kopie.mp4", [b"heel"])
    assert (tmp_path / "kopie.mp4").read_bytes() == b"heel"


def test_a_file_that_cannot_get_its_name_leaves_nothing(tmp_path):
    (tmp_path / "kopie.mp4").mkdir()
    with pytest.raises(SystemProblem, match="export_failed"):
        write_new_file(tmp_path / "kopie.mp4", [b"heel"], overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["kopie.mp4"]
