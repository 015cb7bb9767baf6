import pytest
from virtual_display import virtual_display


@pytest.fixture(scope="session")
def display():
    """The DISPLAY of a virtual screen of 1280 x 800, for programs that are started with a real window."""
    with virtual_display() as name:
        yield name
