import plistlib

import pytest

from app.common.disk_encryption import DiskEncryption, disk_encryption, luks, parse_bitlocker, parse_diskutil, parse_fdesetup
from app.common.mounts import Mount


def block(sys_folder, name, *, uuid=None, below=()):
    """A block device as the kernel shows it in /sys."""
    folder = sys_folder / "class" / "block" / name
    (folder / "slaves").mkdir(parents=True)
    if uuid:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(uuid + "\n")
    for each in below:
        (folder / "slaves" / each).symlink_to(sys_folder / "class" / "block" / each)


def root(device):
    return Mount("/", "ext4", device, "local")


def test_luks_straight_under_the_file_system(tmp_path):
    block(tmp_path, "sda2")
    block(tmp_path, "dm-0", uuid="CRYPT-LUKS2-0123-luks", below=["sda2"])
    assert luks(root("/dev/dm-0"), tmp_path) == DiskEncryption("on", "LUKS")


def test_luks_under_a_volume_manager(tmp_path):
    block(tmp_path, "sda2")
    block(tmp_path, "dm-0", uuid="CRYPT-LUKS1-0123-luks", below=["sda2"])
    block(tmp_path, "dm-1", uuid="LVM-abc", below=["dm-0"])
    assert luks(root("/dev/dm-1"), tmp_path).state == "on"


def test_a_volume_that_is_partly_on_a_plain_disk_is_not_encrypted(tmp_path):
    block(tmp_path, "sda2")
    block(tmp_path, "sdb1")
    block(tmp_path, "dm-0", uuid="CRYPT-LUKS2-0123-luks", below=["sda2"])
    block(tmp_path, "dm-1", uuid="LVM-abc", below=["dm-0", "sdb1"])
    assert luks(root("/dev/dm-1"), tmp_path).state == "off"


def test_a_plain_disk_is_not_encrypted(tmp_path):
    block(tmp_path, "sda2")
    assert luks(root("/dev/sda2"), tmp_path).state == "off"


@pytest.mark.parametrize("device", ["tmpfs", "overlay", "/dev/nowhere", "server:/x"])
def test_what_is_no_block_device_is_not_known(tmp_path, device):
    assert luks(root(device), tmp_path).state == "unknown"


@pytest.mark.parametrize(
    ("told", "state"), [("1\r\n", "on"), ("6", "on"), ("2", "off"), ("3", "off"), ("5", "off"), ("8", "off"), ("", "unknown"), ("x", "unknown")]
)
def test_bitlocker_tells_a_number(told, state):
    assert parse_bitlocker(told) == DiskEncryption(state, "BitLocker")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("FileVault is On.\n", "on"),
        ("FileVault is Off.\n", "off"),
        ("FileVault is On.\nEncryption in progress: Percent completed = 12\n", "off"),
        ("", "unknown"),
    ],
)
def test_filevault_tells_a_sentence(told, state):
    assert parse_fdesetup(told) == DiskEncryption(state, "FileVault")


@pytest.mark.parametrize(("told", "state"), [({"FileVault": True}, "on"), ({"Encryption": False}, "off"), ({}, "unknown"), ([], "unknown")])
def test_another_volume_of_macos_tells_a_list(told, state):
    assert parse_diskutil(plistlib.dumps(told)).state == state


def test_a_list_that_is_none_tells_nothing():
    assert parse_diskutil(b"not a list").state == "unknown"


def test_this_machine_answers(tmp_path):
    assert disk_encryption(tmp_path).state in {"on", "off", "unknown"}
