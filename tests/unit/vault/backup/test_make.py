import errno
import json

import pytest

from app.common.errors import CancelledError, DamagedError, InputError, SystemProblem
from app.common.progress import JobContext
from app.vault.backup.opening import read_backup, unlock_backup
from app.vault.durable_files import DurableFiles
from app.vault.file_systems import FAT_LARGEST
from app.vault.media_store import MediaRole
from app.vault.vault import Vault
from tests.support.backups import put_back, tree
from tests.support.vaults import PASSPHRASE, add_recording, cheap_kdf, new_vault


def backed_up(vault, stick, **options):
    return vault.back_up(stick, JobContext(), **options)


def media_names(folder):
    return {path.name.split(".")[0] for path in (folder / "media").rglob("*.media")}


def test_a_first_backup_holds_everything_and_nothing_in_clear(filled, stick, folder):
    report = backed_up(filled, stick)
    place = stick / "Back-up Mijn gesprekken"
    assert report.file_path == place
    assert report.verified
    assert (report.copied, report.files, report.removed) == (3, 4, 0)
    names = {name for name in tree(place) if not name.startswith("media/")}
    assert names == {"kluis.json", f"register-{report.generation}.db", "grafstenen.json", f"manifest-{report.generation}.json", "LEESMIJ.txt"}
    assert {name: content for name, content in tree(place).items() if name.startswith("media/")} == {
        name: content for name, content in tree(folder).items() if name.startswith("media/")
    }
    for content in tree(place).values():
        assert b"Zonnebloem" not in content
        assert b"stoel" not in content


def test_a_restored_vault_equals_the_one_backed_up(filled, stick, tmp_path):
    backed_up(filled, stick)
    report = put_back(stick / "Back-up Mijn gesprekken", tmp_path / "terug")
    assert report.is_whole
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.recordings.list() == filled.recordings.list()
    assert again.moments.list() == filled.moments.list()
    assert again.check(deep=True, context=JobContext()) == []
    again.close()


def test_the_next_backup_copies_only_what_is_new(filled, stick):
    first = backed_up(filled, stick)
    kept = {path: path.stat().st_mtime_ns for path in (first.file_path / "media").rglob("*.media")}
    add_recording(filled, b"nieuw" * 1000)
    second = backed_up(filled, stick)
    assert (second.copied, second.files) == (1, 5)
    assert second.generation > first.generation
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    third = backed_up(filled, stick)
    assert third.copied == 0
    lists = sorted(path.name for path in first.file_path.glob("manifest-*"))
    assert lists == sorted([f"manifest-{second.generation}.json", f"manifest-{third.generation}.json"])
    assert len(list(first.file_path.glob("register-*.db"))) == 2


def test_what_was_destroyed_leaves_the_backup_with_every_snapshot_that_had_its_key(filled, stick):
    first = backed_up(filled, stick)
    gone = filled.recordings.list()[0]
    filled.remove_recording(gone.recording_id)
    second = backed_up(filled, stick)
    assert second.removed == 1
    assert gone.media_id not in media_names(first.file_path)
    assert [path.name for path in first.file_path.glob("manifest-*")] == [f"manifest-{second.generation}.json"]
    assert [path.name for path in first.file_path.glob("register-*")] == [f"register-{second.generation}.db"]
    assert gone.media_id.encode() not in b"".join(tree(first.file_path).values())


def test_what_was_destroyed_after_the_backup_does_not_come_back(filled, stick, tmp_path):
    backed_up(filled, stick)
    gone = filled.recordings.list()[0]
    filled.remove_recording(gone.recording_id)
    report = put_back(stick, tmp_path / "terug", tombstones=filled.tombstones())
    assert report.files == 3
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert [(finding.code, finding.subject) for finding in again.findings] == [("destroyed_again", gone.recording_id)]
    assert gone.recording_id not in {recording.recording_id for recording in again.recordings.list()}
    assert len(again.recordings.list()) == 2
    again.close()
    last = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert last.findings == []
    last.close()


@pytest.mark.parametrize("seen", [0, 3])
def test_stopping_leaves_the_earlier_backup_good_and_what_was_copied_is_not_copied_again(filled, stick, tmp_path, seen):
    first = backed_up(filled, stick)
    add_recording(filled, b"a" * 5000)
    add_recording(filled, b"b" * 5000)
    count = 0

    class Stopping(JobContext):
        def advance(self, step, done, total):
            nonlocal count
            count += 1
            if count > seen:
                raise CancelledError

    with pytest.raises(CancelledError):
        filled.back_up(stick, Stopping())
    assert not list(first.file_path.rglob("*.part"))
    assert put_back(stick, tmp_path / "terug").files == 4
    assert backed_up(filled, stick).files == 6


def test_a_place_that_cannot_be_is_refused(filled, stick, folder):
    for target, code in ((folder, "backup_inside_vault"), (folder / "media", "backup_inside_vault"), (stick / "weg", "backup_folder_missing")):
        with pytest.raises(InputError) as raised:
            backed_up(filled, target)
        assert raised.value.code == code
    assert tree(stick) == {}


def test_a_backup_of_another_vault_of_the_same_name_is_left_alone(filled, stick, tmp_path):
    first = backed_up(filled, stick)
    before = tree(first.file_path)
    other = new_vault(tmp_path / "elders" / "Mijn gesprekken.kluis")
    second = backed_up(other, stick)
    assert second.file_path == stick / f"Back-up Mijn gesprekken ({other.vault_id[:8]})"
    assert tree(first.file_path) == before
    assert backed_up(other, stick).file_path == second.file_path
    assert backed_up(filled, stick).file_path == first.file_path
    other.close()


class OldStick(DurableFiles):
    def largest_file(self, folder):
        return FAT_LARGEST

    def free_bytes(self, folder):
        return 10**15


def test_a_file_too_large_for_fat_is_refused_before_anything_is_copied(tmp_path, stick, folder):
    vault = new_vault(folder, files=OldStick())
    small = add_recording(vault, b"klein" * 100)
    large = add_recording(vault, b"groot" * 100)
    vault._parts.database.change("UPDATE media SET cipher_size = ? WHERE media_id = ?", 2**32, large.media_id)
    with pytest.raises(SystemProblem) as raised:
        backed_up(vault, stick)
    assert raised.value.code == "disk_too_old_for_big_files"
    assert small.media_id not in media_names(stick / "Back-up Mijn gesprekken")
    vault.close()


def test_too_little_room_is_refused_before_anything_is_copied(stick, folder):
    class Full(DurableFiles):
        def free_bytes(self, where):
            return 1000 if stick in where.parents or where == stick else 10**12

    vault = new_vault(folder, files=Full())
    add_recording(vault, b"film" * 1000)
    with pytest.raises(SystemProblem) as raised:
        backed_up(vault, stick)
    assert raised.value.code == "disk_full"
    assert media_names(stick / "Back-up Mijn gesprekken") == set()
    vault.close()


def test_a_medium_that_gives_something_else_back_is_never_called_a_backup(folder, stick):
    class Lying(DurableFiles):
        def read_again(self, path, offset, target):
            count = super().read_again(path, offset, target)
            if path.name.endswith(".media.part") and count:
                target[count // 2] ^= 1
            return count

    vault = new_vault(folder, files=Lying())
    add_recording(vault)
    with pytest.raises(DamagedError) as raised:
        backed_up(vault, stick)
    assert raised.value.code == "written_differs"
    assert not [name for name in tree(stick) if "manifest" in name or name.endswith((".media", ".part"))]
    vault.close()


def test_damage_in_the_vault_is_told_and_a_good_copy_stays(filled, stick):
    backed_up(filled, stick)
    damaged, missing = filled.recordings.list()[:2]
    filled.media.media_path(damaged.media_id).write_bytes(b"kapot")
    new = add_recording(filled, b"nieuw")
    filled.media.media_path(new.media_id).unlink()
    report = backed_up(filled, stick)
    assert [(finding.code, finding.subject) for finding in report.damaged] == [("media_missing", new.media_id)]
    assert damaged.media_id in media_names(report.file_path)
    assert missing.media_id in media_names(report.file_path)


def test_a_file_an_earlier_run_wrote_is_read_again_on_request_and_replaced(filled, stick):
    report = backed_up(filled, stick)
    path = next((report.file_path / "media").rglob("*.media"))
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 4]) + whole[501:])
    assert backed_up(filled, stick).copied == 0
    assert backed_up(filled, stick, read_all=True).copied == 1
    assert path.read_bytes() == whole


def test_a_strange_list_on_the_stick_is_neither_believed_nor_kept(filled, stick):
    report = backed_up(filled, stick)
    forged = json.loads((report.file_path / f"manifest-{report.generation}.json").read_text())
    (report.file_path / "manifest-999999.json").write_text(json.dumps(forged))
    (report.file_path / "van mij.txt").write_text("blijft")
    again = backed_up(filled, stick)
    assert not (report.file_path / "manifest-999999.json").exists()
    assert (report.file_path / "van mij.txt").read_text() == "blijft"
    assert put_back(stick, stick.parent / "terug").files == again.files


def test_a_clip_that_was_destroyed_does_not_come_back_either(filled, stick, tmp_path):
    from tests.support.vaults import a_fragment, add_clip

    fragment = a_fragment(filled.recordings.list()[0].recording_id)
    filled.fragments.add(fragment)
    clip = add_clip(filled, fragment.fragment_id)
    backed_up(filled, stick)
    filled.remove_clip(clip.clip_id)
    put_back(stick, tmp_path / "terug", tombstones=filled.tombstones())
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.clips.list() == []
    assert [row.role for row in again.media.rows()] == [MediaRole.ORIGINAL] * 3
    again.close()


def test_what_a_stopped_first_run_copied_is_not_written_again(filled, stick):
    class Stopping(JobContext):
        def advance(self, step, done, total):
            if done > 100_000:
                raise CancelledError

    with pytest.raises(CancelledError):
        filled.back_up(stick, Stopping())
    place = stick / "Back-up Mijn gesprekken"
    written = {path: path.stat().st_ino for path in (place / "media").rglob("*.media")}
    assert written
    assert not list(place.glob("manifest-*"))
    report = backed_up(filled, stick)
    assert report.copied == 3 - len(written)
    assert {path: path.stat().st_ino for path in written} == written
    assert put_back(stick, stick.parent / "terug").is_whole


def test_after_renewing_all_keys_nothing_is_copied_again_and_the_old_lists_go(filled, stick, tmp_path):
    first = backed_up(filled, stick)
    filled.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
    second = backed_up(filled, stick)
    assert second.copied == 0
    assert [path.name for path in first.file_path.glob("manifest-*")] == [f"manifest-{second.generation}.json"]
    put_back(stick, tmp_path / "terug")
    again = Vault.open(tmp_path / "terug", PASSPHRASE)
    assert again.check(deep=True, context=JobContext()) == []
    again.close()


class Meanwhile(JobContext):
    """Does something else with the vault, once, while its snapshot is on its way to the back-up."""

    def __init__(self, snapshot_is_there, call):
        super().__init__()
        self._snapshot_is_there, self._call = snapshot_is_there, call

    def advance(self, step, done, total):
        if self._call is not None and self._snapshot_is_there():
            call, self._call = self._call, None
            call()


def test_keys_renewed_during_a_backup_leave_one_that_its_passphrase_opens(filled, stick, tmp_path):
    snapshots = stick / "Back-up Mijn gesprekken"
    context = Meanwhile(
        lambda: any(path.stat().st_size for path in snapshots.glob("register-*.part")),
        lambda: filled.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf()),
    )
    filled.back_up(stick, context)
    assert context._call is None
    backup = read_backup(stick)
    unlock_backup(backup, PASSPHRASE).wipe()
    backup.source.close()
    assert not list(snapshots.glob("*.part"))


@pytest.mark.parametrize("what", ["renew", "destroy"])
def test_a_vault_that_changes_under_a_backup_in_one_file_leaves_none_that_is_wrong(filled, stick, what):
    last = filled.recordings.list()[-1]
    calls = {
        "renew": lambda: filled.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf()),
        "destroy": lambda: filled.remove_recording(filled.recordings.list()[0].recording_id),
    }

    def is_at_the_last():
        part = stick / "alles.tar.part"
        return part.exists() and context.done > 100_000

    class AtTheLast(Meanwhile):
        done = 0

        def advance(self, step, done, total):
            self.done = done
            super().advance(step, done, total)

    context = AtTheLast(is_at_the_last, calls[what])
    with pytest.raises(SystemProblem) as raised:
        filled.back_up_to_file(stick / "alles.tar", context)
    assert raised.value.code == "vault_changed_meanwhile"
    assert list(stick.iterdir()) == []
    assert last in filled.recordings.list()


def test_a_folder_that_cannot_be_written_and_one_that_lies_too_deep_are_told(filled, tmp_path, stick, monkeypatch):
    deep = stick / ("d" * 200) / ("e" * 100)
    deep.mkdir(parents=True)  # more than 260 characters is no trouble here
    assert backed_up(filled, deep).verified

    class TooDeep(DurableFiles):
        def make_shared_folder(self, folder):
            super().make_shared_folder(folder / ("f" * 300))

    filled._parts.files = TooDeep()
    with pytest.raises(SystemProblem) as raised:
        backed_up(filled, stick)
    assert raised.value.code == "path_too_long"


def test_a_write_protected_stick_is_told(filled, stick):
    class Protected(DurableFiles):
        def make_shared_folder(self, folder):
            from app.vault.durable_files import translated_os_errors

            with translated_os_errors():
                raise OSError(errno.EROFS, "read-only file system")

    filled._parts.files = Protected()
    with pytest.raises(SystemProblem) as raised:
        backed_up(filled, stick)
    assert raised.value.code == "no_permission"


@pytest.mark.parametrize("number", [errno.ENODEV, errno.EIO, errno.ENOSPC])
def test_a_stick_that_is_pulled_out_is_told_and_the_next_run_goes_on(filled, stick, number):
    first = backed_up(filled, stick)
    for letter in (b"a", b"b"):
        add_recording(filled, letter * 5000)

    class PulledOut(DurableFiles):
        calls = 0

        def sync_folder(self, folder):
            from app.vault.durable_files import translated_os_errors

            PulledOut.calls += 1
            if PulledOut.calls > 4:
                with translated_os_errors():
                    raise OSError(number, "gone")
            super().sync_folder(folder)

    before, filled._parts.files = filled._parts.files, PulledOut()
    with pytest.raises(SystemProblem) as raised:
        backed_up(filled, stick)
    assert raised.value.code == {errno.ENODEV: "medium_gone", errno.EIO: "disk_fails", errno.ENOSPC: "disk_became_full"}[number]
    assert put_back(stick, stick.parent / "terug").files == first.files
    filled._parts.files = before
    assert backed_up(filled, stick).files == first.files + 2


def test_lists_of_another_vault_beside_ours_are_not_tidied_up(filled, stick, tmp_path):
    first = backed_up(filled, stick)
    other = new_vault(tmp_path / "elders" / "Iets anders.kluis")
    strange = backed_up(other, stick)
    for path in strange.file_path.iterdir():
        if path.name.startswith(("manifest", "register")):
            (first.file_path / f"{path.name}").write_bytes(path.read_bytes())
    before = tree(first.file_path)
    add_recording(filled, b"nieuw" * 10)
    assert backed_up(filled, stick).file_path == stick / f"Back-up Mijn gesprekken ({filled.vault_id[:8]})"
    assert tree(first.file_path) == before
    other.close()
