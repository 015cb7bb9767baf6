from pathlib import PurePosixPath, PureWindowsPath

import pytest

from app.common.mounts import Mount, innermost, is_unc, mount_of, nearest_existing, parse_linux_mounts, parse_macos_mounts

LINUX = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/mapper/ubuntu--vg-ubuntu--lv / ext4 rw,relatime 0 0
/dev/nvme0n1p1 /boot/efi vfat rw 0 0
//files.gemeente.nl/home\040map /mnt/h cifs rw,vers=3.1.1 0 0
server:/export/werk /srv/werk nfs4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdb1 /media/marieke/STICK\040A vfat rw 0 0
remote:kluis /home/m/wolk fuse.rclone rw 0 0
/dev/sda2 /srv/werk/binnen ext4 rw 0 0
"""
MACOS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//marieke@nas.local/werk on /Volumes/werk (smbfs, nodev, nosuid, mounted by marieke)
/dev/disk4s1 on /Volumes/STICK (with brackets) (msdos, local, nodev, nosuid, noowners)
"""


@pytest.mark.parametrize(
    ("path", "kind", "file_system"),
    [
        ("/home/marieke/Werk.kluis", "local", "ext4"),
        ("/mnt/h/Werk.kluis", "local", "ext4"),
        ("/srv/werk/a", "network", "nfs4"),
        ("/srv/werk/binnen/a", "local", "ext4"),
        ("/run/user/1000/gvfs/smb-share", "network", "fuse.gvfsd-fuse"),
        ("/media/marieke/STICK A/Back-up", "removable", "vfat"),
        ("/home/m/wolk/x", "network", "fuse.rclone"),
        ("/srv/werkplek", "local", "ext4"),
    ],
)
def test_linux_tells_where_a_path_is(path, kind, file_system):
    mounts = [mount for mount in parse_linux_mounts(LINUX) if mount.point != "/mnt/h"]
    found = innermost(mounts, PurePosixPath(path))
    assert (found.kind, found.type) == (kind, file_system)


def test_a_share_with_a_space_in_its_name_is_read():
    found = innermost(parse_linux_mounts(LINUX), PurePosixPath("/mnt/h/Werk.kluis"))
    assert found == Mount("/mnt/h", "cifs", "//files.gemeente.nl/home map", "network")


def test_what_is_mounted_on_top_counts():
    mounts = parse_linux_mounts("/dev/a / ext4 rw 0 0\n/dev/a /x ext4 rw 0 0\nserver:/x /x nfs rw 0 0\n")
    assert innermost(mounts, PurePosixPath("/x/y")).type == "nfs"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/m/Werk.kluis", "local"),
        ("/Volumes/werk/x", "network"),
        ("/Volumes/STICK (with brackets)/x", "removable"),
        ("/System/Volumes/Data", "local"),
    ],
)
def test_macos_tells_where_a_path_is(path, kind):
    assert innermost(parse_macos_mounts(MACOS), PurePosixPath(path)).kind == kind


def test_nonsense_is_no_mount():
    assert parse_linux_mounts("\n\nwoord\n") == []
    assert parse_macos_mounts("word\n a on b\n") == []
    assert innermost([], PurePosixPath("/x")) is None


@pytest.mark.parametrize(
    ("path", "is_share"),
    [(r"\\server\share\map", True), (r"\\?\UNC\server\share\map", True), (r"\\?\C:\map", False), (r"C:\map", False), (r"H:\map", False)],
)
def test_a_share_on_windows_is_known_by_its_path(path, is_share):
    assert is_unc(PureWindowsPath(path)) == is_share


def test_this_machine_tells_of_a_folder_that_is_not_there_yet(tmp_path):
    assert nearest_existing(tmp_path / "a" / "b") == tmp_path.resolve()
    found = mount_of(tmp_path / "a" / "b")
    assert found is None or found.kind == "local"


def test_a_name_that_is_too_long_is_on_the_disk_of_its_folder(tmp_path):
    assert nearest_existing(tmp_path / ("x" * 300) / "film.mp4") == tmp_path
