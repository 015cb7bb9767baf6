import os
import shutil
import stat
import sys

import pytest

from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, add_recording, new_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


def modes(folder):
    return {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, *folder.rglob("*"))}


@pytest.fixture
def others_may(tmp_path):
    """A copied vault, as somebody with ordinary habits copies it."""
    vault = new_vault(tmp_path / "kluis")
    add_recording(vault)
    vault.close()
    shutil.copytree(tmp_path / "kluis", tmp_path / "kopie")
    for path in (tmp_path / "kopie", *(tmp_path / "kopie").rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tmp_path / "kopie"


def test_a_new_vault_is_for_its_owner_only_also_in_a_folder_that_was_there(tmp_path):
    before = os.umask(0o022)
    try:
        (tmp_path / "kluis").mkdir()
        new_vault(tmp_path / "kluis").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "kluis").stat().st_mode) == 0o700
    vault = Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert vault.findings == []
    vault.close()


def test_a_folder_that_others_may_see_is_closed_and_that_is_said(others_may):
    vault = Vault.open(others_may, PASSPHRASE)
    assert [(finding.severity, finding.code) for finding in vault.findings] == [("warning", "folder_was_open")]
    vault.close()
    assert modes(others_may) == {0}


def test_it_is_said_once(others_may):
    Vault.open(others_may, PASSPHRASE).close()
    again = Vault.open(others_may, PASSPHRASE)
    assert again.findings == []
    again.close()


def test_a_link_in_the_folder_is_not_followed(others_may, tmp_path):
    outside = tmp_path / "van iemand anders"
    outside.write_text("x")
    outside.chmod(0o644)
    (others_may / "media" / "link").symlink_to(outside)
    Vault.open(others_may, PASSPHRASE).close()
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
