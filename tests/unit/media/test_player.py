import math
import threading
import time

import pytest

from app.common.byte_source import MemorySource
from app.common.errors import DamagedError
from app.domain.recording import MediaFacts
from app.media.player import Player, PlayerState
from app.media.probe import probe
from tests.support.clips import numbered_clip, picture_number
from tests.support.waiting import wait_until

FRAME_MS = 40
ONE_FRAME_AND_LOAD_MS = 41 + 25


@pytest.fixture
def open_player():
    players = []

    def open_one(source: MemorySource, facts: MediaFacts) -> Player:
        players.append(Player(source, facts, sound=False))
        return players[-1]

    yield open_one
    for player in players:
        player.close()
        assert player.wait_closed(20)


def facts_of(content: bytes) -> MediaFacts:
    return probe(MemorySource(content)).facts


def start(player: Player, at_ms: int = 0) -> None:
    """Play from here and wait until the first picture and libVLC's first word about the time."""
    player.seek(at_ms)
    player.play()
    wait_until(lambda: player.state is PlayerState.PLAYING, 20)
    time.sleep(0.7)


def clock_errors(player: Player, seconds: float) -> list[float]:
    errors, end = [], time.monotonic() + seconds
    seen = player.picture_count
    while time.monotonic() < end:
        if player.picture_count != seen:
            seen = player.picture_count
            picture = player.latest_picture()
            errors.append(picture.at_ms - picture_number(picture) * FRAME_MS)
        time.sleep(0.002)
    return errors


@pytest.mark.parametrize(
    ("container", "audio"),
    [("mp4", False), ("mp4", True), ("matroska", True), ("webm", False), ("avi", True), ("mpegts", True), ("mpeg", True)],
)
def test_the_clock_is_within_a_frame_of_the_picture(open_player, container, audio) -> None:
    content = numbered_clip(frames=200, container=container, audio=audio, busy=container == "mpeg", size=(448, 128))
    player = open_player(MemorySource(content), facts_of(content))
    for at_ms in (0, 3210):
        start(player, at_ms)
        errors = sorted(abs(error) for error in clock_errors(player, 0.8))
        assert len(errors) > 5
        assert errors[len(errors) * 8 // 10] <= ONE_FRAME_AND_LOAD_MS, (at_ms, errors)
        player.pause()


@pytest.mark.parametrize("rate", [0.5, 2.0])
def test_the_clock_keeps_up_at_other_speeds(open_player, rate) -> None:
    content = numbered_clip(frames=250, audio=True)
    player = open_player(MemorySource(content), facts_of(content))
    player.set_rate(rate)
    start(player, 2000)
    errors = sorted(abs(error) for error in clock_errors(player, 0.8))
    assert errors[len(errors) * 8 // 10] <= ONE_FRAME_AND_LOAD_MS, errors
    before, then = player.position_ms(), time.monotonic()
    time.sleep(0.5)
    assert math.isclose((player.position_ms() - before) / 1000, (time.monotonic() - then) * rate, abs_tol=0.12)


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_a_late_start_in_the_file_does_not_shift_the_time(open_player, container) -> None:
    content = numbered_clip(frames=150, container=container, start_ms=720, audio=True)
    player = open_player(MemorySource(content), facts_of(content))
    start(player, 1000)
    errors = sorted(abs(error) for error in clock_errors(player, 0.6))
    assert errors[len(errors) // 2] <= ONE_FRAME_AND_LOAD_MS, errors


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska"])
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_pictures_are_upright(open_player, container, rotation) -> None:
    content = numbered_clip(frames=50, container=container, rotation=rotation, size=(448, 128))
    facts = facts_of(content)
    if container == "matroska" and facts.rotation == 0:
        pytest.skip("this FFmpeg writes no rotation into Matroska")
    player = open_player(MemorySource(content), facts)
    player.play()
    wait_until(lambda: player.picture_count > 3, 20)
    picture = player.latest_picture()
    assert (picture.width, picture.height) == (facts.width, facts.height) == (448, 128)
    assert picture_number(picture) >= 0


def test_pixels_come_square_and_large_pictures_scaled(open_player) -> None:
    content = numbered_clip(frames=20, size=(2688, 256), gop=20)
    player = open_player(MemorySource(content), facts_of(content))
    player.play()
    wait_until(lambda: player.picture_count > 0, 20)
    picture = player.latest_picture()
    assert (picture.width, picture.height) == (1920, 183)
    assert len(picture.pixels) == picture.stride * picture.height
    assert picture_number(picture) >= 0


def test_nothing_is_played_before_play(open_player) -> None:
    content = numbered_clip(frames=30)
    player = open_player(MemorySource(content), facts_of(content))
    player.seek(500)
    time.sleep(0.5)
    assert (player.state, player.position_ms(), player.picture_count) == (PlayerState.PAUSED, 500, 0)
    assert player.latest_picture() is None


def test_a_picture_is_copied_once(open_player) -> None:
    content = numbered_clip(frames=30)
    player = open_player(MemorySource(content), facts_of(content))
    player.play()
    wait_until(lambda: player.picture_count > 3, 20)
    player.pause()
    time.sleep(0.3)
    assert player.latest_picture() is player.latest_picture()


def test_pause_stands_still_and_play_goes_on_from_there(open_player) -> None:
    content = numbered_clip(frames=150)
    player = open_player(MemorySource(content), facts_of(content))
    start(player)
    player.pause()
    stood_at, count = player.position_ms(), player.picture_count
    time.sleep(0.4)
    assert (player.state, player.position_ms()) == (PlayerState.PAUSED, stood_at)
    assert player.picture_count <= count + 2
    player.play()
    wait_until(lambda: player.state is PlayerState.PLAYING, 20)
    assert abs(player.position_ms() - stood_at) < 300


def test_after_the_end_play_begins_again_and_seek_stands_still(open_player) -> None:
    content = numbered_clip(frames=25)
    player = open_player(MemorySource(content), facts_of(content))
    for _ in range(2):
        player.play()
        wait_until(lambda: player.state is PlayerState.ENDED, 20)
        assert player.position_ms() == 1000
    player.seek(400)
    assert (player.state, player.position_ms()) == (PlayerState.PAUSED, 400)
    player.play()
    wait_until(lambda: player.state is PlayerState.PLAYING, 20)
    assert 350 < player.position_ms() < 900


def test_a_storm_of_seeks_ends_at_the_last_one(open_player) -> None:
    content = numbered_clip(frames=400)
    player = open_player(MemorySource(content), facts_of(content))
    start(player)
    for number in range(300):
        player.seek(number * 50)
        time.sleep(0.001)
    assert player.position_ms() >= 14_900
    count = player.picture_count
    wait_until(lambda: player.picture_count > count + 8, 20)
    assert picture_number(player.latest_picture()) * FRAME_MS > 14_700


def test_no_call_makes_the_window_wait(open_player) -> None:
    content = numbered_clip(frames=200, audio=True)
    player = open_player(MemorySource(content), facts_of(content))
    start(player)
    waits = []
    for call in (player.pause, player.play, player.position_ms, player.latest_picture, player.pause):
        before = time.thread_time()
        call()
        waits.append(time.thread_time() - before)
    for argument, setter in ((2000, player.seek), (2.0, player.set_rate), (50, player.set_volume), (True, player.set_muted)):
        before = time.thread_time()
        setter(argument)
        waits.append(time.thread_time() - before)
    assert max(waits) < 0.05


def test_what_cannot_be_played_fails_and_says_so(open_player) -> None:
    facts = facts_of(numbered_clip(frames=5))
    player = open_player(MemorySource(b"\0" * 4000), facts)
    player.play()
    wait_until(lambda: player.state is PlayerState.FAILED, 20)
    player.play()
    player.seek(10)
    assert player.state is PlayerState.FAILED


class _Source(MemorySource):
    """Counts the reads of libVLC's threads, and is damaged in the middle when asked."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.reads = 0
        self.broken: tuple[int, int] | None = None

    def read_at(self, offset: int, length: int) -> bytes:
        self.reads += 1
        if self.broken and offset < self.broken[1] and offset + length > self.broken[0]:
            raise DamagedError("media_damaged")
        return super().read_at(offset, length)


def test_no_byte_is_read_after_close() -> None:
    content = numbered_clip(frames=300, container="matroska", busy=True, audio=True)
    source, facts = _Source(content), facts_of(content)
    for pause_s in (0.0, 0.05, 0.4, 1.0):
        player = Player(source, facts, sound=False)
        player.play()
        time.sleep(pause_s)
        player.close()
        reads = source.reads
        assert player.wait_closed(20)
        assert source.reads == reads


def test_a_damaged_piece_is_played_over(open_player) -> None:
    content = numbered_clip(frames=150, container="matroska", busy=True)
    source = _Source(content)
    source.broken = (len(content) // 2, len(content) // 2 + 2000)
    player = open_player(source, facts_of(content))
    start(player, 2200)
    wait_until(lambda: player.position_ms() > 4500 or player.state is PlayerState.ENDED, 20)
    wait_until(lambda: picture_number(player.latest_picture()) > 110 or player.state is PlayerState.ENDED, 20)
    assert player.has_damage
    assert player.state is not PlayerState.FAILED


def test_without_a_sound_device_it_plays_on() -> None:
    content = numbered_clip(frames=75, audio=True)
    player = Player(MemorySource(content), facts_of(content), sound=True)
    player.set_volume(30)
    player.set_muted(False)
    player.play()
    wait_until(lambda: player.picture_count > 20, 20)
    player.close()
    assert player.wait_closed(20)


def test_no_thread_stays_behind() -> None:
    content = numbered_clip(frames=50)
    facts = facts_of(content)
    for _ in range(4):
        player = Player(MemorySource(content), facts, sound=False)
        player.play()
        wait_until(lambda player=player: player.picture_count > 0, 20)
        player.close()
        assert player.wait_closed(20)
    wait_until(lambda: not [thread for thread in threading.enumerate() if thread.name in ("player", "child-watch")], 5)
