"""K4 for the copy saved outside the vault: what is asked of the system is read from strace, and every state after a power cut laid out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.crash_states import Event, Image, examine, without
from tests.support.source_tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("strace"), reason="needs strace, which Linux has")]
CONTENT = bytes(range(256)) * 40
SAVE = """
import sys
from pathlib import Path
from app.common.files import write_new_file
content = bytes(range(256)) * 40
write_new_file(Path(sys.argv[1]), [content[:6000], content[6000:]], overwrite=True)
"""
_CALL = re.compile(r"^\d+\s+(openat|write|fsync|rename\w*|unlink\w*)\((.*)\)\s+= (\d+)")
_PATH = re.compile(r'"([^"]+)"')
_DESCRIPTOR = re.compile(r"^\d+<([^>]+)>")


def asked(root: Path, log: Path) -> list[Event]:
    """Return what was asked below `root`, as events."""
    events, offset = [], 0
    for line in log.read_text().splitlines():
        match = _CALL.match(line)
        if not match or str(root) not in line:
            continue
        call, arguments, result = match.groups()
        names = [Path(path).relative_to(root).as_posix() for path in _PATH.findall(arguments) if path.startswith(str(root))]
        if call == "openat" and "O_CREAT" in arguments:
            events.append(Event("link", names[0], 100))
        elif call == "write":
            events.append(Event("write", inode=100, offset=offset, content=CONTENT[offset : offset + int(result)]))
            offset += int(result)
        elif call == "fsync":
            name = Path(_DESCRIPTOR.match(arguments).group(1)).relative_to(root).as_posix()
            events.append(Event("sync_folder", name) if (root / name).is_dir() else Event("sync", name, 100))
        elif call.startswith("rename"):
            events.append(Event("rename", names[0], 100, names[1]))
    return [*events, Event("ack", "bewaard")]


@pytest.mark.parametrize("before", [None, b"een oudere kopie"], ids=["nieuw", "vervangen"])
def test_saving_a_copy(place, before, tally):
    root, log = place / "begin", place / "oproepen"
    (root / "uit").mkdir(parents=True)
    if before:
        (root / "uit" / "kopie.mp4").write_bytes(before)
    start = Image.of(root)
    command = ["strace", "-f", "-y", "-e", "trace=openat,write,fsync,rename,renameat,renameat2,unlink,unlinkat", "-s", "16", "-o", str(log)]
    subprocess.run([*command, sys.executable, "-c", SAVE, str(root / "uit" / "kopie.mp4")], cwd=ROOT, check=True)
    events = asked(root, log)
    assert [event.kind for event in events].count("write") >= 1
    assert (root / "uit" / "kopie.mp4").read_bytes() == CONTENT

    def check(state: Path, told: list[str]) -> None:
        path = state / "uit" / "kopie.mp4"
        now = path.read_bytes() if path.exists() else None
        assert now == CONTENT or (now == before and not told)

    result = examine(start, events, place / "staten", check)
    assert not result.broken, result.broken[:2]
    tally("K4", result.states, "toestanden na stroomuitval bij het bewaren van een kopie", len(result.broken), "kapot of kwijt")
    for kind in ("sync", "sync_folder"):
        assert examine(start, without(events, kind), place / kind, check).broken, kind
