import io
from fractions import Fraction

import av
import numpy as np
import pytest

from app.anonymise.planes import upright_planes
from app.decode.video_file import open_video
from tests.support.clips import numbered_clip


def first_frame(clip):
    return next(open_video(lambda: io.BytesIO(clip)).frames())


def flat_clip(pixel_format, codec, value):
    target = io.BytesIO()
    with av.open(target, "w", format="matroska") as out:
        video = out.add_stream(codec, rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, pixel_format
        if pixel_format == "yuvj420p":
            video.codec_context.color_range = 2
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), value, np.uint8), format="rgb24").reformat(format=pixel_format)
        frame.pts = 0
        out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return target.getvalue()


@pytest.mark.parametrize(("pixel_format", "codec"), [("yuvj420p", "mjpeg"), ("yuv444p", "libx264"), ("yuv420p10le", "ffv1"), ("gray", "ffv1")])
@pytest.mark.parametrize(("value", "luma"), [(255, 235), (0, 16)])
def test_every_kind_of_picture_becomes_eight_bits_in_limited_range(pixel_format, codec, value, luma):
    planes = upright_planes(first_frame(flat_clip(pixel_format, codec, value)))
    assert abs(int(planes.luma[5, 5]) - luma) <= 1
    assert (int(planes.cb[2, 2]), int(planes.cr[2, 2])) == (128, 128)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_painting_never_reaches_the_decoders_own_picture(rotation):
    frame = first_frame(numbered_clip(frames=1, rotation=rotation))
    before = frame.upright()
    planes = upright_planes(frame)
    for plane, _ in planes.all:
        plane[:] = 0
    assert (frame.upright() == before).all()


def test_an_odd_side_gets_a_copy_of_its_last_row_or_column():
    planes = upright_planes(first_frame(numbered_clip(frames=1, size=(225, 65), container="matroska", codec="ffv1", b_frames=0)))
    assert planes.luma.shape == (66, 226)
    assert planes.cb.shape == planes.cr.shape == (33, 113)
    assert (planes.luma[-1] == planes.luma[-2]).all()
    assert (planes.luma[:, -1] == planes.luma[:, -2]).all()


def test_pixels_that_are_not_square_are_made_square():
    planes = upright_planes(first_frame(numbered_clip(frames=1, size=(168, 64), pixel_aspect=Fraction(4, 3))))
    assert planes.luma.shape == (64, 224)
