"""Small pictures and sound of an hour of 1080p, drawn in the background: how long it takes, and what playing loses meanwhile."""

import time
from fractions import Fraction
from pathlib import Path
from threading import Thread

import av
from measure import seconds
from scratch import EXERCISE_CLIP, PASSPHRASE, repeated, scratch_folder

from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.media.libvlc import vlc_instance
from app.media.vlc_picture import VlcPicture
from app.media.vlc_source import VlcSource
from app.services.session import Session, create_session

_WIDTH, _HEIGHT = 1920, 1080
_CLIP_S, _HOUR_S = 12, 3600
_START_S = 3
_LONGEST_S = 30.0


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        clip = _clip(folder / "kort.mkv")
        hour = repeated(clip, folder / "uur.mkv", lambda _size, length_s: length_s >= _HOUR_S)
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        first, second = (
            session.recordings.import_file(hour, title=title, context=JobContext(), allow_same=True).recording_id for title in ("een", "twee")
        )
        facts = session.recordings.get(first).facts
        minutes, megabytes = facts.duration_ms / 60_000, hour.stat().st_size / 1e6
        print(f"opname: {minutes:.0f} min, {facts.width}x{facts.height}, {facts.fps:.0f} beelden/s, {megabytes:.0f} MB", flush=True)
        alone_s = seconds(lambda: session.recordings.draw_lanes(first, JobContext()))
        print(f"beeldjes en geluid, alleen: {alone_s:.1f} s, {facts.duration_ms / 1000 / alone_s:.0f} keer zo snel als afspelen", flush=True)
        _play_beside(session, second, alone_s)
        session.lock()


def _clip(path: Path) -> Path:
    """Encode a few seconds at 1080p out of the exercise clip, with its sound; they are repeated without encoding them again."""
    with av.open(str(path), "w") as output, av.open(str(EXERCISE_CLIP)) as clip:
        video, sound = clip.streams.video[0], clip.streams.audio[0]
        picture = output.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "26", "g": "50"})
        picture.width, picture.height, picture.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        voice = output.add_stream("aac", rate=sound.rate)
        frames = [frame.reformat(_WIDTH, _HEIGHT, "yuv420p") for frame in _some(clip.decode(video), 100)]
        for number in range(25 * _CLIP_S):
            frame = frames[number % len(frames)]
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(picture.encode(frame))
        clip.seek(0)
        blocks = list(clip.decode(sound))
        samples = 0
        while samples < sound.rate * _CLIP_S:
            for block in blocks:
                block.pts, block.time_base = samples, Fraction(1, sound.rate)
                samples += block.samples
                output.mux(voice.encode(block))
        output.mux(picture.encode(None))
        output.mux(voice.encode(None))
    return path


def _some(frames: object, count: int) -> list[av.VideoFrame]:
    return [frame for frame, _ in zip(frames, range(count), strict=False)]  # type: ignore[call-overload]


def _play_beside(session: Session, recording_id: RecordingId, for_s: float) -> None:
    """Play for as long as the drawing took, but no more than half a minute: with nothing beside it, and while the lanes are drawn."""
    for_s = min(max(for_s, 10.0), _LONGEST_S)
    lost_alone = _lost(session, recording_id, for_s)
    drawing = Thread(target=lambda: session.recordings.draw_lanes(recording_id, JobContext()))
    drawing.start()
    lost_beside = _lost(session, recording_id, for_s)
    drawing.join()
    print(f"beelden verloren bij {for_s:.0f} s afspelen: alleen {lost_alone}; tijdens het tekenen {lost_beside} (doel 0)", flush=True)


def _lost(session: Session, recording_id: RecordingId, for_s: float) -> str:
    """Play in real time and return which part of the frames did not come, with what libVLC itself says it dropped."""
    recording = session.recordings.get(recording_id)
    source = session._vault.media.open(recording.media_id)  # noqa: SLF001 - measured below the services on purpose
    picture = VlcPicture(recording.facts, lambda: 0)
    player = vlc_instance(sound=False).media_player_new()
    picture.attach(player)
    media = VlcSource(source).new_media(vlc_instance(sound=False), "mkv", {})
    player.set_media(media)
    player.play()
    time.sleep(_START_S)
    count, begun = picture.count, time.monotonic()
    time.sleep(for_s)
    shown, passed_s = picture.count - count, time.monotonic() - begun
    player.stop()
    source.close()
    expected = round(passed_s * recording.facts.fps)
    return f"{max(0, expected - shown)} van {expected} ({100 * max(0, expected - shown) / expected:.1f} %)"


if __name__ == "__main__":
    main()
