import subprocess
import sys

import pytest

from tests.support.source_tree import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.mark.skipif(sys.platform != "linux", reason="hiding Python and VLC from the result is done with Linux namespaces")
def test_the_built_program_checks_itself_and_opens_its_window_without_python_vlc_or_network():
    result = subprocess.run([sys.executable, "build_scripts/build.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    folder = ROOT / "dist" / "kijkkamer"
    assert (folder / "THIRD_PARTY.txt").stat().st_size > 100_000
    assert len(list((folder / "_internal" / "libvlc" / "vlc" / "plugins").rglob("*_plugin.so"))) == 44 + 2  # and the two sound outputs
    assert not list(folder.rglob("*.py"))
