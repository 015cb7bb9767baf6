import numpy as np

from app.anonymise.cuts import GRID, find_cuts, thumbnail

RNG = np.random.default_rng(7)


def shot(frames, seed):
    base = np.random.default_rng(seed).integers(20, 235, GRID * GRID)
    return np.clip(base + RNG.integers(-6, 6, (frames, GRID * GRID)), 0, 255).astype(np.uint8)


def test_another_shot_is_a_cut():
    assert find_cuts(np.vstack([shot(10, 1), shot(10, 2), shot(5, 3)])) == {10, 20}


def test_one_shot_has_no_cut():
    assert find_cuts(shot(20, 1)) == frozenset()


def test_a_flash_is_no_cut():
    frames = shot(20, 1)
    frames[10] = np.minimum(frames[10].astype(int) + 120, 255).astype(np.uint8)
    frames[11] = 255
    assert find_cuts(frames) == frozenset()


def test_a_single_odd_frame_is_no_cut():
    frames = shot(20, 1)
    frames[10] = shot(1, 5)[0]
    assert find_cuts(frames) == frozenset()


def test_fading_to_black_is_no_cut():
    frames = (shot(20, 1) * np.linspace(1, 0, 20)[:, None]).astype(np.uint8)
    assert find_cuts(frames) == frozenset()


def test_a_pan_is_no_cut():
    wide = np.kron(np.random.default_rng(3).integers(20, 235, (GRID, 12)), np.ones((1, 8))).astype(np.uint8)
    frames = np.array([wide[:, step : step + GRID].ravel() for step in range(0, 60, 2)])
    assert find_cuts(frames) == frozenset()


def test_few_frames_are_fine():
    assert find_cuts(shot(1, 1)) == frozenset()
    assert find_cuts(np.vstack([shot(1, 1), shot(1, 2)])) == {1}


def test_a_thumbnail_is_the_brightness_of_each_part():
    pixels = np.zeros((64, 96, 3), np.uint8)
    pixels[:, 48:] = 200
    cells = thumbnail(pixels)
    assert cells.shape == (GRID, GRID)
    assert (cells[:, : GRID // 2] == 0).all()
    assert (cells[:, GRID // 2 :] == 200).all()
