import pytest

from tests.support.vaults import new_vault


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "Mijn gesprekken.kluis"


@pytest.fixture
def vault(folder):
    opened = new_vault(folder)
    yield opened
    opened.close()
