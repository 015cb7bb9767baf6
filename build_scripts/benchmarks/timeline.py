"""Frame times of the timeline with 10,000 moments in three hours: every frame painted anew, panning and zooming, at several distances."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import io
import random
import time
from datetime import UTC, datetime
from uuid import uuid4

from measure import spread
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.common.ids import ChapterId, MomentId, RecordingId
from app.domain.chapter import Chapter
from app.domain.lanes import Thumbnail, Waveform
from app.domain.moment import Moment, MomentKind
from app.ui.theme import LIGHT, Theme, load_fonts
from app.ui.viewing.timeline.overview import Overview
from app.ui.viewing.timeline.timeline import Timeline
from app.ui.viewing.timeline.timeline_look import RIGHT_PX

_MOMENTS = 10_000
_DURATION_MS = 3 * 3600 * 1000
_THUMBNAILS = 180
_FRAMES = 120
_AIM_MS = 16
_SIZE = (1448, 298)
_WHEEL = 120


def main() -> None:
    """Print the figures."""
    application = QApplication([])
    load_fonts()
    theme = Theme(LIGHT)
    theme.dress(application)
    window, timeline = _window(theme)
    window.show()
    application.processEvents()
    for words, steps in (("drie uur", -40), ("een kwartier", 5), ("een halve minuut", 7)):
        timeline.zoom(steps, _DURATION_MS / 2)
        application.processEvents()
        minutes = timeline.axis.span_ms / 60_000
        print(f"schuiven, {words} ({minutes:.1f} min in beeld): {_frames(timeline, zooms=False)}", flush=True)
        print(f"zoomen vanaf {words}: {_frames(timeline, zooms=True)}", flush=True)
    timeline.zoom(-40)
    application.processEvents()
    print(f"afspelen, drie uur in beeld: {_playing(timeline)}", flush=True)


def _window(theme: Theme) -> tuple[QWidget, Timeline]:
    """Return the two parts as the viewing screen puts them under each other, filled."""
    window = QWidget()
    window.resize(*_SIZE)
    timeline = Timeline(theme, _DURATION_MS, window, fps=25.0)
    overview = Overview(theme, timeline.axis, window, margins=(timeline.label_px, RIGHT_PX))
    timeline.view_changed.connect(overview.show_axis)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 2, 0, 0)
    column.addWidget(overview)
    column.addWidget(timeline, 1)
    chance = random.Random(7)  # noqa: S311 - the same timeline each time, no secrets
    moments = _moments(chance)
    timeline.show_moments(moments, moments[_MOMENTS // 2].moment_id)
    overview.show_moments(moments)
    timeline.show_waveform(Waveform(40, bytes(chance.choice((1, 1, 60, 120, 200)) for _ in range(_DURATION_MS // 4000)) * 100))
    timeline.show_thumbnails([Thumbnail(number * _DURATION_MS // _THUMBNAILS, _jpeg(chance)) for number in range(_THUMBNAILS)])
    recording_id = RecordingId("r")
    timeline.show_chapters([Chapter(ChapterId(uuid4().hex), recording_id, at * 600_000, f"Deel {at}: wat?") for at in range(18)])
    return window, timeline


def _moments(chance: random.Random) -> tuple[Moment, ...]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    moments = []
    for at_ms in sorted(chance.randrange(_DURATION_MS - 20_000) for _ in range(_MOMENTS)):
        until_ms = at_ms + chance.randrange(500, 15_000)
        kind = chance.choice([*MomentKind, None])
        ids = (MomentId(uuid4().hex), RecordingId("r"))
        moments.append(Moment(*ids, at_ms, until_ms, kind, "k", "1", (), (), "Ik vat samen en kijk alleen naar moeder.", "", "", "", at, at))
    return tuple(moments)


def _jpeg(chance: random.Random) -> bytes:
    jpeg = io.BytesIO()
    Image.effect_noise((128, 72), chance.randrange(20, 90)).convert("RGB").save(jpeg, "JPEG", quality=78)
    return jpeg.getvalue()


def _frames(timeline: Timeline, *, zooms: bool) -> str:
    """Turn the wheel, one way and then back, and return how long each turn takes until all of it is painted."""
    clock = _Clock()
    for number in range(_FRAMES):
        turned = _WHEEL // 4 * (1 if number % 20 < 10 else -1)
        place = QPointF(timeline.label_px + 300 + number * 5, 120)
        modifiers = Qt.KeyboardModifier.ControlModifier if zooms else Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            place,
            timeline.mapToGlobal(place),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt's own
        )
        clock.start()
        QApplication.sendEvent(timeline, event)
        QApplication.processEvents()
        clock.stop()
    return clock.words


def _playing(timeline: Timeline) -> str:
    clock = _Clock()
    for number in range(_FRAMES):
        clock.start()
        timeline.show_position(60_000 + number * 40_000, follows=True)
        QApplication.processEvents()
        clock.stop()
    return clock.words


class _Clock:
    """Frame times by the wall, and by what this thread worked: on a machine with other work only the second is the timeline's own."""

    def __init__(self) -> None:
        self._wall: list[float] = []
        self._work: list[float] = []
        self._begun = (0.0, 0.0)

    def start(self) -> None:
        self._begun = (time.perf_counter(), time.thread_time())

    def stop(self) -> None:
        self._wall.append(1000 * (time.perf_counter() - self._begun[0]))
        self._work.append(1000 * (time.thread_time() - self._begun[1]))

    @property
    def words(self) -> str:
        return f"{spread(self._wall)} ms (doel p95 {_AIM_MS}); rekentijd {spread(self._work)} ms"


if __name__ == "__main__":
    main()
