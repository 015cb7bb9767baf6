"""How large the parts of the viewing screen are, by the size of the window and the text (design.md §4)."""

from dataclasses import dataclass

TRANSPORT_PX = 48
MIN_PANEL_PX = 404
MAX_PANEL_PX = 640
_FOLDED_PANEL_PX = 446
_FOLDED_SCALE = 1.15
_FOLDED_WIDTH = 1340
_FOLDED_HEIGHT = 760
_WIDE_WIDTH = 1700
_TALL_HEIGHT = 960
_TIMELINE_PX, _TALL_TIMELINE_PX = 268, 298
_RULER_PX, _LANE_PX = 32, 40
_MOST_SHORT_LANES = 3
_LEAST_STAGE = 0.62
"""The share of the height that the picture keeps: for it the lanes go one by one."""
_SIDE_BARS_PX = 24
"""Left dark beside a 16:9 picture, so that the panel does not press against it."""


@dataclass(frozen=True)
class ViewingLayout:
    """Sizes in pixels. Folded: the window with panes is one bar, and the timeline has only its short lanes."""

    is_folded: bool
    has_side_lights: bool
    """Whether the frame's extensions stand beside the nine panes."""
    timeline_px: int
    panel_px: int


def layout_for(width: int, height: int, scale: float, *, is_held: bool = False) -> ViewingLayout:
    """Return the layout for a screen of this size (without rail and top bar) at this text scale; held, the stage gets what the timeline can miss."""
    is_folded = scale > _FOLDED_SCALE or width < _FOLDED_WIDTH or height < _FOLDED_HEIGHT
    has_side_lights = not is_folded and width >= _WIDE_WIDTH
    open_timeline_px = _TALL_TIMELINE_PX if height >= _TALL_HEIGHT else _TIMELINE_PX
    grown = max(1.0, scale)
    transport_px = round(TRANSPORT_PX * grown)
    timeline_px = _short_timeline_px(height - transport_px, round(height * _LEAST_STAGE), grown) if is_folded or is_held else open_timeline_px
    stage_px = height - transport_px - timeline_px
    spare_px = width - _SIDE_BARS_PX - stage_px * 16 // 9
    # A folded window needs no room for panes; larger text does, to keep its lines readable.
    widest_px = round(_FOLDED_PANEL_PX * min(grown, 1.2)) if is_folded else MAX_PANEL_PX
    least_px = widest_px if scale > _FOLDED_SCALE else MIN_PANEL_PX
    return ViewingLayout(is_folded, has_side_lights, timeline_px, max(least_px, min(spare_px, widest_px, MAX_PANEL_PX)))


def _short_timeline_px(room_px: int, stage_px: int, grown: float) -> int:
    """Return the height of as many short lanes as leave the picture its share; the last one always stays."""
    for lanes in range(_MOST_SHORT_LANES, 1, -1):
        timeline_px = round((_RULER_PX + lanes * _LANE_PX) * grown)
        if room_px - timeline_px >= stage_px:
            return timeline_px
    return round((_RULER_PX + _LANE_PX) * grown)
