"""Write down every change of the disk a piece of work asks for, and give every state a power cut can leave it in.

A power cut keeps the operations up to some moment; of those that no sync has covered yet, any subset may have reached the
medium, and a write may be half there. What a file holds is covered by a sync of that file, a name (made, renamed,
removed) by a sync of its folder. A rename is there or not: every file system we support journals it. The database is
SQLite's own care: each state it has between two statements counts as durable, because it syncs at every commit.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import sqlcipher3.dbapi2 as sqlcipher

from app.vault import database as database_module
from app.vault.durable_files import DurableFiles, NewFile

WHOLE, HALF, NOTHING = 2, 1, 0


@dataclass(frozen=True)
class Event:
    """One thing that was asked. `kind`: make, link, write, rename, unlink, unmake, database, ack, sync, sync_folder."""

    kind: str
    path: str = ""
    inode: int = 0
    target: str = ""
    offset: int = 0
    content: bytes = b""
    tables: tuple[tuple[str, bytes | None], ...] = ()


@dataclass
class Image:
    """What stands on the disk."""

    folders: set[str]
    files: dict[str, bytes]

    @staticmethod
    def of(root: Path) -> "Image":
        paths = [path for path in root.rglob("*") if path.name != "slot"]
        names = {path: path.relative_to(root).as_posix() for path in paths}
        return Image({names[path] for path in paths if path.is_dir()} | {"."}, {names[path]: path.read_bytes() for path in paths if path.is_file()})

    def put(self, root: Path) -> None:
        root.mkdir(parents=True)
        for name in sorted(self.folders - {"."}):
            (root / name).mkdir(mode=0o700)
        for name, content in self.files.items():
            (root / name).write_bytes(content)


class _RecordedFile(NewFile):
    def __init__(self, path: Path, recorder: "Recorder") -> None:
        super().__init__(path)
        self._recorder, self._offset = recorder, 0
        self._inode = recorder.link(path)

    def write(self, content: bytes | memoryview) -> None:
        super().write(content)
        self._recorder.note(Event("write", inode=self._inode, offset=self._offset, content=bytes(content)))
        self._offset += len(content)

    def sync(self) -> None:
        super().sync()
        self._recorder.note(Event("sync", inode=self._inode))


class Recorder(DurableFiles):
    """The vault's files as they are, with everything that changes below `root` written down, and the database beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.start = Image.of(root)
        self.events: list[Event] = []
        self._inodes = {name: number for number, name in enumerate(self.start.files)}
        self._next = len(self._inodes)
        self._databases: dict[Path, bytes | None] = {}

    def ack(self, label: str) -> None:
        """Note that the user was told now."""
        self.note(Event("ack", path=label))

    def note(self, event: Event) -> None:
        self.look()
        self.events.append(event)

    def link(self, path: Path) -> int:
        self._next += 1
        self._inodes[self._name(path)] = self._next
        self.note(Event("link", self._name(path), self._next))
        return self._next

    def make_folder(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        super().make_folder(folder)
        for each in reversed(missing):
            self.note(Event("make", self._name(each)))

    def make_shared_folder(self, folder: Path) -> None:
        self.make_folder(folder)

    def new_file(self, path: Path) -> NewFile:
        return _RecordedFile(path, self)

    def replace(self, source: Path, target: Path) -> None:
        inode = self._known(source)
        super().replace(source, target)
        self._inodes[self._name(target)] = inode
        self._inodes.pop(self._name(source), None)
        self.note(Event("rename", self._name(source), inode, self._name(target)))

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self.note(Event("sync_folder", self._name(folder)))

    def sync_file(self, path: Path) -> None:
        """A file that something else wrote: all of it counts as written now."""
        super().sync_file(path)
        inode = self._inodes.get(self._name(path)) or self.link(path)
        self.note(Event("write", inode=inode, content=path.read_bytes()))
        self.note(Event("sync", inode=inode))

    def remove(self, path: Path) -> None:
        was_there = path.exists()
        super().remove(path)
        if was_there:
            self.note(Event("unlink", self._name(path), self._inodes.pop(self._name(path), -1)))

    def remove_folder(self, folder: Path) -> None:
        super().remove_folder(folder)
        self.note(Event("unmake", self._name(folder)))

    @contextmanager
    def with_database(self) -> Iterator[None]:
        """Also look at the database's files after every statement."""
        recorder = self

        class Connection(sqlcipher.Connection):
            def execute(self, *arguments: object) -> object:
                result = super().execute(*arguments)
                recorder.look()
                return result

            def reset_key(self, key: bytes) -> object:
                result = super().reset_key(key)
                recorder.look()
                return result

            def close(self) -> None:
                super().close()
                recorder.look()

        connect = database_module.sqlcipher.connect

        def watched(path: str, **options: object) -> object:
            if options.get("uri"):  # a snapshot in a back-up, only read
                return connect(path, **options)
            for each in (Path(path), Path(f"{path}-wal"), Path(f"{path}-journal")):
                recorder._databases.setdefault(each, each.read_bytes() if each.exists() else None)
            return connect(path, factory=Connection, **options)

        with patch.object(database_module.sqlcipher, "connect", watched):
            yield

    def look(self) -> None:
        """Note what the database's files hold now, when that changed."""
        changed = []
        for path, before in self._databases.items():
            now = path.read_bytes() if path.exists() else None
            if now != before:
                changed.append((self._name(path), now))
                self._databases[path] = now
        if changed:
            self.events.append(Event("database", tables=tuple(changed)))

    def _known(self, path: Path) -> int:
        name = self._name(path)
        return self._inodes[name] if name in self._inodes else self.link(path)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def crash_states(start: Image, events: list[Event]) -> Iterator[tuple[Image, list[str]]]:
    """Yield every different state of the disk a power cut at any moment can leave, with what the user had been told by then."""
    seen: set[object] = set()
    for length in range(len(events) + 1):
        past = events[:length]
        told = [event.path for event in past if event.kind == "ack"]
        open_at = [place for place in range(length) if _is_open(past, place)]
        options = [(NOTHING, HALF, WHOLE) if past[place].kind == "write" and len(past[place].content) > 1 else (NOTHING, WHOLE) for place in open_at]
        for choice in itertools.product(*options):
            image = _image(start, past, dict(zip(open_at, choice, strict=True)))
            key = (frozenset(image.folders), frozenset((name, hash(content)) for name, content in image.files.items()), tuple(told))
            if key not in seen:
                seen.add(key)
                yield image, told


def _is_open(past: list[Event], place: int) -> bool:
    """Whether no sync has covered this change yet."""
    event = past[place]
    later = past[place + 1 :]
    if event.kind == "write":
        return not any(each.kind == "sync" and each.inode == event.inode for each in later)
    if event.kind in ("make", "link", "unlink", "unmake", "rename"):
        places = {str(Path(name).parent.as_posix()) for name in (event.path, event.target) if name}
        return not any(each.kind == "sync_folder" and each.path in places for each in later)
    return False


def _image(start: Image, past: list[Event], chosen: dict[int, int]) -> Image:
    folders = set(start.folders)
    names: dict[str, int | str] = {name: number for number, name in enumerate(start.files)}
    contents: dict[int | str, bytes] = dict(enumerate(start.files.values()))
    for place, event in enumerate(past):
        part = chosen.get(place, WHOLE)
        if part == NOTHING:
            continue
        _apply(event, part, folders, names, contents)
    reachable = {name for name in folders if all(each.as_posix() in folders for each in Path(name).parents)}
    files = {name: contents.get(inode, b"") for name, inode in names.items() if Path(name).parent.as_posix() in reachable}
    return Image(reachable, files)


def _apply(event: Event, part: int, folders: set[str], names: dict[str, int | str], contents: dict[int | str, bytes]) -> None:
    if event.kind == "make":
        folders.add(event.path)
    elif event.kind == "unmake":
        folders.discard(event.path)
    elif event.kind == "link":
        names[event.path] = event.inode
    elif event.kind == "unlink" and names.get(event.path) in (event.inode, event.path):
        del names[event.path]
    elif event.kind == "rename":
        if names.get(event.path) == event.inode:
            del names[event.path]
        names[event.target] = event.inode
    elif event.kind == "write":
        before = contents.get(event.inode, b"")
        piece = event.content if part == WHOLE else event.content[: len(event.content) // 2]
        contents[event.inode] = before[: event.offset].ljust(event.offset, b"\0") + piece + before[event.offset + len(piece) :]
    elif event.kind == "database":
        for name, content in event.tables:
            if content is None:
                names.pop(name, None)
            else:
                names[name], contents[name] = name, content


@dataclass
class Enumeration:
    """How many states there were, and what is wrong with the bad ones."""

    states: int
    broken: list[str]


def examine(start: Image, events: list[Event], place: Path, check: Callable[[Path, list[str]], None]) -> Enumeration:
    """Lay out every crash state below `place`, and let `check` open it; what it raises makes the state a broken one."""
    result = Enumeration(0, [])
    for image, told in crash_states(start, events):
        root = place / str(result.states)
        result.states += 1
        image.put(root)
        try:
            check(root, told)
        except Exception as error:  # noqa: BLE001 - whatever it is, this state is broken
            result.broken.append(f"state {result.states} after {told}: {type(error).__name__} {error} {sorted(image.files)}")
        finally:
            _remove_tree(root)
    return result


def _remove_tree(root: Path) -> None:
    import shutil

    shutil.rmtree(root, ignore_errors=True)


def without(events: list[Event], *kinds: str, only: Callable[[Event], bool] = lambda _event: True) -> list[Event]:
    """Return the same work with a mistake planted: these kinds of calls forgotten."""
    return [event for event in events if event.kind not in kinds or not only(event)]
