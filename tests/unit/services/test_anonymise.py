"""Making and saving a copy: the same again from the same plan, and nothing left behind however it ends."""

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from app.common.errors import CancelledError, RefusedError, SystemProblem
from app.common.ids import FragmentId
from app.common.progress import JobContext, Progress
from app.domain.anonymise_plan import AnonymisePlan, Box, BoxOrigin, MaskKey, Track
from app.domain.timecode import TimeRange
from app.services.anonymise import doubtful_times
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.consents import everybody_agrees
from tests.support.raw_disk import can_mount, hits, hits_in_files, mounted_disk, needles_for_content
from tests.support.source_tree import ROOT
from tests.support.vaults import PASSPHRASE, new_vault
from tests.support.waiting import wait_until

CLIP = Path(__file__).resolve().parents[2] / "media" / "staand_mkv_a.mkv"
RANGE = TimeRange(0, 300)


@pytest.fixture(scope="module")
def searched(tmp_path_factory) -> Path:
    """A vault with a fragment whose faces were found; every test has a copy of it."""
    folder = tmp_path_factory.mktemp("gezocht") / "kluis"
    session = Session(new_vault(folder))
    with_plan(session)
    session.lock()
    return folder


@pytest.fixture
def session(searched, tmp_path):
    session = Session(Vault.open(shutil.copytree(searched, tmp_path / "kluis"), PASSPHRASE))
    yield session
    session.lock()


def with_plan(session: Session):
    recording = session.recordings.import_file(CLIP, title="proef", context=JobContext())
    everybody_agrees(session, recording.recording_id)
    fragment = session.fragments.add(recording.recording_id, RANGE)
    return session.anonymise.detect(fragment.fragment_id, JobContext()).plan


def plan_of(session: Session):
    return session.anonymise.plan(session.fragments.list()[0].fragment_id)


def made(session: Session, context: JobContext | None = None):
    return session.anonymise.make_clip(plan_of(session), "jij", context or JobContext())


def saved(session: Session, clip, folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    session.anonymise.save_clip(clip.clip_id, folder / f"{clip.clip_id}.mp4", JobContext())
    return (folder / f"{clip.clip_id}.mp4").read_bytes()


def pictures(mp4: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(mp4)) as read:
        return [frame.to_ndarray(format="yuv420p") for frame in read.decode(video=0)]


@pytest.fixture(scope="module")
def plain_needles():
    """What of the recording must stand nowhere: its bytes, and the rows of its first decoded pictures."""
    with av.open(str(CLIP)) as read:
        frames = [frame.to_ndarray(format="rgb24") for _, frame in zip(range(3), read.decode(video=0), strict=False)]
    return needles_for_content(CLIP.read_bytes()).union(*(needles_for_content(frame.tobytes(), 100) for frame in frames))


def assert_nothing_left(session: Session, tmp_path: Path, home: Path, needles: set[bytes]) -> None:
    """No copy, no half media file, no plain byte; what is there is the recording alone."""
    assert session.anonymise.clips() == []
    assert len([path for path in (tmp_path / "kluis").rglob("*") if path.parent.name == "media"]) <= 2
    assert session._vault.check(deep=True, context=JobContext()) == []
    for folder in (tmp_path, home):
        assert hits_in_files(folder, needles) == []
        assert list(folder.rglob("*.mp4")) == list(folder.rglob("*.part")) == []


def test_the_same_plan_gives_the_same_copy_again_also_with_fewer_processors(session, tmp_path):
    first = made(session)
    with one_processor():
        again = made(session)
    one, other = (saved(session, clip, tmp_path / "uit") for clip in (first, again))
    assert all(np.array_equal(*pair) for pair in zip(pictures(one), pictures(other), strict=True))
    assert hashlib.sha256(one).hexdigest() == first.sha256 == again.sha256
    assert first.report == again.report


@contextmanager
def one_processor() -> Iterator[None]:
    """Keep this process and its children to one processor, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def test_the_register_says_how_a_copy_was_made_and_who_looked(session, tmp_path):
    clip = made(session)
    saved(session, clip, tmp_path / "uit")
    sentences = {line.event: line.text for line in session.registers.lines(events={"clip_made", "clip_saved"})}
    for event in ("clip_made", "clip_saved"):
        for part in ("Bedekt met: dichte vlakken.", "Stem: weggelaten.", "Nagekeken door een mens.", "De tweede blik vond geen gezicht."):
            assert part in sentences[event]
    assert "jij" not in " ".join(sentences.values()).split()


@pytest.mark.skipif(sys.platform != "linux", reason="finds its children in /proc")
@pytest.mark.parametrize("step", ["render", "second_look"])
def test_a_renderer_that_is_killed_leaves_nothing(session, tmp_path, private_home, plain_needles, step):
    before = children_of(os.getpid())

    def kill(progress: Progress) -> None:
        if progress.step == step and progress.done < progress.total:
            for child in children_of(os.getpid()) - before:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    with pytest.raises(RefusedError, match="media_crashed"):
        made(session, JobContext(kill))
    assert_nothing_left(session, tmp_path, private_home, plain_needles)
    assert children_of(os.getpid()) == before


@pytest.mark.parametrize("at", [("render", 0.7), ("second_look", 0.0)], ids=str)
def test_cancelling_while_a_copy_is_made_leaves_nothing(session, tmp_path, private_home, plain_needles, at):
    step, part = at

    def stop(progress: Progress) -> None:
        if progress.step == step and progress.done >= part * progress.total:
            context.cancel()

    context = JobContext(stop)
    with pytest.raises(CancelledError):
        made(session, context)
    assert_nothing_left(session, tmp_path, private_home, plain_needles)


def test_cancelling_while_a_copy_is_saved_leaves_no_piece_of_it(session, tmp_path):
    clip = made(session)
    (tmp_path / "uit").mkdir()
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        session.anonymise.save_clip(clip.clip_id, tmp_path / "uit" / "x.mp4", context)
    assert list((tmp_path / "uit").iterdir()) == []
    assert not [line for line in session.registers.lines() if line.event == "clip_saved"]


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk, which this does for Linux only")
def test_a_full_disk_keeps_no_copy_and_no_piece_of_one(tmp_path, plain_needles):
    if reason := can_mount(tmp_path):
        pytest.skip(f"may not mount a disk here: {reason}")
    image = tmp_path / "schijf.img"
    with mounted_disk(image, tmp_path / "schijf", 260) as disk:
        session = Session(new_vault(disk / "kluis"))
        plan = with_plan(session)
        clip = session.anonymise.make_clip(plan, "jij", JobContext())
        (disk / "uit").mkdir()
        with suppress(OSError), (disk / "van een ander").open("wb", buffering=0) as other:
            while other.write(bytes(4096)) == 4096:
                pass
        refused = []
        for work in (
            lambda: session.anonymise.save_clip(clip.clip_id, disk / "uit" / "x.mp4", JobContext()),
            lambda: session.anonymise.make_clip(plan, "jij", JobContext()),
        ):
            with pytest.raises(SystemProblem) as caught:
                work()
            refused.append(caught.value.code)
        assert list((disk / "uit").iterdir()) == []
        (disk / "van een ander").unlink()
        assert [each.clip_id for each in session.anonymise.clips()] == [clip.clip_id]
        assert session._vault.check(deep=True, context=JobContext()) == []
        session.lock()
    assert refused[0] in ("export_disk_full", "disk_became_full", "disk_full")
    assert hits(image, plain_needles) == []


MAKE = """
import sys
from pathlib import Path
from app.common.ids import FragmentId
from app.common.progress import JobContext
from app.services.session import Session
from app.vault.vault import Vault
session = Session(Vault.open(Path(sys.argv[1]), sys.argv[2]))
plan = session.anonymise.plan(session.fragments.list()[0].fragment_id)
session.anonymise.make_clip(plan, "jij", JobContext(lambda progress: print(progress.step, flush=True)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="finds its children in /proc")
@pytest.mark.parametrize("step", ["render", "second_look"])
def test_a_program_that_is_killed_takes_its_renderer_along_and_leaves_nothing(searched, tmp_path, private_home, plain_needles, step):
    folder = shutil.copytree(searched, tmp_path / "kluis")
    program = subprocess.Popen([sys.executable, "-c", MAKE, str(folder), PASSPHRASE], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert any(line.strip() == step for line in program.stdout)
    renderers = children_of(program.pid)
    program.kill()
    program.wait()
    program.stdout.close()
    assert renderers
    wait_until(lambda: not any(is_running(pid) for pid in renderers))
    session = Session(Vault.open(folder, PASSPHRASE))
    assert_nothing_left(session, tmp_path, private_home, plain_needles)
    session.lock()


def children_of(pid: int) -> set[int]:
    """Return the processes this one started and that still run."""
    return {int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()}


def is_running(pid: int) -> bool:
    """Whether there is such a process, and not only its remains that nobody looked after."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_every_doubtful_spot_is_looked_at_once_more_and_long_ones_every_second():
    times = tuple(range(0, 10_000, 40))
    box = Box(0.4, 0.4, 0.6, 0.6)
    doubtful = [*range(10, 13), *range(100, 200)]
    keys = tuple(MaskKey(frame, box, BoxOrigin.SEEN, 0.25 if frame in doubtful else 0.9) for frame in range(250))
    plan = AnonymisePlan(FragmentId("0" * 32), TimeRange(0, 10_000), 640, 480, times, (Track("track-1", "A", "", keys),))
    assert doubtful_times(plan) == (440, 4000, 5000, 6000, 7000)
    agreed = plan.with_tracks((replace(plan.tracks[0], accepted=((0, 249),)),))
    assert doubtful_times(agreed) == doubtful_times(plan)
    visible = plan.with_tracks((replace(plan.tracks[0], hidden=False, reason="ben ik zelf"),))
    assert doubtful_times(visible) == ()
