"""Watching a recording and marking moments in it: the parts of the screen, and what the keys do."""

from contextlib import suppress
from functools import partial

from PySide6.QtCore import QDate, QLocale, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QFrame, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import MomentId, RecordingId
from app.common.progress import JobContext, Progress
from app.domain.consent import Purpose
from app.domain.kijkkader import Indicator, Kader
from app.domain.moment import Moment
from app.domain.recording import Recording
from app.error_texts import error_text
from app.services.changes import Changes
from app.services.session import Session
from app.services.viewing import ViewingChoice
from app.ui.capture.spoken_note_bar import SpokenNoteBar
from app.ui.changes import ChangeSignal
from app.ui.consent.wording import blocked_text
from app.ui.jobs import JobRunner
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.transcript.captions import Captions
from app.ui.viewing.controls import RUN_UP_MS, Controls, Parts
from app.ui.viewing.focus_bar import FocusBar
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.keys import key_of
from app.ui.viewing.layout import layout_for
from app.ui.viewing.moment.marking import Marking
from app.ui.viewing.moment.moment_editor import TEXT_FIELDS, MomentEditor
from app.ui.viewing.panes.watch_panel import WatchPanel
from app.ui.viewing.room import Room, RoomMode
from app.ui.viewing.stage import Stage
from app.ui.viewing.timeline.chapters import Chapters
from app.ui.viewing.timeline.lane_loading import LaneLoading
from app.ui.viewing.timeline.overview import Overview
from app.ui.viewing.timeline.timeline import Timeline
from app.ui.viewing.timeline.timeline_look import PICTURE, RIGHT_PX, SOUND, LaneProgress
from app.ui.viewing.transport import Transport
from app.ui.viewing.watching import Watching
from app.ui.widgets.labels import Line
from app.ui.widgets.message_bar import MessageBar

_REMEMBER_MS = 5_000
_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


class ViewingScreen(Screen):
    """One recording. Everything marked or typed is saved at once; leaving only stops the picture."""

    fragment_requested = Signal(str, int, int, str)
    kader_requested = Signal(str)
    """For the recording in view."""
    """Recording id, from and to in milliseconds, and the moment's id (empty without one)."""
    transcript_requested = Signal(str)
    place_shown = Signal()
    """Somebody came here for one place: nothing may lie over it."""
    left = Signal()
    """The screen is about to let go of everything: the last moment to save."""
    focus_mode_changed = Signal(bool)
    """Rail and top bar should go away, or come back."""

    def __init__(
        self, session: Session, theme: Theme, jobs: JobRunner, recording_id: str, parent: QWidget | None = None, *, keys: KeyChoices | None = None
    ) -> None:
        super().__init__(parent)
        self._key_choices = keys or KeyChoices()
        self._session = session
        self._theme = theme
        self._recording: Recording = session.recordings.get(RecordingId(recording_id))
        self._kader: Kader | None = None
        self._remembered_ms = self._recording.last_position_ms
        self._has_side_lights = False
        self._is_released = False
        self._keys = self._key_choices.table()
        self._offered: QWidget | None = None
        self._are_small_pictures_hidden = False
        self._name_screen()
        self.watching = Watching(session, jobs, self._recording.recording_id, self._recording.last_position_ms, self)
        self.marking = Marking(session, self._recording, self)
        self._drafts = self.marking.drafts()
        self._lanes = LaneLoading(session, jobs, self._recording.recording_id, self)
        self._changes = ChangeSignal(session.changes, self)
        self._remember = QTimer(self)
        self._remember.setInterval(_REMEMBER_MS)
        self._build_parts()
        self._arrange()
        self.controls = Controls(
            Parts(self._recording, self.watching, self.marking, self.stage, self.timeline, self.chapters, self.watch, self.editor), self
        )
        self.spoken = SpokenNoteBar(session, theme, jobs, self.editor)
        self.editor.add_below(self.spoken)
        self.spoken.speaking_started.connect(self.watching.pause)
        self.spoken.said.connect(self._say)
        self._captions = Captions(session, jobs, self._changes, self._recording.recording_id, self.stage.set_caption)
        self._captions.said.connect(self._say)
        self._captions.transcript_requested.connect(self.transcript_requested)
        self.controls.add_action("captions", self._captions.toggle)
        self.controls.add_action("transcript", self._captions.ask_transcript)
        self._connect()
        self._show_consent()
        kader_job = jobs.start(partial(_current_kader, session, self._recording.recording_id), name="read_kijkkader")
        kader_job.succeeded.connect(self._on_kader_read)
        self._lanes.load()
        self._remember.start()
        self._show_choice()
        self._take_up_drafts()
        self._on_moved(self.watching.position_ms)
        self.stage.say(self.tr("De opname gaat open. Je momenten staan al klaar."))

    @property
    def recording_id(self) -> RecordingId:
        """Which recording is watched."""
        return self._recording.recording_id

    @property
    def is_playing(self) -> bool:
        """Whether it runs."""
        return self.watching.is_playing

    def entered(self) -> None:
        """Give the keyboard to the picture."""
        self.stage.setFocus()

    def show_place(self, at_ms: int, moment_id: MomentId | None) -> None:
        """Open this moment, or go to this time; the picture begins two seconds before it."""
        self.place_shown.emit()
        if moment_id is not None:
            self.controls.open_moment(moment_id)
        self.watching.seek(max(0, at_ms - RUN_UP_MS))
        self.timeline.bring_into_view(at_ms)

    @property
    def is_released(self) -> bool:
        """Whether the screen was left for good."""
        return self._is_released

    def hold(self, *, is_held: bool) -> None:
        """Let nothing reach the picture, and keep its small pictures out of sight too; or let go again."""
        self.controls.is_held = is_held
        if is_held:
            self.watching.pause()
        self.transport.setVisible(not is_held)
        self._divide()

    def hide_small_pictures(self, *, is_hidden: bool) -> None:
        """Take the lane with small pictures away, in which everybody is seen; or put it back."""
        self._are_small_pictures_hidden = is_hidden
        self._divide()

    def offer_in_top_bar(self, widget: QWidget | None) -> None:
        """Put this in the middle of the top bar, or take away what is there."""
        self._offered = widget
        self.header_changed.emit()

    def top_bar_widget(self) -> QWidget | None:
        """Return what was offered there."""
        return self._offered

    def release(self) -> None:
        """Save what is typed, remember the place, and stop everything. Calling it again does nothing."""
        if self._is_released:
            return
        self.left.emit()
        self._is_released = True
        self.editor.save_now()
        self._remember_position()
        self._remember.stop()
        self._changes.stop()
        self._lanes.release()
        self.spoken.release()
        self.watching.release()
        self.stage.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key is for, unless somebody is typing."""
        action = self._keys.find_action(event, is_typing=isinstance(self.focusWidget(), _TYPING))
        if action is None:
            super().keyPressEvent(event)
        elif action.repeats or not event.isAutoRepeat():
            self.controls.press(action.action_id, key_of(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a key that stays down was making."""
        if not event.isAutoRepeat():
            self.controls.release(key_of(event))
        super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        self._divide()

    def _name_screen(self) -> None:
        self.title = self._recording.title
        parts = [self._recording.talk]
        on = self._recording.recorded_on
        if on:
            parts.append(QLocale().toString(QDate(on.year, on.month, on.day), "ddd d MMMM"))
        self.subtitle = ", ".join(part for part in parts if part)
        self.safety_text = self.tr("Deze opname verlaat dit apparaat niet")
        self.is_rail_narrow = True
        self.has_back = True

    def _build_parts(self) -> None:
        facts = self._recording.facts
        self.stage = Stage(self._theme, self)
        self.transport = Transport(self._theme, facts.duration_ms, has_sound=facts.audio_codec is not None, keys=self._key_choices, parent=self)
        self.timeline = Timeline(self._theme, facts.duration_ms, self, fps=facts.fps)
        self.chapters = Chapters(self._session, self._theme, self._recording, self.timeline, self.watching, self)
        self.overview = Overview(self._theme, self.timeline.axis, self, margins=(self.timeline.label_px, RIGHT_PX))
        self.focus_bar = FocusBar(self._theme, facts.duration_ms, self._key_choices, self)
        self._panel = QFrame(self)
        self._panel.setObjectName("panel")
        self.watch = WatchPanel(self._theme, self._key_choices, self._panel)
        self.editor = MomentEditor(self._theme, self._key_choices, self._panel)
        self.message = MessageBar(self._theme, self.stage)

    def _arrange(self) -> None:
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(1, 0, 0, 0)
        panel.setSpacing(0)
        panel.addWidget(self.watch)
        panel.addWidget(Line(self._panel))
        panel.addWidget(self.editor, 1)
        timeline = QFrame(self)
        timeline.setObjectName("sheet")
        below = QVBoxLayout(timeline)
        below.setContentsMargins(0, 2, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.overview)
        below.addWidget(self.timeline, 1)
        self.room = Room(self.stage, self.transport, self.focus_bar, timeline, self._panel, self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self.room)

    def _connect(self) -> None:
        self.controls.said.connect(self._say)
        self.controls.mode_changed.connect(self._on_mode_changed)
        self.controls.fragment_requested.connect(self._on_fragment_requested)
        self.watch.kader_requested.connect(self._on_kader_requested)
        self.watching.opened.connect(self._on_state_changed)
        self.watching.failed.connect(self._on_failed)
        self.watching.picture_shown.connect(self.stage.show_picture)
        self.watching.moved.connect(self._on_moved)
        self.watching.state_changed.connect(self._on_state_changed)
        self.watching.located.connect(self.marking.settle)
        self.marking.changed.connect(self._show_moments)
        self.chapters.saved.connect(self._on_saved)
        self.chapters.said.connect(self._say)
        self.marking.saved.connect(self._on_saved)
        self.marking.said.connect(self._say)
        self.marking.refused.connect(self._on_refused)
        self._lanes.thumbnails_ready.connect(self.timeline.show_thumbnails)
        self._lanes.waveform_ready.connect(self.timeline.show_waveform)
        self._lanes.progressed.connect(self._on_lane_progressed)
        self._lanes.failed.connect(self._on_lanes_failed)
        self._changes.changed.connect(self._on_changes)
        self.stage.clicked.connect(partial(self.controls.act, "play"))
        self.stage.double_clicked.connect(partial(self.controls.act, "focus_mode"))
        self.transport.action_requested.connect(self.controls.act)
        self.transport.rate_chosen.connect(self.watching.set_rate)
        self.transport.volume_chosen.connect(self.watching.set_volume)
        self.transport.mute_chosen.connect(self.watching.set_muted)
        self.transport.loop_chosen.connect(self.controls.choose_loop)
        self.timeline.seek_requested.connect(self.watching.seek)
        self.timeline.moment_opened.connect(self.controls.open_moment)
        self.timeline.moment_reshaped.connect(self.marking.reshape)
        self.timeline.view_changed.connect(self.overview.show_axis)
        self.overview.view_requested.connect(self.timeline.show_around)
        self.focus_bar.seek_requested.connect(self.watching.seek)
        self.focus_bar.action_requested.connect(self.controls.act)
        self.watch.pane_picked.connect(self._on_pane_picked)
        self.watch.choice_made.connect(self._on_choice_made)
        self.marking.stepped.connect(self._show_choice)
        self.watch.refused.connect(self._say)
        self.watch.pick_ended.connect(self._on_pick_ended)
        self.editor.edited.connect(self._on_edited)
        self.editor.drafted.connect(self.marking.keep_draft)
        self.editor.dropped.connect(self.marking.drop_words)
        self.editor.typing_started.connect(self.watching.pause)
        self.editor.finished.connect(self.controls.go_on_after_writing)
        self.editor.step_requested.connect(self.controls.go_to_neighbour)
        self.editor.action_requested.connect(self.controls.act)
        self.editor.question.write_requested.connect(partial(self.controls.act, "write"))
        self.editor.question.indicator_chosen.connect(self._on_indicator_chosen)
        self._remember.timeout.connect(self._remember_position)
        self._theme.changed.connect(self._on_theme_changed)

    def _take_up_drafts(self) -> None:
        if self._drafts:
            self.marking.select(next(iter(self._drafts)))
            self._say(self.tr("Hier was je aan het schrijven. Je woorden staan er nog."))

    def _divide(self) -> None:
        layout = layout_for(self.width(), self.height(), self._theme.scale, is_held=self.controls.is_held)
        self.watch.set_folded(is_folded=layout.is_folded)
        self.timeline.set_short(is_short=layout.is_folded or self.controls.is_held or self._are_small_pictures_hidden)
        self.overview.setVisible(not layout.is_folded)
        if self._kader and layout.has_side_lights != self._has_side_lights:
            self._has_side_lights = layout.has_side_lights
            self.watch.show_kader(self._kader, has_side_lights=layout.has_side_lights)
            self._show_moments()
        self.room.divide(self.size(), layout)

    def _show_consent(self) -> None:
        """Say beforehand whether an excerpt may be made; the services look again when one is."""
        try:
            reason = blocked_text(self._session.consent.verdict(self._recording.recording_id, Purpose.TEAM))
        except AppError:
            return  # wiped meanwhile; the window leaves this screen
        self.controls.fragment_block = reason
        self.editor.say_fragment_blocked(reason)

    def _say(self, sentence: str) -> None:
        self.message.say(sentence)
        self._announce(sentence)

    def _announce(self, sentence: str) -> None:
        event = QAccessibleAnnouncementEvent(self, sentence)
        QAccessible.updateAccessibility(event)

    def _kader_of(self, selected: Moment | None, current: Kader) -> Kader:
        """Return the frame in use, or the one the open moment was made with when it has an indicator of another frame."""
        if selected is None or all(map(current.has_indicator, selected.indicators)):
            return current
        try:
            return self._session.kijkkader.for_moment(selected)
        except AppError:
            return current

    def _indicators_to_ask(self, kader: Kader, selected: Moment | None) -> list[Indicator]:
        of_moment = [kader.indicator(each) for each in selected.indicators if kader.has_indicator(each)] if selected else []
        watched = [kader.indicator(each) for each in self.watch.watched if kader.has_indicator(each)]
        offered = self.watch.offered
        to_begin_with = [each for each in offered if self.watch.is_filtered or each.is_in_start_set]
        return of_moment or watched or to_begin_with or list(offered)

    @Slot()
    def _show_choice(self) -> None:
        """Show what is looked for, as it is kept."""
        with suppress(AppError):  # wiped meanwhile; the window leaves this screen
            self.watch.show_people(self._session.viewing.people_present(self._recording.recording_id))
            self.watch.show_choice(self._session.viewing.choice(self._recording.recording_id))
        self._show_moments()

    @Slot(object)
    def _on_choice_made(self, choice: ViewingChoice) -> None:
        try:
            self._session.viewing.choose(self._recording.recording_id, choice)
        except AppError as error:
            self._say(error_text(error))
        self._show_moments()

    def _remember_position(self) -> None:
        at_ms = self.watching.position_ms
        if at_ms == self._remembered_ms:
            return
        try:
            self._session.recordings.remember_position(self._recording.recording_id, at_ms)
            self._remembered_ms = at_ms
        except AppError as error:
            # The place is a convenience: that it could not be kept must not keep anybody from leaving.
            self._say(error_text(error))

    @Slot()
    def _show_moments(self, *_: object) -> None:
        moments, selected = self.marking.moments, self.marking.selected
        self.timeline.show_moments(moments, selected.moment_id if selected else "")
        self.timeline.show_pending_in(self.marking.pending_in_ms)
        self.overview.show_moments(moments)
        self.focus_bar.show_moments(moments)
        self.watch.show_moments(moments, selected)
        self.editor.show_moment(selected, self.marking.selected_number, len(moments))
        self.spoken.show_moment(selected)
        if selected is not None and (typed := self._drafts.pop(selected.moment_id, None)):
            self.editor.take_up(typed)
        if self._kader is not None:
            kader = self._kader_of(selected, self._kader)
            indicators = self._indicators_to_ask(kader, selected)
            can_choose = selected is not None and bool(selected.indicators)
            self.editor.question.show_indicators(kader, indicators, can_choose=can_choose)
            self.focus_bar.show_question(self.editor.question.question)

    @Slot(object)
    def _on_kader_read(self, kader: Kader) -> None:
        if self._is_released:
            return
        self._kader = kader
        self._has_side_lights = layout_for(self.width(), self.height(), self._theme.scale).has_side_lights
        self.watch.show_kader(kader, has_side_lights=self._has_side_lights)
        self.editor.show_kader(kader)
        self.chapters.show_kader(kader)
        self._show_moments()

    @Slot(object)
    def _on_mode_changed(self, mode: RoomMode) -> None:
        was_full, is_full = self.room.mode is not RoomMode.ALL, mode is not RoomMode.ALL
        self.room.set_mode(mode)
        self.stage.set_safety_text(self.safety_text if mode is RoomMode.FOCUS else "", has_frame=not is_full)
        self.stage.setFocus()
        if is_full != was_full:
            self.focus_mode_changed.emit(is_full)

    @Slot()
    def _on_kader_requested(self) -> None:
        self.kader_requested.emit(self._recording.recording_id)

    @Slot(int, int, str)
    def _on_fragment_requested(self, from_ms: int, to_ms: int, moment_id: str) -> None:
        self.fragment_requested.emit(self._recording.recording_id, from_ms, to_ms, moment_id)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        if self.stage.picture is None:
            self.stage.say(sentence)
            self._announce(sentence)
        else:
            self._say(sentence)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        self.transport.time.set_time(at_ms)
        self.timeline.show_position(at_ms, follows=True)
        self.overview.show_position(at_ms)
        self.focus_bar.show_position(at_ms)
        self._captions.set_time(at_ms)

    @Slot()
    def _on_state_changed(self) -> None:
        self.transport.set_playing(is_playing=self.watching.is_playing)
        self.transport.set_rate(self.watching.rate)
        self.transport.set_loop(is_on=self.watching.loop is not None)
        self.timeline.show_loop(self.watching.loop)

    @Slot(str)
    def _on_saved(self, sentence: str) -> None:
        key = self._key_choices.cap("undo")
        self.message.say(sentence, self.tr("{key}: ongedaan").format(key=key) if key else self.tr("Ongedaan"), self.marking.undo)
        self._announce(sentence)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.editor.tell_unsaved(sentence)
        self._say(sentence)

    @Slot(object, object)
    def _on_edited(self, moment: Moment, fields: dict[str, object]) -> None:
        if self.marking.change(moment, **fields) and not fields.keys().isdisjoint(TEXT_FIELDS):
            self.marking.keep_draft(moment, {})

    @Slot(str)
    def _on_pane_picked(self, indicator_id: str) -> None:
        selected = self.marking.selected
        if selected is None:
            self.watch.toggle_watched(indicator_id)
            return
        if self._kader is not None:
            cell_id = self._kader.indicator(indicator_id).cell_id
            known = [each for each in selected.indicators if self._kader.has_indicator(each)]
            in_cell = [each for each in known if self._kader.indicator(each).cell_id == cell_id]
            if in_cell:
                self.marking.change(selected, indicators=tuple(each for each in selected.indicators if each not in in_cell))
            else:
                self.marking.toggle_indicator(selected, indicator_id)

    @Slot()
    def _on_pick_ended(self) -> None:
        if not isinstance(self.focusWidget(), _TYPING):
            self.stage.setFocus()

    @Slot(str, str)
    def _on_indicator_chosen(self, old_id: str, new_id: str) -> None:
        selected = self.marking.selected
        if selected is not None:
            kept = tuple(new_id if each == old_id else each for each in selected.indicators)
            self.marking.change(selected, indicators=tuple(dict.fromkeys(kept)))

    @Slot(Progress)
    def _on_lane_progressed(self, progress: Progress) -> None:
        lane = SOUND if progress.step == "waveform" else PICTURE
        self.timeline.show_progress(LaneProgress(lane, progress.done / progress.total if progress.total else 0.0))

    @Slot(str)
    def _on_lanes_failed(self, _sentence: str) -> None:
        self.timeline.show_failure(PICTURE, self.tr("De beeldjes zijn niet gelukt. Kijken kan gewoon."))
        self.timeline.show_failure(SOUND, self.tr("De geluidslijn is niet gelukt. Luisteren kan gewoon."))

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if self._is_released:
            return
        if self.watching.was_closed:
            self.back_requested.emit()
            return
        if changes.moments:
            self.marking.refresh()
        if changes.chapters:
            self.chapters.refresh()
        if changes.recordings:
            self._lanes.load()
        if changes.consents:
            self._show_consent()
            self._show_choice()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.overview.set_left(self.timeline.label_px)
        self._divide()


def _current_kader(session: Session, recording_id: RecordingId, _context: JobContext) -> Kader:
    return session.kijkkader.current(recording_id)
