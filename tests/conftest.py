import os
import socket
from pathlib import Path

import pytest

from tests.support.tally import Tally, tally_lines

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
collect_ignore = ["long", "fuzz"]  # only when named on the command line


@pytest.fixture
def tally(request) -> Tally:
    """Says how much a row of the test catalogue tried: `tally("F1", 4568, "bits geflipt", missed)`."""
    return Tally(request.node.user_properties)


def pytest_terminal_summary(terminalreporter) -> None:
    lines = tally_lines(report for reports in terminalreporter.stats.values() for report in reports if getattr(report, "when", "") == "call")
    if lines:
        terminalreporter.section("testcatalogus")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory, monkeypatch) -> Path:
    """An empty home for every test, so that no test sees or leaves anything in the real one."""
    home = tmp_path_factory.mktemp("home")
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "appdata",
        "LOCALAPPDATA": home / "localappdata",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_RUNTIME_DIR": home / "run",
        "TMPDIR": home / "tmp",
    }
    for name, place in places.items():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(place))
    return home


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch) -> None:
    """The program has no network code; a test in which something opens a socket fails."""

    def refuse(*_args: object, **_options: object) -> None:
        pytest.fail("something opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)


def _shared(*parts: str) -> Path:
    folder = SHARED.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip("needs the shared test material, which does not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_root() -> Path:
    """The folder with the specifications and test material that stands beside the checkout."""
    return _shared()


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """Real footage to test with; never shipped."""
    return _shared("media")


@pytest.fixture(scope="session")
def shared_vectors() -> Path:
    """Published test vectors of the crypto we use."""
    return _shared("vectors")
