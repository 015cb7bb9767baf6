import os

import pytest

from tests.support.vaults import a_moment, add_recording, new_vault


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "Mijn gesprekken.kluis"


@pytest.fixture
def vault(folder):
    opened = new_vault(folder)
    yield opened
    opened.close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(vault):
    for number in range(3):
        recording = add_recording(vault, os.urandom(40_000 + number), title=f"Zonnebloem {number}")
        vault.moments.add(a_moment(recording.recording_id, see="De stoel schuift."))
    return vault
