"""First picture, jump to picture and CPU while playing: from the vault against the same plain file.

Both through the same callbacks into our own libVLC, which by its safe set of plugins cannot open a file by itself; what
differs is the decryption.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from measure import side_by_side, spread
from scratch import EXERCISE_CLIP, PASSPHRASE, make_large_video, scratch_folder

from app.common.byte_source import ByteSource, FileSource
from app.common.progress import JobContext
from app.domain.recording import MediaFacts
from app.media.libvlc import vlc_instance
from app.media.vlc_picture import VlcPicture
from app.media.vlc_source import VlcSource
from app.services.session import create_session

_SIZE = 64 * 1024 * 1024
_JUMPS = 50
_PLAY_S = 20
_PATIENCE_S = 20

NewMedia = Callable[[dict[str, str]], Any]


class _Screen:
    """One libVLC player that draws into memory."""

    def __init__(self, facts: MediaFacts, new_media: NewMedia) -> None:
        self._new_media = new_media
        self._picture = VlcPicture(facts, lambda: 0)
        self._player = vlc_instance(sound=False).media_player_new()
        self._picture.attach(self._player)

    def seconds_to_picture(self, at_ms: int) -> float:
        """Start at this time, as our player does for every jump, and wait for the first picture."""
        self._player.stop()
        shown = self._picture.count
        start = time.perf_counter()
        self._player.set_media(self._new_media({"start-time": f"{at_ms / 1000:.3f}"}))
        self._player.play()
        while self._picture.count == shown:
            if time.perf_counter() - start > _PATIENCE_S:
                raise TimeoutError
            time.sleep(0.001)
        return time.perf_counter() - start

    def cpu_of_playing(self, seconds: float) -> float:
        """Return the CPU seconds this process uses while it plays."""
        self.seconds_to_picture(0)
        before = os.times()
        time.sleep(seconds)
        after = os.times()
        self._player.stop()
        return after.user + after.system - before.user - before.system

    def stop(self) -> None:
        self._player.stop()


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        video = make_large_video(folder / "film.mkv", _SIZE)
        recording = session.recordings.import_file(video, title="meting", context=JobContext())
        source = session._vault.media.open(recording.media_id)  # noqa: SLF001 - measured below the services on purpose
        vault = _Screen(recording.facts, _from_source(source))
        plain = _Screen(recording.facts, _from_source(FileSource(video)))

        def milliseconds(screen: _Screen, at_ms: int) -> float:
            return 1000 * screen.seconds_to_picture(at_ms)

        side_by_side(
            lambda: milliseconds(vault, 0),
            lambda: milliseconds(plain, 0),
            what="eerste beeld",
            yardstick_name="gewoon bestand",
            unit="ms",
            aim="<= 1.15",
            rounds=15,
        )
        _compare_jumps(vault, plain, recording.facts.duration_ms)
        side_by_side(
            lambda: vault.cpu_of_playing(_PLAY_S),
            lambda: plain.cpu_of_playing(_PLAY_S),
            what=f"CPU van {_PLAY_S} s afspelen",
            yardstick_name="gewoon bestand",
            unit="s",
            aim="<= 1.15",
            rounds=3,
        )
        vault.stop()
        source.close()
        session.lock()
    print(f"(de clip: {EXERCISE_CLIP.name}, herhaald)", flush=True)


def _from_source(source: ByteSource) -> NewMedia:
    vlc_source = VlcSource(source)
    return lambda options: vlc_source.new_media(vlc_instance(sound=False), "mkv", options)


def _compare_jumps(vault: _Screen, plain: _Screen, duration_ms: int) -> None:
    dice = random.Random(7)  # noqa: S311 - the same places every time, no secret
    places = [dice.randrange(duration_ms - 5000) for _ in range(_JUMPS)]
    pairs = [(1000 * vault.seconds_to_picture(at_ms), 1000 * plain.seconds_to_picture(at_ms)) for at_ms in places]
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    ours, theirs = spread([pair[0] for pair in pairs]), spread([pair[1] for pair in pairs])
    print(f"sprong tot beeld ({_JUMPS}): kluis {ours} ms; gewoon bestand {theirs} ms; verhouding {ratio:.2f} (doel <= 1.15)", flush=True)


if __name__ == "__main__":
    main()
