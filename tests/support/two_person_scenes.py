"""Hard scenes of two people with known truth, put together from real faces; always the same, and never stored.

Real heads (`actors`) stand in a real room without anybody. What is put together is what makes it hard: they come in, leave,
pass in front of one another, turn their backs, hold a hand before the face, stand far away, in the dark or half outside the
picture, and every scene begins with a cut.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from app.decode.video_file import open_video
from app.domain.anonymise_plan import Box
from tests.support.actors import FACE_HEIGHT, Pose, actor

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT, FPS = 1280, 720, 25
SCENE_FRAMES = 6 * FPS
_ROOMS = (("lang_139s_10fps.mp4", 0), ("geen_gezicht.mp4", 500))
"""Clips and where in them there is nobody."""
_FEATHER = 0.08
_NOISES = 5
_BACK = 0.4
_LIGHT = {"donker": 0.14}
_FACE_HEIGHTS = (90, 40, 140, 24, 56, 110, 30)
_BLUR_FROM_PX = 5.0
_LEAST_VISIBLE = 0.5


@dataclass(frozen=True)
class Stance:
    """Where and how one person is in a frame: the middle of the face as parts of the picture, and what is the matter."""

    x: float
    y: float
    face_px: float
    tilt: float = 0.0
    squeeze: float = 1.0
    """How much of its width is left of a head that turns; below `_BACK` it shows its back."""
    hand: float | None = None
    """How far a hand has come over the face: 0 below the chin, 1 in the middle of it."""


@dataclass(frozen=True)
class SceneFace:
    """A face in a frame: `visible` is the part of its box that is in the picture and before which nothing is.

    `is_back` is the head of someone who turned away: no face, but hair and ears, which a mask should not let go.
    """

    person: str
    box: Box
    visible: float
    is_back: bool

    @property
    def counts(self) -> bool:
        """Whether this has to be covered as a face."""
        return self.visible >= _LEAST_VISIBLE and not self.is_back


@dataclass(frozen=True)
class SceneFrame:
    """A picture with its truth."""

    kind: str
    pixels: Pixels
    faces: tuple[SceneFace, ...]


Moves = Callable[[float, float], tuple[Stance, Stance]]
"""From (part of the scene, face height) to how both stand."""


def scene(media: Path, number: int) -> Iterator[SceneFrame]:
    """Yield the frames of this scene; a piece of film is several of them in a row."""
    kind = list(_KINDS)[number % len(_KINDS)]
    height = _FACE_HEIGHTS[number % len(_FACE_HEIGHTS)]
    cast = (actor(media, number), actor(media, number + 1 + number // 12 % 10))
    light = _LIGHT.get(kind, 1.0)
    rooms = _rooms(media, number % len(_ROOMS), light)
    before: tuple[Stance, Stance] | None = None
    for frame in range(SCENE_FRAMES):
        stances = _KINDS[kind](frame / (SCENE_FRAMES - 1), height)
        picture = rooms[frame % len(rooms)].copy()
        faces: list[SceneFace] = []
        for who, stance, last in zip(cast, stances, before or stances, strict=True):
            cut_out = _Cutout.of(who.pose(frame), stance, light, abs(stance.x - last.x) * WIDTH)
            faces = [_behind(face, cut_out.left, cut_out.top, cut_out.shape) for face in faces]
            picture.paste(cut_out.head, (cut_out.left, cut_out.top), cut_out.shape)
            face = _in_picture(who.name, cut_out.face, is_back=stance.squeeze < _BACK)
            if face is not None and stance.hand is not None:
                face = _painted_hand(picture, face, cut_out.face, stance.hand)
            faces += [face] if face is not None else []
        before = stances
        yield SceneFrame(kind, np.asarray(picture), tuple(faces))


# How they move. The second of the two stands in front.


def _side_by_side(t: float, px: float) -> tuple[Stance, Stance]:
    sway = 0.01 * math.sin(t * 20)
    return Stance(0.36 + sway, 0.4, px), Stance(0.62 - sway, 0.42 + sway, px * 1.1)


def _entering(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.7, 0.42, px), Stance(-0.1 + 0.5 * min(1.0, t * 2.5), 0.4, px)


def _leaving(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.3, 0.42, px), Stance(0.6 + 0.5 * max(0.0, t * 2 - 1), 0.4, px)


def _crossing(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.2 + 0.6 * t, 0.42, px), Stance(0.8 - 0.6 * t, 0.44, px * 1.2)


def _turning(t: float, px: float) -> tuple[Stance, Stance]:
    # Away in half a second, a second and a half with the back to us, and back again.
    away = min(max((t - 0.3) / 0.08, 0.0), 1.0) - min(max((t - 0.63) / 0.08, 0.0), 1.0)
    return Stance(0.33, 0.42, px), Stance(0.65, 0.4, px, squeeze=1.0 - 0.75 * away)


def _hand_before_face(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.35, 0.4, px), Stance(0.65, 0.42, px, hand=0.5 - 0.5 * math.cos(t * 4 * math.pi))


def _tilting(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.35, 0.42, px, tilt=38 * math.sin(t * 9)), Stance(0.66, 0.4, px, tilt=-30 * math.sin(t * 7))


def _in_the_dark(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.35 + 0.1 * t, 0.4, px), Stance(0.68, 0.42, px)


def _far_away(t: float, _px: float) -> tuple[Stance, Stance]:
    return Stance(0.3 + 0.2 * t, 0.5, 16), Stance(0.7 - 0.1 * t, 0.52, 20)


def _half_outside(t: float, px: float) -> tuple[Stance, Stance]:
    reach = px / WIDTH
    return Stance(0.3 * reach + 0.02 * math.sin(t * 8), 0.4, px), Stance(0.6, 0.02 + 0.3 * px / HEIGHT * math.sin(t * 5) ** 2, px)


def _close_and_far(t: float, px: float) -> tuple[Stance, Stance]:
    # Cuts to and fro, a second and a half each.
    is_close = int(t * 4) % 2 == 1
    return Stance(0.3 if is_close else 0.45, 0.4, px * 1.6 if is_close else 40), Stance(0.75 if is_close else 0.6, 0.42, px * 1.5 if is_close else 40)


def _running(t: float, px: float) -> tuple[Stance, Stance]:
    return Stance(0.5 + 0.35 * math.sin(t * 12), 0.4, px * 0.8), Stance(0.5 - 0.3 * math.sin(t * 9), 0.55, px)


_KINDS: dict[str, Moves] = {
    "naast elkaar": _side_by_side,
    "binnenkomen": _entering,
    "weggaan": _leaving,
    "voor elkaar langs": _crossing,
    "omdraaien": _turning,
    "hand voor het gezicht": _hand_before_face,
    "hoofd schuin": _tilting,
    "donker": _in_the_dark,
    "ver weg": _far_away,
    "half buiten beeld": _half_outside,
    "cuts": _close_and_far,
    "snel bewegen": _running,
}


# How they are painted.


@dataclass(frozen=True)
class _Cutout:
    """A person as painted: where, how solid each pixel is, and the edges of the face in the picture."""

    head: Image.Image
    shape: Image.Image
    left: int
    top: int
    face: tuple[float, float, float, float]

    @staticmethod
    def of(pose: Pose, stance: Stance, light: float, speed_px: float) -> "_Cutout":
        scale = stance.face_px / FACE_HEIGHT
        high, wide = pose.pixels.shape[:2]
        size = (max(2, round(wide * scale * stance.squeeze)), max(2, round(high * scale)))
        x0, y0, x1, y1 = (edge * scale * (stance.squeeze if index % 2 == 0 else 1) for index, edge in enumerate(pose.face))
        head = Image.fromarray(pose.pixels).resize(size, Image.Resampling.BILINEAR).point([round(value * light) for value in range(256)] * 3)
        shape = _feathered(size)
        if stance.squeeze < _BACK:
            _paint_back(head, (x0, y0, x1, y1))
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if stance.tilt:
            head, shape = (each.rotate(stance.tilt, Image.Resampling.BILINEAR, center=middle) for each in (head, shape))
        if speed_px > _BLUR_FROM_PX:
            head = head.filter(ImageFilter.BoxBlur((min(speed_px / 4, 8), 0)))
        left, top = round(stance.x * WIDTH - middle[0]), round(stance.y * HEIGHT - middle[1])
        return _Cutout(head, shape, left, top, (left + x0, top + y0, left + x1, top + y1))


@lru_cache(maxsize=512)
def _feathered(size: tuple[int, int]) -> Image.Image:
    """Return how solid each pixel of a cut-out is: its borders fade into the room, but for the lower one."""
    wide, high = size
    across = np.minimum(np.arange(wide) + 1, wide - np.arange(wide)) / max(1.0, wide * _FEATHER)
    down = (np.arange(high) + 1) / max(1.0, high * _FEATHER)
    return Image.fromarray((np.clip(np.minimum(across[None, :], down[:, None]), 0, 1) * 255).astype(np.uint8))


def _paint_back(head: Image.Image, face: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = face
    wide, high = x1 - x0, y1 - y0
    hair = np.asarray(head)[: max(2, round(y0))].reshape(-1, 3).mean(axis=0) * 0.4
    ImageDraw.Draw(head).ellipse((x0 - 0.25 * wide, y0 - 0.35 * high, x1 + 0.25 * wide, y1), fill=tuple(round(value) for value in hair))


def _painted_hand(picture: Image.Image, face: SceneFace, edges: tuple[float, float, float, float], reach: float) -> SceneFace:
    """Paint a hand that comes up from below and return what is left of the face."""
    x0, y0, x1, y1 = edges
    wide, high = x1 - x0, y1 - y0
    cheek = np.asarray(picture.crop((round(x0), round(y0 + 0.5 * high), round(x1), round(y1))).resize((1, 1)))[0, 0]
    hand = Image.new("RGB", (round(wide), round(1.3 * high)), tuple(round(float(value)) for value in cheek))
    draw = ImageDraw.Draw(hand)
    taken = Image.new("L", hand.size)
    for target, inside, edge in ((draw, None, tuple(round(float(value) * 0.7) for value in cheek)), (ImageDraw.Draw(taken), 255, 255)):
        target.rounded_rectangle((0.15 * wide, 0.5 * high, 0.85 * wide, 1.2 * high), 0.15 * wide, fill=inside, outline=edge)
        for finger in range(4):
            x = (0.15 + 0.18 * finger) * wide
            target.rounded_rectangle((x, 0, x + 0.16 * wide, 0.7 * high), 0.08 * wide, fill=inside, outline=edge)
    left, top = round(x0), round(y1 + (0.2 - 1.0 * reach) * high)
    picture.paste(hand, (left, top), taken)
    return _behind(face, left, top, taken)


def _in_picture(person: str, edges: tuple[float, float, float, float], *, is_back: bool) -> SceneFace | None:
    """Return the face as far as it is in the picture, None when it is outside."""
    x0, y0, x1, y1 = edges
    left, top, right, bottom = max(x0, 0.0), max(y0, 0.0), min(x1, float(WIDTH)), min(y1, float(HEIGHT))
    if right - left < 1 or bottom - top < 1:
        return None
    visible = (right - left) * (bottom - top) / ((x1 - x0) * (y1 - y0))
    return SceneFace(person, Box(left / WIDTH, top / HEIGHT, right / WIDTH, bottom / HEIGHT), visible, is_back)


def _behind(face: SceneFace, left: int, top: int, shape: Image.Image) -> SceneFace:
    """Return the face with less of it visible: someone or something of this shape is in front of it."""
    box = face.box
    edges = (round(box.x0 * WIDTH) - left, round(box.y0 * HEIGHT) - top, round(box.x1 * WIDTH) - left, round(box.y1 * HEIGHT) - top)
    if edges[2] <= 0 or edges[3] <= 0 or edges[0] >= shape.width or edges[1] >= shape.height:
        return face
    part = np.asarray(shape.crop(edges))  # what lies outside the shape is empty
    return replace(face, visible=face.visible * float((part < 128).mean()) if part.size else 0.0)


@lru_cache(maxsize=4)
def _rooms(media: Path, number: int, light: float) -> tuple[Image.Image, ...]:
    """Return an empty room a few times, each with the noise of another moment."""
    name, at_ms = _ROOMS[number]
    video = open_video(lambda: (media / "video" / name).open("rb", buffering=0))
    pixels = next(iter(video.frames(at_ms))).upright("rgb24", (WIDTH, HEIGHT))
    video.close()
    noise = np.random.default_rng(number).integers(-6, 7, (_NOISES, HEIGHT, WIDTH, 1), np.int16)
    return tuple(Image.fromarray(np.clip(pixels * light + each, 0, 255).astype(np.uint8)) for each in noise)
