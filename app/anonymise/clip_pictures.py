"""In the child: the pictures of a copy, painted and encoded."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from app.anonymise.caption_paint import lettering_for, pages_of, paint_captions, shown_pages
from app.anonymise.fragment_frames import fragment_frames
from app.anonymise.mp4_writer import PictureTrack
from app.anonymise.paint import notice_top, paint_mask, paint_notice
from app.anonymise.picture_encoder import DRAWN_COLOURS, Colours, PictureEncoder
from app.anonymise.planes import Planes, blank_planes, even, upright_planes
from app.anonymise.text_screen import TextScreen
from app.common.errors import InputError
from app.decode.video_file import VideoFile
from app.domain.anonymise_plan import Box, MaskStyle, VoiceLevel
from app.domain.caption import Caption
from app.domain.timecode import TimeRange
from app.sandbox.child import ParentLink

STEP = "render"
NOTICE_MS = 1500
"""How long at its end a clip says that nobody looked at it."""

Masks = Mapping[int, Sequence[tuple[str, Box]]]
"""Per frame, by its number: the letter and place of everything to hide."""


def clip_pictures(link: ParentLink, video: VideoFile, arguments: dict[str, Any], masks: Masks) -> PictureTrack:
    """Return the copy's pictures; `arguments` are those of `render`.

    Raises:
        InputError: `plan_does_not_fit` when the frame times are not what the masks were made for.
    """
    times: list[int] = arguments["frame_times_ms"]
    duration_ms = arguments["to_ms"] - arguments["from_ms"]
    width, height = (even(side) for side in arguments["size"])
    painter = _Painter(arguments, masks, width, height)
    pictures = _blank(times, width, height) if painter.is_text else _recorded(video, arguments)
    encoder: PictureEncoder | None = None
    spans = list(pairwise([*times, duration_ms]))
    for number, (planes, colours) in enumerate(pictures):
        painter.paint(planes, number, *spans[number])
        if encoder is None:
            rate = Fraction(max(1, len(times)) * 1000, duration_ms).limit_denominator(1001)
            encoder = PictureEncoder(width, height, rate, colours)
        encoder.add(planes, times[number])
        link.progress(STEP, times[number], duration_ms)
    if encoder is None:
        raise InputError("plan_does_not_fit")
    return encoder.finish([until - start for start, until in spans])


def _recorded(video: VideoFile, arguments: dict[str, Any]) -> Iterator[tuple[Planes, Colours]]:
    """Yield the frames of the range, after making sure that they are the plan's: a mask belongs to a frame by its number."""
    times: list[int] = arguments["frame_times_ms"]
    done = 0
    for at_ms, frame in fragment_frames(video, arguments["from_ms"], arguments["to_ms"]):
        if done == len(times) or at_ms != times[done]:
            raise InputError("plan_does_not_fit")
        yield upright_planes(frame), Colours.of(frame.stored)
        done += 1
    if done != len(times):
        raise InputError("plan_does_not_fit")


def _blank(times: Sequence[int], width: int, height: int) -> Iterator[tuple[Planes, Colours]]:
    """Yield as many empty pictures: where no picture may be seen, none is decoded."""
    for _ in times:
        yield blank_planes(width, height), DRAWN_COLOURS


class _Painter:
    """Knows what comes over each picture."""

    def __init__(self, arguments: dict[str, Any], masks: Masks, width: int, height: int) -> None:
        self._style = MaskStyle(arguments["style"])
        self._shown_size: tuple[int, int] = tuple(arguments["size"])
        self._masks = masks
        self._duration_ms = arguments["to_ms"] - arguments["from_ms"]
        self._last = len(arguments["frame_times_ms"]) - 1
        self._is_unreviewed = arguments["is_unreviewed"]
        captions = [Caption(TimeRange(from_ms, to_ms), letter, text) for from_ms, to_ms, letter, text in arguments["captions"]]
        self._text_screen = TextScreen(captions, width, height)
        self._lettering = lettering_for(width, height)
        self._pages = pages_of(captions, self._lettering) if arguments["voice"] == VoiceLevel.CAPTIONS else []

    @property
    def is_text(self) -> bool:
        """Whether nothing of the picture is shown."""
        return self._style is MaskStyle.TEXT

    def paint(self, planes: Planes, number: int, from_ms: int, until_ms: int) -> None:
        """Paint everything that belongs on the picture with this number, on screen from and until these times."""
        has_notice = self._is_unreviewed and (from_ms >= self._duration_ms - NOTICE_MS or number == self._last)
        if self.is_text:
            self._text_screen.paint(planes, from_ms, until_ms)
        else:
            for letter, box in self._masks.get(number, ()):
                paint_mask(planes, box, self._shown_size, letter, self._style)
            height = planes.luma.shape[0]
            shown = shown_pages(self._pages, from_ms, until_ms)
            paint_captions(planes, shown, self._lettering, notice_top(height) if has_notice else height)
        if has_notice:
            paint_notice(planes)
