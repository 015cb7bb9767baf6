"""A picture as its encoder wants it: brightness in full size, two colour planes in half size, upright, even sides."""

from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from numpy.typing import NDArray

from app.decode.video_file import ShownFrame

Plane = NDArray[np.uint8]
BT_709 = 1
_UNSPECIFIED, _BT_601 = 2, 5
"""FFmpeg's numbers of the matrices."""


@dataclass(frozen=True)
class Planes:
    """`luma` is height x width, `cb` and `cr` half of that each way; 8 bits, limited range. All may be painted on.

    `is_bt709` says by which of the two standards a player will turn the numbers into colours.
    """

    luma: Plane
    cb: Plane
    cr: Plane
    is_bt709: bool = False

    @property
    def all(self) -> tuple[tuple[Plane, int], ...]:
        """Each plane with the number of picture pixels one of its pixels is wide and high."""
        return (self.luma, 1), (self.cb, 2), (self.cr, 2)


def even(side: int) -> int:
    """Return the side as it is encoded: an odd one gets one more row or column, a copy of its last."""
    return side + side % 2


def upright_planes(frame: ShownFrame) -> Planes:
    """Return the frame's own copy of its pixels, squared, turned upright and padded to even sides; never scaled otherwise."""
    width, height = frame.layout.square_size
    is_full_range = frame.stored.color_range == ColorRange.JPEG
    picture = frame.stored.reformat(width=width, height=height, format="yuv420p", dst_color_range="MPEG" if is_full_range else None)
    turns = -frame.layout.rotation // 90
    luma, cb, cr = (np.rot90(plane_pixels(picture, index), turns) for index in range(3))
    luma = np.pad(luma, ((0, luma.shape[0] % 2), (0, luma.shape[1] % 2)), mode="edge")
    return Planes(luma, cb.copy(), cr.copy(), _is_bt709(frame.stored.colorspace, width, height))


def blank_planes(width: int, height: int) -> Planes:
    """Return planes of even sides that come from no picture at all, to be painted on; BT.709."""
    half = (height // 2, width // 2)
    return Planes(np.zeros((height, width), np.uint8), np.zeros(half, np.uint8), np.zeros(half, np.uint8), is_bt709=True)


def _is_bt709(matrix: int, width: int, height: int) -> bool:
    # Where the recording does not say, players go by its size; at this size television went over to BT.709.
    is_large = width >= 1280 or height > 576
    return matrix == BT_709 or (matrix == _UNSPECIFIED and is_large)


def plane_pixels(picture: VideoFrame, index: int) -> Plane:
    """Return a view of one plane of an 8-bit picture, without the padding at the end of its rows."""
    plane = picture.planes[index]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def shown_pixels(planes: Planes, width: int, height: int) -> bytes:
    """Return the picture as a screen shows it, height x width x 4 bytes (blue, green, red, unused), without the padding."""
    frame = VideoFrame(planes.luma.shape[1], planes.luma.shape[0], "yuv420p")
    for index, (pixels, _) in enumerate(planes.all):
        plane_pixels(frame, index)[:] = pixels
    shown = frame.to_ndarray(format="bgra", src_colorspace=BT_709 if planes.is_bt709 else _BT_601, threads=1)
    return bytes(np.ascontiguousarray(shown[:height, :width]))
