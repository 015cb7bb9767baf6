"""Step 1: which part, exact to the frame, and with which question. Then the app looks for faces."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.common.errors import AppError, InputError
from app.common.ids import MomentId
from app.common.picture import Picture
from app.common.progress import Progress
from app.domain.fragment import Fragment
from app.domain.recording import Recording
from app.domain.timecode import TimeRange, format_time, format_time_exact, parse_time
from app.error_texts import error_text
from app.services.session import Session
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.range_bar import RangeBar
from app.ui.anonymise.step import SidePanel, Step, is_single_key
from app.ui.anonymise.transport import Transport
from app.ui.jobs import Job, JobRunner
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, Surface, TextLabel, restyle
from app.ui.widgets.picture_view import PictureView

_QUESTION_MOST = 500
_USUAL_FRAME_MS = 40


class FragmentStep(Step):
    """Chooses a range and has its faces looked for; `found` brings the fragment with its plan kept in the vault."""

    found = Signal(Fragment)
    choice_changed = Signal()

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, recording: Recording, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._jobs = jobs
        self._recording = recording
        self._clock: PlaybackClock | None = None
        self._chosen = TimeRange(0, max(1, recording.facts.duration_ms))
        self._moments: tuple[MomentId, ...] = ()
        self._fragment: Fragment | None = None
        """The one whose faces were found, as long as the choice is still its choice."""
        self._draft: Fragment | None = None
        """The one that is kept in the vault for this screen, found or not."""
        self._shown_ms = 0
        self._job: Job | None = None
        self._build()

    @property
    def chosen(self) -> TimeRange:
        """The range as it is now."""
        return self._chosen

    @property
    def is_searching(self) -> bool:
        """Whether faces are being looked for."""
        return self._job is not None

    def start_with(self, chosen: TimeRange, moments: tuple[MomentId, ...]) -> None:
        """Begin with this range, for which there is no fragment yet."""
        self._moments = moments
        self._take(chosen)

    def go_on_with(self, fragment: Fragment, *, has_plan: bool) -> None:
        """Take up a fragment; with a plan its faces were found before."""
        self._moments = fragment.moments
        self._draft = fragment
        self._fragment = fragment if has_plan else None
        self._question.setPlainText(fragment.question)
        self._take(fragment.range)

    def work_on(self, clock: PlaybackClock) -> None:
        """Take up this playback."""
        self._clock = clock
        clock.shown.connect(self._on_shown)
        clock.moved.connect(self._on_moved)
        clock.playing_changed.connect(self._on_playing_changed)

    def entered(self) -> None:
        """Show the beginning of the range."""
        self.range_bar.show_waveform(self._session.recordings.waveform(self._recording.recording_id))
        self._on_loop_toggled()
        self._playing().seek(self._chosen.from_ms)
        self.stage.setFocus()

    def left(self) -> None:
        """Stop playing; looking for faces goes on only while the screen is there."""
        if self._clock:
            self._clock.pause()

    def stop_searching(self) -> None:
        """Stop looking for faces; nothing of it is kept."""
        if self._job:
            self._job.cancel()
            self.progress.say_stopping()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden and self._clock:
            self._clock.pause()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_search()
            return True
        if not is_single_key(event):
            return False
        small = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        clock = self._playing()
        acts: dict[str | Qt.Key, Callable[[], None]] = {
            "i": self._set_in,
            "o": self._set_out,
            ",": partial(clock.step, -1),
            ".": partial(clock.step, 1),
            "k": clock.toggle,
            "r": self._from_start,
            Qt.Key.Key_Space: clock.toggle,
            Qt.Key.Key_Left: partial(self._skip, -1000 if small else -5000),
            Qt.Key.Key_Right: partial(self._skip, 1000 if small else 5000),
            Qt.Key.Key_Home: self._from_start,
            Qt.Key.Key_End: self._to_end,
        }
        act = acts.get(event.text().lower()) or acts.get(key)
        if act is None:
            return False
        act()
        return True

    # Building.

    def _build(self) -> None:
        self.stage = PictureView(self.theme, self)
        self.stage.setAccessibleName(self.tr("Beeld van de opname"))
        self.stage.say(self.tr("Het beeld komt eraan."))
        self.transport = Transport(self.theme, self)
        self.transport.play_requested.connect(self._on_play)
        self.transport.step_requested.connect(self._on_step)
        self._loop = PlainButton(self.theme, self.tr("Herhaal het stuk"), self, icon_name="lus")
        self._loop.setCheckable(True)
        self._loop.setChecked(True)
        self._loop.toggled.connect(self._on_loop_toggled)
        self.transport.add(self._loop)
        self.range_bar = RangeBar(self.theme, max(1, self._recording.facts.duration_ms), self)
        self.range_bar.range_dragged.connect(self._on_range_dragged)
        self.range_bar.time_chosen.connect(self._on_time_chosen)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stage, 1)
        left.addWidget(self.transport)
        left.addWidget(Line(self))
        left.addWidget(self.range_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._build_panel())

    def _build_panel(self) -> SidePanel:
        panel = SidePanel(self.theme, self)
        column = panel.content
        column.addWidget(TextLabel(self.tr("Welk stuk laat je zien?"), "kop2", panel))
        column.addWidget(TextLabel(self.tr("Kort is het veiligst. Eén of twee minuten is vaak genoeg."), "bij", panel))
        column.addSpacing(6)
        column.addLayout(self._build_times(panel))
        self._length = TextLabel("", "bij", panel)
        column.addWidget(self._length)
        self._wrong = TextLabel("", "fout", panel)
        self._wrong.hide()
        column.addWidget(self._wrong)
        column.addSpacing(6)
        column.addWidget(TextLabel(self.tr("Wat wil je vragen aan wie meekijkt?"), "label", panel))
        self._question = QPlainTextEdit(panel)
        self._question.setTabChangesFocus(True)
        self._question.setPlaceholderText(self.tr("Wat gebeurde er in de stilte?"))
        self._question.setAccessibleName(self.tr("Je vraag"))
        self._question.setMaximumHeight(self.theme.current.scaled(96))
        column.addWidget(self._question)
        column.addWidget(TextLabel(self.tr("Staat hier een naam? Gebruik liever een rol."), "bij", panel))
        column.addSpacing(6)
        column.addWidget(self._build_promise(panel))
        self.progress = ProgressCard(self.theme, panel)
        self.progress.stop_requested.connect(self.stop_searching)
        self.error = ErrorPanel(self.theme, panel)
        column.addWidget(self.progress)
        column.addWidget(self.error)
        column.addStretch(1)
        panel.foot.addWidget(IconLabel(self.theme, "op_dit_apparaat", panel, size=16))
        panel.foot.addWidget(TextLabel(self.tr("Je opname zelf verandert niet"), "bij", panel), 1)
        self.search_button = MainButton(self.theme, self.tr("Zoek gezichten"), panel, is_large=False)
        self.search_button.clicked.connect(self._on_search)
        panel.foot.addWidget(self.search_button)
        return panel

    def _build_times(self, panel: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        self._in, self._out = EnterField(panel), EnterField(panel)
        parts = ((self._in, self.tr("Begin"), "I", self._set_in), (self._out, self.tr("Einde"), "O", self._set_out))
        for column, (field, words, key, act) in enumerate(parts):
            label = TextLabel(words, "label", panel)
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setFont(self.theme.current.font(is_tabular=True))
            field.editingFinished.connect(self._on_times_typed)
            button = PlainButton(self.theme, self.tr("Dit beeld"), panel, keys=(key,))
            button.clicked.connect(act)
            for line, widget in enumerate((label, field, button)):
                grid.addWidget(widget, line, column)
        return grid

    def _build_promise(self, panel: QWidget) -> Surface:
        card = Surface("card", panel)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Wat er nu gebeurt"), "sterk", card))
        lines = (
            ("gezicht", self.tr("De app zoekt in elk beeld naar gezichten en bedekt ze.")),
            ("let_op", self.tr("Jij kijkt of het klopt.")),
            ("geluid_uit", self.tr("Het geluid staat uit, tot je anders kiest.")),
        )
        for icon_name, words in lines:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(self.theme, icon_name, card, size=18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(words, "klein", card), 1)
            column.addLayout(row)
        return card

    # Choosing.

    def _take(self, chosen: TimeRange) -> None:
        if self._fragment and chosen != self._fragment.range:
            self._fragment = None
            self.choice_changed.emit()
        self._chosen = chosen
        self._in.setText(format_time_exact(chosen.from_ms))
        self._out.setText(format_time_exact(chosen.to_ms))
        self._length.setText(self.tr("Duurt {length}").format(length=format_time(chosen.duration_ms)))
        self._tell_wrong("")
        self.range_bar.show_range(chosen)
        self.search_button.set_words(self.tr("Verder") if self._fragment else self.tr("Zoek gezichten"))
        self._on_loop_toggled()

    def _set_in(self, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        if self.is_searching:
            return
        if self._shown_ms < self._chosen.to_ms:
            self._take(TimeRange(self._shown_ms, self._chosen.to_ms))
        else:
            self._take(TimeRange(self._shown_ms, min(self._shown_ms + self._chosen.duration_ms, self._end_ms())))

    def _set_out(self, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        """The frame that is shown is the last one in."""
        to_ms = min(self._shown_ms + self._frame_ms(), self._end_ms())
        if not self.is_searching and to_ms > self._chosen.from_ms:
            self._take(TimeRange(self._chosen.from_ms, to_ms))

    @Slot()
    def _on_times_typed(self) -> None:
        typed = (self._in.text(), self._out.text())
        if typed == (format_time_exact(self._chosen.from_ms), format_time_exact(self._chosen.to_ms)):
            return
        try:
            chosen = TimeRange(parse_time(typed[0]), min(parse_time(typed[1]), self._end_ms()))
        except InputError as error:
            self._tell_wrong(error_text(error))
            return
        self._take(chosen)
        self._playing().seek(chosen.from_ms)

    @Slot(int, int)
    def _on_range_dragged(self, from_ms: int, to_ms: int) -> None:
        if not self.is_searching:
            moved_ms = from_ms if from_ms != self._chosen.from_ms else to_ms
            self._take(TimeRange(from_ms, to_ms))
            self._playing().pause()
            self._playing().seek(moved_ms)

    def _tell_wrong(self, text: str) -> None:
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))
        for field in (self._in, self._out):
            field.setProperty("wrong", bool(text))
            restyle(field)

    # Looking for faces.

    @Slot()
    def _on_search(self) -> None:
        if self.is_searching:
            return
        self.error.hide()
        try:
            fragment = self._kept_fragment()
        except AppError as error:
            self.error.tell(error)
            return
        if self._fragment == fragment:
            self.found.emit(fragment)
            return
        self._set_searching(is_searching=True)
        job = self._jobs.start(partial(self._session.anonymise.detect, fragment.fragment_id), name="detect")
        self._job = job
        job.progressed.connect(self._on_progressed)
        job.succeeded.connect(partial(self._on_found, fragment))
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_cancelled)

    def _kept_fragment(self) -> Fragment:
        """Return the fragment of this choice: the one that is kept already, or a new one in its place.

        A fragment never changes. When only the question did, the work on its picture moves to the new one.
        """
        question = self._question.toPlainText().strip()[:_QUESTION_MOST]
        old = self._draft
        if old and (old.range, old.question) == (self._chosen, question):
            return old
        fragment = self._session.fragments.add(self._recording.recording_id, self._chosen, question, self._moments)
        plan = self._session.anonymise.plan(old.fragment_id) if old and old.range == self._chosen else None
        if plan:
            self._session.anonymise.save_plan(replace(plan, fragment_id=fragment.fragment_id, copy_id=None))
            self._fragment = fragment
        if old and not self._session.anonymise.clips(old.fragment_id):
            self._session.fragments.remove(old.fragment_id)
        self._draft = fragment
        return fragment

    def _set_searching(self, *, is_searching: bool) -> None:
        for widget in (self._in, self._out, self._question):
            widget.setEnabled(not is_searching)
        self.search_button.setVisible(not is_searching)
        if is_searching:
            self.progress.begin(self.tr("De app zoekt gezichten. Je kunt al kijken."))
        else:
            self._job = None
            self.progress.end()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        frames = max(1, round(self._chosen.duration_ms / self._frame_ms()))
        done = round(frames * progress.done / max(1, progress.total))
        words = self.tr("Beeld {done} van ongeveer {frames}").format(done=done, frames=frames)
        self.progress.advance(progress.step, progress.done, progress.total, words)

    def _on_found(self, fragment: Fragment, _summary: object) -> None:
        self._set_searching(is_searching=False)
        self._fragment = fragment
        self.search_button.set_words(self.tr("Verder"))
        self.found.emit(fragment)

    @Slot(AppError)
    def _on_failed(self, error: AppError) -> None:
        self._set_searching(is_searching=False)
        self.error.tell(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._set_searching(is_searching=False)

    # Playing.

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        if self.isVisible():
            self.stage.show_picture(picture)
            self._shown_ms = max(0, picture.at_ms)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self.isVisible():
            self.transport.show_times(at_ms, self._end_ms())
            self.range_bar.set_time(at_ms)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.transport.set_playing(is_playing=is_playing)

    @Slot()
    def _on_loop_toggled(self) -> None:
        if self._clock and self.isVisible():
            # Not kept within it: to choose another begin or end one has to look outside.
            self._clock.keep_within(None)
            self._clock.repeat(self._chosen if self._loop.isChecked() else None)

    @Slot()
    def _on_play(self) -> None:
        self._playing().toggle()

    @Slot(int)
    def _on_step(self, frames: int) -> None:
        self._playing().step(frames)

    @Slot(int)
    def _on_time_chosen(self, at_ms: int) -> None:
        self._playing().seek(at_ms)

    def _skip(self, by_ms: int) -> None:
        clock = self._playing()
        clock.seek(max(0, clock.position_ms + by_ms))

    def _from_start(self) -> None:
        self._playing().seek(self._chosen.from_ms)

    def _to_end(self) -> None:
        self._playing().seek(self._chosen.to_ms - self._frame_ms())

    def _end_ms(self) -> int:
        return max(1, self._recording.facts.duration_ms)

    def _frame_ms(self) -> int:
        return round(1000 / self._recording.facts.fps) if self._recording.facts.fps > 0 else _USUAL_FRAME_MS

    def _playing(self) -> PlaybackClock:
        if self._clock is None:
            raise RuntimeError("the step was used before it had a playback")
        return self._clock
