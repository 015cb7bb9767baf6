import pytest

from tests.catalogue.power_cut import fast_folder


@pytest.fixture
def place(tmp_path_factory):
    """Room for many states of a vault."""
    with fast_folder(tmp_path_factory.mktemp("staten")) as folder:
        yield folder
