import signal
import socket
import struct
import sys
import threading
import time

import pytest

from app.common.byte_source import MemorySource
from app.common.errors import CancelledError, DamagedError, InputError, RefusedError
from app.common.progress import JobContext, Progress
from app.sandbox.parent import Child, Limits
from tests.support.waiting import wait_until

_RealSocket = socket.socket  # the tests' own ban on sockets comes later
AMPLE = Limits(memory_mb=512, seconds=20)
CONTENT = bytes(range(256)) * 12_000  # three blocks


@pytest.fixture(autouse=True)
def odd_child(monkeypatch) -> None:
    monkeypatch.setattr("app.sandbox.parent._child_command", lambda: [sys.executable, "-m", "tests.support.odd_child"])


def run(job: str, arguments: dict | None = None, limits: Limits = AMPLE, context: JobContext | None = None, source=None) -> list:
    with Child(job, arguments or {}, source or MemorySource(CONTENT), limits, context) as child:
        return list(child.items())


def test_a_child_reads_its_source_through_the_parent() -> None:
    (header, content), (_, tail) = run("echo", {"wish": 3})
    assert header["size"] == len(CONTENT)
    assert header["arguments"] == {"wish": 3}
    assert content == CONTENT
    assert tail == CONTENT[-5:]


def test_parent_and_child_can_talk_to_and_fro() -> None:
    with Child("talk", {}, None, AMPLE) as child:
        for number in range(20):
            child.send({"number": number}, b"abc")
            answer = child.next_item()
            assert (answer[0]["number"], answer[1]) == (number * 2, b"cba")


def test_what_a_job_raises_arrives_with_its_family_and_facts() -> None:
    with pytest.raises(InputError, match="no_picture") as raised:
        run("raise", {"number": 7})
    assert raised.value.details == {"number": 7}


@pytest.mark.parametrize("job", ["die", "bug"])
def test_a_child_that_dies_is_said_to_have_crashed(job) -> None:
    with pytest.raises(RefusedError, match="media_crashed"):
        run(job)


def test_a_child_that_hangs_is_ended_in_time() -> None:
    before = time.monotonic()
    with pytest.raises(RefusedError, match="media_too_slow"):
        run("hang", limits=Limits(512, seconds=0.8))
    assert time.monotonic() - before < 10


def test_a_child_that_only_looks_alive_is_ended_too() -> None:
    with pytest.raises(RefusedError, match="media_too_slow"):
        run("babble", limits=Limits(512, seconds=20, total_seconds=1.0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a memory ceiling of its own")
def test_a_child_that_hoards_memory_is_refused() -> None:
    with pytest.raises(InputError, match="media_too_large"):
        run("hoard", limits=Limits(memory_mb=300, seconds=20))


def test_progress_arrives_and_cancelling_ends_the_child() -> None:
    told: list[Progress] = []
    context = JobContext(told.append)
    threading.Timer(0.6, context.cancel).start()
    with Child("work", {}, None, AMPLE, context) as child, pytest.raises(CancelledError):
        child.next_item()
    assert told
    assert all(step.step == "count" for step in told)
    assert child._process.poll() is not None


def test_cancelling_ends_a_child_that_says_nothing() -> None:
    context = JobContext()
    threading.Timer(0.4, context.cancel).start()
    before = time.monotonic()
    with pytest.raises(CancelledError):
        run("hang", context=context)
    assert time.monotonic() - before < 10


def test_damage_in_the_source_is_told_as_damage() -> None:
    class Damaged(MemorySource):
        def read_at(self, offset: int, length: int) -> bytes:
            if offset >= 1024 * 1024:
                raise DamagedError("media_damaged", segment=1)
            return super().read_at(offset, length)

    with pytest.raises(DamagedError, match="media_damaged"):
        run("echo", source=Damaged(CONTENT))


def message(header: bytes, payload: bytes = b"") -> str:
    return (struct.pack(">II", len(header), len(payload)) + header + payload).hex()


@pytest.mark.parametrize(
    "sent",
    [
        "ff" * 8,
        struct.pack(">II", 2**31, 0).hex(),
        struct.pack(">II", 10, 2**32 - 1).hex(),
        message(b"not json"),
        message(b"[" * 100_000),
        message(b"[1,2]"),
        message(b'{"type":"nonsense"}'),
        message(b'{"type":"read","offset":-1,"length":10}'),
        message(b'{"type":"read","offset":0,"length":99999999999}'),
        message(b'{"type":"read","offset":"0","length":1}'),
        message(b'{"type":"progress","step":1,"done":1,"total":1}'),
        message(b'{"type":"error","code":5}'),
    ],
)
def test_nonsense_from_a_child_is_refused(sent) -> None:
    with pytest.raises(RefusedError, match="media_crashed"):
        run("raw", {"bytes": sent}, limits=Limits(512, seconds=15))


def test_a_child_cannot_make_the_parent_raise_an_unknown_family() -> None:
    sent = message(b'{"type":"error","family":"SystemExit","code":"x","details":{"a":[1],"b":2}}')
    with pytest.raises(Exception, match="x") as raised:
        run("raw", {"bytes": sent})
    assert type(raised.value).__name__ == "SystemProblem"
    assert raised.value.details == {"b": 2}


@pytest.mark.skipif(sys.platform != "linux", reason="what the platform can take away")
def test_a_child_cannot_write_files_nor_reach_the_network(tmp_path) -> None:
    listener = _RealSocket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    listener.setblocking(False)
    ((header, _),) = run("try", {"folder": str(tmp_path), "port": listener.getsockname()[1]})
    assert header["refused"]["write"] == "EFBIG"
    assert not (tmp_path / "leak").exists() or (tmp_path / "leak").stat().st_size == 0
    assert header["loaded"] == []
    assert header["refused"]["connect"]
    with pytest.raises(BlockingIOError):
        listener._accept()
    listener.close()


def test_no_child_and_no_thread_stays_behind() -> None:
    for _ in range(5):
        run("echo")
    child = Child("hang", {}, None, AMPLE)
    child.close()
    child.close()
    assert child._process.returncode == -signal.SIGKILL
    wait_until(lambda: not [thread for thread in threading.enumerate() if thread.name == "child-watch"], 5)
