"""Make the exercise clip and the small test clips from the shared footage that may be passed on.

Run by hand when a source changes; needs the shared test material beside the checkout. Sources and licences stand in
resources/oefenclip/README.md and tests/media/README.md.
"""

import argparse
import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parents[1]
FPS = 25
SECONDS = 26
PANEL = (480, 540)
RATE = 48_000

Pixels = NDArray[np.uint8]
Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Speaker:
    """One of the two men: his clip, the part of it that is shown, and how much lower than the reader his voice is."""

    clip: str
    left: int
    top: int
    voice: float
    gesture_from: int
    hides_print: bool


@dataclass(frozen=True)
class Turn:
    """Somebody says a sentence and makes his gesture, a little later and possibly backwards, so that it looks less looped."""

    at_s: float
    speaker: int
    sentence: str
    is_backwards: bool


CROP = (284, 320)
CLOTH = (
    ((250, 180), (345, 174), (376, 200), (388, 345), (207, 345), (214, 212)),
    ((398, 238), (420, 235), (434, 262), (434, 305), (405, 305)),
)
"""The front and the right sleeve of the second man's jumper, where there is a print."""

PLAIN_CLOTH = (slice(196, 210), slice(385, 395))
"""A patch of his shoulder without it."""
SPEAKERS = (
    Speaker("staand_mkv_a.mkv", left=171, top=2, voice=0.86, gesture_from=5, hides_print=False),
    Speaker("staand_mkv_b.mkv", left=150, top=22, voice=0.78, gesture_from=6, hides_print=True),
)
TURNS = (
    Turn(0.6, 0, "nl_rhasspy_877", is_backwards=False),
    Turn(4.4, 1, "nl_rhasspy_620", is_backwards=False),
    Turn(9.2, 0, "nl_rhasspy_1076", is_backwards=True),
    # Then nobody speaks for a while: something to mark.
    Turn(16.0, 1, "nl_rhasspy_93", is_backwards=True),
    Turn(19.0, 0, "nl_rhasspy_211", is_backwards=False),
    Turn(22.4, 1, "nl_rhasspy_934", is_backwards=False),
)


def make_demo_clip(media: Path, target: Path) -> None:
    """Write the conversation of two: both men side by side, each with his own turns, and their sentences."""
    panels = [[panel(picture, speaker) for picture in pictures(media / "video" / speaker.clip)] for speaker in SPEAKERS]
    with av.open(target, "w", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=FPS, options={"crf": "23", "preset": "slow"})
        video.width, video.height, video.pix_fmt = PANEL[0] * 2, PANEL[1], "yuv420p"
        sound = out.add_stream("aac", rate=RATE, layout="mono")
        sound.bit_rate = 96_000
        for number in range(SECONDS * FPS):
            sides = [panels[index][picture_at(number, index, len(panels[index]))] for index in range(2)]
            frame = av.VideoFrame.from_ndarray(np.hstack(sides), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        mux_sound(out, sound, conversation(media / "speech" / "nl_nathalie"))


def picture_at(number: int, speaker: int, count: int) -> int:
    """Return which picture of the speaker's own clip is shown: his gesture in his turn, else a slow sway of the first few."""
    for turn in TURNS:
        into = number - int((turn.at_s + 0.4) * FPS)
        if turn.speaker == speaker and 0 <= into < count:
            return count - 1 - into if turn.is_backwards else into
    still = SPEAKERS[speaker].gesture_from
    sway = (number // 3 + 2 * speaker) % (2 * still - 2)
    return sway if sway < still else 2 * still - 2 - sway


def pictures(path: Path) -> list[Image.Image]:
    """Return all pictures of a clip."""
    with av.open(path) as container:
        return [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def panel(picture: Image.Image, speaker: Speaker) -> Pixels:
    """Return the speaker from the waist up, PANEL in size."""
    if speaker.hides_print:
        picture = without_print(picture)
    box = (speaker.left, speaker.top, speaker.left + CROP[0], speaker.top + CROP[1])
    return np.asarray(picture.crop(box).resize(PANEL, Image.Resampling.LANCZOS))


def without_print(picture: Image.Image) -> Image.Image:
    """Return the picture with the print on the jumper as dark as the cloth: it is somebody's artwork, and to a detector a face."""
    cloth = Image.new("L", picture.size)
    for outline in CLOTH:
        ImageDraw.Draw(cloth).polygon(outline, fill=255)
    pixels = np.asarray(picture).astype(np.int16)
    # Skin is redder than blue, the print is not: hands in front of it stay as they are.
    is_cold = pixels[:, :, 0] - pixels[:, :, 2] < 26
    mask = Image.fromarray((is_cold * np.asarray(cloth)).astype(np.uint8))
    plain = np.median(pixels[PLAIN_CLOTH].reshape(-1, 3), axis=0) * 0.7 + np.random.default_rng(1).normal(0, 3, (*pixels.shape[:2], 1))
    return Image.composite(Image.fromarray(plain.clip(0, 255).astype(np.uint8)), picture, mask.filter(ImageFilter.GaussianBlur(3)))


def conversation(folder: Path) -> Sound:
    """Return all turns on one track of SECONDS."""
    track = np.zeros(SECONDS * RATE, np.float32)
    for turn in TURNS:
        words = spoken(folder / f"{turn.sentence}.flac", SPEAKERS[turn.speaker].voice)
        start = int(turn.at_s * RATE)
        track[start : start + len(words)] += words[: len(track) - start]
    return track


def spoken(path: Path, voice: float) -> Sound:
    """Return a sentence played slower, and so lower, at two thirds of full loudness."""
    with av.open(path) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        frames = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    words = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    slower: Sound = np.interp(np.arange(0, len(words), voice), np.arange(len(words)), words).astype(np.float32)
    loudest = float(np.abs(slower).max())
    return np.asarray(slower / loudest * 0.66, np.float32)


def mux_sound(out: av.container.OutputContainer, stream: av.AudioStream, track: Sound) -> None:
    """Encode the track."""
    for start in range(0, len(track), 1024):
        frame = av.AudioFrame.from_ndarray(track[None, start : start + 1024], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def cut(source: Path, target: Path, from_s: float, to_s: float) -> None:
    """Copy a stretch of a silent video without coding it again, from the key picture at or before `from_s`."""
    with av.open(source) as container, av.open(target, "w", options={"fflags": "+bitexact"}) as out:
        stream = container.streams.video[0]
        copy = out.add_stream_from_template(stream)
        base = stream.time_base or Fraction(1, 1000)
        container.seek(int(from_s / base), stream=stream)
        first: int | None = None
        for packet in container.demux(stream):
            if packet.dts is None or packet.pts is None or packet.dts * base >= to_s:
                continue
            first = packet.dts if first is None else first
            packet.pts, packet.dts, packet.stream = packet.pts - first, packet.dts - first, copy
            out.mux(packet)


def make_test_clips(media: Path, folder: Path) -> None:
    """Write the small clips with real faces that tests may rely on."""
    video = media / "video"
    for name in ("staand_mkv_a.mkv", "toespraak_2p_12fps.mp4"):
        shutil.copyfile(video / name, folder / name)
    cut(video / "webcam_1p.webm", folder / "webcam_1p_8s.webm", 0, 8)
    cut(video / "lang_139s_10fps.mp4", folder / "lopend_16s_10fps.mp4", 72, 88)


def main() -> None:
    """Make everything anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--media", type=Path, default=ROOT.parent / "shared" / "media", help="the shared footage")
    media: Path = parser.parse_args().media
    make_test_clips(media, ROOT / "tests" / "media")
    make_demo_clip(media, ROOT / "resources" / "oefenclip" / "gesprek-van-twee.mp4")


if __name__ == "__main__":
    main()
