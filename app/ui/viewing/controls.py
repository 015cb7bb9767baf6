"""What each action of the viewing screen does to the picture, the moments and the parts around them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.common.ids import MomentId
from app.domain.moment import MomentKind
from app.domain.recording import Recording
from app.domain.timecode import TimeRange, format_time
from app.ui.viewing.held_key import HeldKey
from app.ui.viewing.moment.marking import Marking
from app.ui.viewing.moment.moment_editor import MomentEditor
from app.ui.viewing.panes.watch_panel import WatchPanel
from app.ui.viewing.room import RoomMode
from app.ui.viewing.stage import Stage
from app.ui.viewing.timeline.chapters import Chapters
from app.ui.viewing.timeline.timeline import Timeline
from app.ui.viewing.timeline.timeline_look import CHAPTERS, SOUND
from app.ui.viewing.watching import Watching

RUN_UP_MS = 2_000
_AGAIN_MS = 5_000
_LOOP_MS = 8_000
_WHILE_HELD = {"hide"}
_FRAGMENT_AROUND_MS = 15_000
"""A moment alone says little to somebody who was not there."""


@dataclass(frozen=True)
class Parts:
    """What the actions work on."""

    recording: Recording
    watching: Watching
    marking: Marking
    stage: Stage
    timeline: Timeline
    chapters: Chapters
    watch: WatchPanel
    editor: MomentEditor


class Controls(QObject):
    """One method per action; `act` finds it by the id in `keys.py`."""

    said = Signal(str)
    mode_changed = Signal(object)
    """How much stands around the picture: a `RoomMode`."""
    fragment_requested = Signal(int, int, str)
    """From and to in milliseconds, and the moment's id."""

    def __init__(self, parts: Parts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._loop_from_ms: int | None = None
        self._mode = RoomMode.ALL
        self._held = HeldKey()
        self._marked: MomentId | None = None
        self.is_held = False
        """Whether something lies over the picture that nothing may reach past."""
        self.fragment_block = ""
        """Why no fragment may be made of this recording; empty when it may."""
        self._actions = self._viewing_actions() | self._moment_actions()

    def act(self, action_id: str) -> None:
        """Do one of the actions of `keys.py`."""
        if not self.is_held or action_id in _WHILE_HELD:
            self._actions[action_id]()

    def press(self, action_id: str, key: int) -> None:
        """Do an action for a key that went down; a mark may grow for as long as it stays down."""
        self._marked = None
        self.act(action_id)
        self._begin_hold(key)

    def release(self, key: int) -> None:
        """A key was let go: the mark it made, if it was held, ends here."""
        watching = self._parts.watching
        held = self._held.release(key, watching.position_ms, time.monotonic())
        if held is not None:
            self._parts.marking.stretch(held, watching.position_ms)

    def add_action(self, action_id: str, do: Callable[[], None]) -> None:
        """Let another part of the screen do an action of `keys.py`."""
        self._actions[action_id] = do

    @property
    def action_ids(self) -> frozenset[str]:
        """Every action there is."""
        return frozenset(self._actions)

    @Slot(str)
    def open_moment(self, moment_id: str) -> None:
        """Choose this moment and go to its beginning."""
        parts = self._parts
        parts.marking.select(MomentId(moment_id))
        selected = parts.marking.selected
        if selected is not None:
            parts.watching.seek(selected.at_ms)
            parts.timeline.bring_into_view(selected.at_ms)

    @Slot(int)
    def go_to_neighbour(self, direction: int) -> None:
        """Open the previous (-1) or next (1) moment."""
        neighbour = self._parts.marking.neighbour(direction, self._parts.watching.position_ms)
        if neighbour is not None:
            self.open_moment(neighbour.moment_id)
            self._parts.watching.seek(max(0, neighbour.at_ms - RUN_UP_MS))

    @Slot(bool)
    def choose_loop(self, is_on: bool) -> None:  # noqa: FBT001 - a slot for a button that stays down
        """Repeat the open moment, or the seconds around now; or stop repeating."""
        watching, selected = self._parts.watching, self._parts.marking.selected
        if not is_on:
            watching.set_loop(None)
            return
        if selected is not None and selected.until_ms is not None:
            from_ms, to_ms = selected.at_ms, selected.until_ms
        else:
            from_ms = max(0, watching.position_ms - _LOOP_MS // 2)
            to_ms = from_ms + _LOOP_MS
        loop = TimeRange(from_ms, max(from_ms + 1, min(to_ms, self._parts.recording.facts.duration_ms)))
        if not loop.from_ms <= watching.position_ms <= loop.to_ms:
            watching.seek(loop.from_ms)
        watching.set_loop(loop)

    def _viewing_actions(self) -> dict[str, Callable[[], None]]:
        watching, timeline = self._parts.watching, self._parts.timeline
        return {
            "play": watching.toggle,
            "shuttle_back": watching.shuttle_back,
            "shuttle_stop": watching.pause,
            "shuttle_on": watching.faster,
            "frame_back": partial(watching.step, -1),
            "frame_on": partial(watching.step, 1),
            "back_5": partial(watching.skip, -5_000),
            "on_5": partial(watching.skip, 5_000),
            "back_1": partial(watching.skip, -1_000),
            "on_1": partial(watching.skip, 1_000),
            "start": partial(watching.seek, 0),
            "end": partial(watching.seek, self._parts.recording.facts.duration_ms),
            "repeat": self._repeat,
            "again": self._again,
            "loop_point": self._set_loop_point,
            "loop_moment": self._loop_moment,
            "chapter": self._parts.chapters.ask_here,
            "zoom_in": partial(timeline.zoom, 1),
            "zoom_out": partial(timeline.zoom, -1),
            "lane_up": partial(timeline.move_lane, -1),
            "lane_down": partial(timeline.move_lane, 1),
            "focus_mode": self._next_mode,
            "picture_only": self._show_picture_only,
            "hide": self._toggle_hidden,
            "picture": self._back_to_picture,
        }

    def _moment_actions(self) -> dict[str, Callable[[], None]]:
        marking, editor = self._parts.marking, self._parts.editor
        marks = {f"mark_{kind.value}": partial(self._mark, kind) for kind in MomentKind}
        return marks | {
            "mark_later": partial(self._mark, None),
            "mark_in": self._set_in,
            "mark_out": self._set_out,
            "undo": marking.undo,
            "redo": marking.redo,
            "remove": marking.remove_selected,
            "previous_moment": partial(self.go_to_neighbour, -1),
            "next_moment": partial(self.go_to_neighbour, 1),
            "pick": self._start_picking,
            "write": self._write,
            "question": editor.question.next_question,
            "who": editor.choose_who,
            "fragment": self._request_fragment,
        }

    def _mark(self, kind: MomentKind | None) -> None:
        self._parts.editor.save_now()
        self._marked = self._parts.marking.mark(kind, self._parts.watching.position_ms)
        if self._marked is not None:
            self._parts.watching.locate(self._marked)

    def _begin_hold(self, key: int) -> None:
        if self._marked is not None:
            self._held.press(key, self._marked, self._parts.watching.position_ms, time.monotonic())

    def _set_in(self) -> None:
        self._parts.marking.set_in(self._parts.watching.position_ms)

    def _set_out(self) -> None:
        self._parts.marking.set_out(self._parts.watching.position_ms)

    def _repeat(self) -> None:
        selected = self._parts.marking.selected
        if selected is None:
            self._again()
        else:
            self._play_from(selected.at_ms - RUN_UP_MS)

    def _again(self) -> None:
        self._play_from(self._parts.watching.position_ms - _AGAIN_MS)

    def _play_from(self, at_ms: int) -> None:
        self._parts.watching.seek(max(0, at_ms))
        self._parts.watching.play()

    def _set_loop_point(self) -> None:
        """Begin a loop here (A), end it here (B), and let go of it the third time."""
        watching, timeline = self._parts.watching, self._parts.timeline
        now_ms, from_ms = watching.position_ms, self._loop_from_ms
        if watching.loop is not None:
            watching.set_loop(None)
            self.said.emit(self.tr("Het stuk herhaalt niet meer."))
        elif from_ms is None:
            self._loop_from_ms = now_ms
            timeline.show_loop(TimeRange(now_ms, now_ms + 1))
            self.said.emit(self.tr("Het stuk begint op {time}. Druk nog eens op A waar het ophoudt.").format(time=format_time(now_ms)))
            return
        elif now_ms == from_ms:
            timeline.show_loop(None)
        else:
            watching.set_loop(TimeRange(min(from_ms, now_ms), max(from_ms, now_ms)))
            self.said.emit(self.tr("Dit stuk herhaalt nu. Met A stopt dat."))
        self._loop_from_ms = None

    def _loop_moment(self) -> None:
        self._loop_from_ms = None
        self.choose_loop(self._parts.watching.loop is None)

    def _write(self) -> None:
        parts = self._parts
        if parts.timeline.hasFocus() and parts.timeline.active_lane == SOUND:
            silence_ms = parts.timeline.next_silence_ms()
            if silence_ms is None:
                self.said.emit(self.tr("Na dit punt is er geen stilte van drie tellen meer."))
            else:
                parts.watching.seek(silence_ms)
            return
        if parts.timeline.hasFocus() and parts.timeline.active_lane == CHAPTERS:
            parts.chapters.ask_now()
            return
        if parts.marking.selected is None:
            nearest = parts.marking.neighbour(-1, parts.watching.position_ms)
            if nearest is None:
                self.said.emit(self.tr("Zet eerst een moment: 1, 2, 3 of 4."))
                return
            parts.marking.select(nearest.moment_id)
        self._set_mode(RoomMode.ALL)
        parts.watching.pause()
        parts.editor.write()

    def _start_picking(self) -> None:
        self._set_mode(RoomMode.ALL)
        self._parts.watch.start_picking()

    @Slot()
    def go_on_after_writing(self) -> None:
        """Back to the picture, a little before where it stopped, so that nothing is missed."""
        self._parts.stage.setFocus()
        self._play_from(self._parts.watching.position_ms - RUN_UP_MS)

    def _back_to_picture(self) -> None:
        if self._mode is not RoomMode.ALL and self._parts.stage.hasFocus():
            self._set_mode(RoomMode.ALL)
            return
        self._parts.editor.drop_typed()
        self._parts.stage.setFocus()

    def _toggle_hidden(self) -> None:
        is_hidden = not self._parts.stage.is_hidden
        self._parts.stage.set_hidden(is_hidden=is_hidden)
        self._parts.watching.set_hidden(is_hidden=is_hidden)

    def _next_mode(self) -> None:
        order = [RoomMode.ALL, RoomMode.FOCUS, RoomMode.PICTURE]
        self._set_mode(order[(order.index(self._mode) + 1) % len(order)])

    def _show_picture_only(self) -> None:
        self._set_mode(RoomMode.ALL if self._mode is RoomMode.PICTURE else RoomMode.PICTURE)

    def _set_mode(self, mode: RoomMode) -> None:
        if mode is not self._mode:
            self._mode = mode
            self.mode_changed.emit(mode)

    def _request_fragment(self) -> None:
        parts = self._parts
        parts.editor.save_now()
        selected = parts.marking.selected
        if self.fragment_block:
            self.said.emit(self.fragment_block)
            return
        if selected is None:
            self.said.emit(self.tr("Kies eerst een moment. Een fragment begint bij een moment."))
            return
        last_ms = selected.at_ms if selected.until_ms is None else selected.until_ms
        from_ms = max(0, selected.at_ms - _FRAGMENT_AROUND_MS)
        to_ms = min(parts.recording.facts.duration_ms, last_ms + _FRAGMENT_AROUND_MS)
        parts.watching.pause()
        self.fragment_requested.emit(from_ms, to_ms, selected.moment_id)
