"""In the child: the pictures of a copy, painted and encoded."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise
from typing import Any

from app.anonymise.caption_paint import lettering_for, pages_of, paint_captions, shown_pages
from app.anonymise.clip_order import Masks
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.mp4_writer import PictureTrack
from app.anonymise.paint import notice_top, paint_area, paint_mask, paint_notice
from app.anonymise.picture_encoder import DRAWN_COLOURS, Colours, PictureEncoder
from app.anonymise.planes import Planes, blank_planes, even, shown_pixels, upright_planes
from app.anonymise.silhouette import REACH, Areas, Grid, Head, with_silhouettes
from app.anonymise.text_screen import TextScreen
from app.common.errors import InputError
from app.decode.video_file import ShownFrame, VideoFile
from app.domain.anonymise_plan import MaskStyle, VoiceLevel
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink

STEP = "render"
NOTICE_MS = 1500
"""How long at its end a clip says that nobody looked at it."""


def clip_pictures(link: ParentLink, video: VideoFile, arguments: dict[str, Any], masks: Masks) -> PictureTrack:
    """Return the copy's pictures; `arguments` are those of `render`.

    Raises:
        InputError: `plan_does_not_fit` when the frame times are not what the masks were made for.
    """
    times: list[int] = arguments["frame_times_ms"]
    duration_ms = arguments["to_ms"] - arguments["from_ms"]
    width, height = (even(side) for side in arguments["size"])
    painter = _Painter(arguments, masks, width, height)
    encoder: PictureEncoder | None = None
    spans = list(pairwise([*times, duration_ms]))
    for number, (planes, colours, areas) in enumerate(_pictures(video, arguments, masks)):
        painter.paint(planes, number, areas, *spans[number])
        if encoder is None:
            rate = Fraction(max(1, len(times)) * 1000, duration_ms).limit_denominator(1001)
            encoder = PictureEncoder(width, height, rate, colours)
        encoder.add(planes, times[number])
        link.progress(STEP, times[number], duration_ms)
    if encoder is None:
        raise InputError("plan_does_not_fit")
    return encoder.finish([until - start for start, until in spans])


def painted_picture(video: VideoFile, arguments: dict[str, Any], masks: Masks, number: int) -> bytes:
    """Return one picture of the copy, by its number, as height x width x 4 bytes: blue, green, red, unused.

    Raises:
        InputError: `plan_does_not_fit`.
    """
    times: list[int] = arguments["frame_times_ms"]
    until = [*times[1:], arguments["to_ms"] - arguments["from_ms"]]
    first, last = max(0, number - REACH), min(len(times) - 1, number + REACH)
    # The few frames that have a part in it, as if they were the whole fragment.
    near = {
        **arguments,
        "from_ms": arguments["from_ms"] + times[first],
        "to_ms": arguments["from_ms"] + until[last],
        "frame_times_ms": [at_ms - times[first] for at_ms in times[first : last + 1]],
    }
    pictures = _pictures(video, near, {frame - first: masks[frame] for frame in masks})
    planes, _, areas = next(islice(pictures, number - first, None))
    width, height = arguments["size"]
    _Painter(arguments, masks, even(width), even(height)).paint(planes, number, areas, times[number], until[number])
    return shown_pixels(planes, width, height)


def _pictures(video: VideoFile, arguments: dict[str, Any], masks: Masks) -> Iterator[tuple[Planes, Colours, Areas]]:
    """Yield every picture as it is before it is painted, and the areas of whole people where those are hidden."""
    style = MaskStyle(arguments["style"])
    size = arguments["size"]
    if style is MaskStyle.TEXT:
        # Where no picture may be seen, none is decoded.
        for _ in arguments["frame_times_ms"]:
            yield blank_planes(even(size[0]), even(size[1])), DRAWN_COLOURS, {}
    elif style is MaskStyle.SILHOUETTE:
        for frame, areas in with_silhouettes(_recorded(video, arguments), partial(_heads, masks), Grid.of(*size)):
            yield upright_planes(frame), Colours.of(frame.stored), areas
    else:
        for frame in _recorded(video, arguments):
            yield upright_planes(frame), Colours.of(frame.stored), {}


def _recorded(video: VideoFile, arguments: dict[str, Any]) -> Iterator[ShownFrame]:
    """Yield the frames of the range, after making sure that they are the plan's: a mask belongs to a frame by its number."""
    times: list[int] = arguments["frame_times_ms"]
    done = 0
    for at_ms, frame in fragment_frames(video, arguments["from_ms"], arguments["to_ms"]):
        if done == len(times) or at_ms != times[done]:
            raise InputError("plan_does_not_fit")
        yield frame
        done += 1
    if done != len(times):
        raise InputError("plan_does_not_fit")


def _heads(masks: Masks, number: int) -> list[Head]:
    return [Head(mask.letter, mask.box, mask.is_hidden) for mask in masks.get(number, ()) if mask.is_head]


class _Painter:
    """Knows what comes over each picture."""

    def __init__(self, arguments: dict[str, Any], masks: Masks, width: int, height: int) -> None:
        self._style = MaskStyle(arguments["style"])
        self._shown_size: tuple[int, int] = tuple(arguments["size"])
        self._grid = Grid.of(*self._shown_size)
        self._masks = masks
        self._duration_ms = arguments["to_ms"] - arguments["from_ms"]
        self._last = len(arguments["frame_times_ms"]) - 1
        self._is_unreviewed = arguments["is_unreviewed"]
        captions = [Caption(TimeRange(from_ms, to_ms), letter, text) for from_ms, to_ms, letter, text in arguments["captions"]]
        self._text_screen = TextScreen(captions, width, height)
        self._lettering = lettering_for(width, height)
        self._pages = pages_of(captions, self._lettering) if arguments["voice"] == VoiceLevel.CAPTIONS else []

    def paint(self, planes: Planes, number: int, areas: Areas, from_ms: int, until_ms: int) -> None:
        """Paint everything that belongs on the picture with this number, on screen from and until these times."""
        has_notice = self._is_unreviewed and (from_ms >= self._duration_ms - NOTICE_MS or number == self._last)
        if self._style is MaskStyle.TEXT:
            self._text_screen.paint(planes, from_ms, until_ms)
        else:
            for letter, area in areas.items():
                paint_area(planes, area, self._grid.step, letter)
            for mask in self._masks.get(number, ()):
                if mask.is_hidden:
                    paint_mask(planes, mask.box, self._shown_size, mask.letter, self._style)
            height = planes.luma.shape[0]
            shown = shown_pages(self._pages, from_ms, until_ms)
            paint_captions(planes, shown, self._lettering, notice_top(height) if has_notice else height)
        if has_notice:
            paint_notice(planes)
