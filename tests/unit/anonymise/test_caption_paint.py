from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.anonymise.caption_paint import MOST_LINES, Lettering, lettering_for, pages_of, paint_captions, shown_pages
from app.anonymise.planes import Planes
from app.domain.caption import Caption
from app.domain.timecode import TimeRange

SIZES = [(176, 144), (320, 240), (640, 480), (1280, 720), (1920, 1080), (720, 1280), (1080, 1920), (64, 32)]
LONG = "Nou, eigenlijk heel goed. [naam] heeft drie keer zelf ontbijt gemaakt en is op tijd naar [school] gegaan, en daar ben ik best trots op."


def noise(width, height, seed=1):
    rng = np.random.default_rng(seed)
    whole, half = (height, width), (height // 2, width // 2)
    return Planes(*(rng.integers(16, 235, size, np.uint8) for size in (whole, half, half)))


def caption(from_ms, to_ms, text, letter="A"):
    return Caption(TimeRange(from_ms, to_ms), letter, text)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_picture_shines_through_the_band(size):
    lettering = lettering_for(*size)
    (page, *_) = pages_of([caption(0, 2000, LONG)], lettering)
    one, other = noise(*size, seed=1), noise(*size, seed=2)
    before = noise(*size, seed=1)
    for planes in (one, other):
        paint_captions(planes, [page], lettering, size[1])
    for (plane, _), (other_plane, _), (old, _) in zip(one.all, other.all, before.all, strict=True):
        rows, columns = np.nonzero(plane != old)
        band = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
        assert (plane[band] == other_plane[band]).all()
    assert (one.luma != before.luma).any()
    assert (one.luma[: size[1] // 3] == before.luma[: size[1] // 3]).all() or size == (64, 32)


@pytest.mark.parametrize("size", SIZES[:-1])
def test_letters_are_never_too_small_to_read_and_every_line_fits(size):
    width, height = size
    lettering = lettering_for(width, height)
    assert lettering.size >= max(11, 0.024 * min(width, height))
    for page in pages_of([caption(0, 9000, LONG)], lettering):
        assert 1 <= len(page.lines) <= MOST_LINES
        planes = noise(width, height)
        before = planes.luma.copy()
        paint_captions(planes, [page], lettering, height)
        columns = np.flatnonzero((planes.luma != before).any(axis=0))
        assert columns[0] > 0
        assert columns[-1] < width - 1
        assert (planes.luma > 220).mean() > (before > 220).mean() * 0.5


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (1920, 1080)])
def test_lines_are_about_forty_signs_in_a_usual_picture(size):
    lines = [line for page in pages_of([caption(0, 9000, LONG)], lettering_for(*size)) for line in page.lines]
    assert all(20 <= len(line) <= 50 for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=150), st.integers(1, 20_000), st.sampled_from([(11, 30), (11, 130), (36, 800)]))
def test_no_sign_is_lost_and_the_pages_fill_exactly_the_captions_time(text, duration_ms, size_and_room):
    pages = pages_of([caption(500, 500 + duration_ms, text)], Lettering(*size_and_room))
    assert "".join("".join(page.lines) for page in pages).replace(" ", "") == "".join(text.split())
    if pages:
        assert (pages[0].from_ms, pages[-1].to_ms) == (500, 500 + duration_ms)
        assert all(one.to_ms == two.from_ms for one, two in pairwise(pages))


def test_pages_take_time_by_how_much_there_is_to_read():
    first, last = pages_of([caption(0, 3000, "een twee drie vier vijf zes zeven acht negen tien elf twaalf")], Lettering(20, 220))
    parts = [sum(map(len, page.lines)) for page in (first, last)]
    assert first.to_ms == round(3000 * parts[0] / sum(parts))


def test_at_a_change_of_speaker_a_frame_shows_one_of_them():
    pages = pages_of([caption(0, 1000, "een"), caption(1000, 2000, "twee", "B")], Lettering(20, 400))
    assert [[page.letter for page in shown_pages(pages, at, at + 40)] for at in (960, 990, 1000)] == [["A"], ["B"], ["B"]]


def test_two_who_speak_at_once_are_both_shown_and_a_third_pushes_out_the_first():
    pages = pages_of([caption(0, 1000, "een"), caption(200, 900, "twee", "B"), caption(400, 600, "drie", "C")], Lettering(20, 400))
    assert [page.letter for page in shown_pages(pages, 300, 340)] == ["A", "B"]
    assert [page.letter for page in shown_pages(pages, 500, 540)] == ["B", "C"]


def test_a_frame_that_stays_long_shows_a_caption_shorter_than_itself():
    pages = pages_of([caption(100, 400, "kort")], Lettering(20, 400))
    assert [page.lines for page in shown_pages(pages, 0, 2000)] == [("kort",)]
    assert shown_pages(pages, 400, 2000) == []
