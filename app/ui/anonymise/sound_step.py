"""Step 3: what is said, which words nobody may hear, and what is left of the voice. No sound, unless somebody chooses otherwise."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.common.errors import AppError
from app.common.picture import Picture
from app.common.progress import Progress
from app.domain.anonymise_plan import VoiceLevel
from app.domain.lanes import Waveform
from app.domain.own_word import OwnWord
from app.domain.timecode import TimeRange
from app.domain.transcript import TranscriptOrigin
from app.error_texts import error_text
from app.services.session import Session
from app.ui.anonymise.clock import PlaybackClock
from app.ui.anonymise.listening import Listening
from app.ui.anonymise.review import Review
from app.ui.anonymise.review_words import ReviewWords
from app.ui.anonymise.sound_keys import sound_rows
from app.ui.anonymise.sound_look import SoundLook
from app.ui.anonymise.sound_timeline import Bleep, range_of
from app.ui.anonymise.sound_words import count_words
from app.ui.anonymise.step import is_single_key
from app.ui.anonymise.words_sources import WordsSources
from app.ui.jobs import JobRunner
from app.ui.theme import Theme
from app.ui.viewing.keys import KeyTable
from app.ui.viewing.timeline.lane_loading import LaneLoading


class SoundStep(SoundLook):
    """Picture, words, voice and timeline on one plan; every change goes through `ReviewWords`."""

    said = Signal(str)
    """Something to tell at the bottom left for a moment."""

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._session = session
        self._jobs = jobs
        self._review: Review | None = None
        self._clock: PlaybackClock | None = None
        self._bleep_from_ms: int | None = None
        self._at_ms = 0
        self._lanes: LaneLoading | None = None
        self._listening = Listening(session, jobs, self)
        self._sources = WordsSources(session, jobs, self)
        self._connect()
        self._keys, self._acts = KeyTable(sound_rows()), self._act_table()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left to choose."""
        return self.panel.is_ready

    def work_on(self, review: Review, clock: PlaybackClock) -> None:
        """Take up this plan and this playback."""
        if self._clock is not clock:
            clock.shown.connect(self._on_shown)
            clock.moved.connect(self._on_moved)
            clock.playing_changed.connect(self._on_playing_changed)
        if self._review is not review:
            self.words = ReviewWords(self._session, review, self)
            self.words.changed.connect(self._show_words)
            self.choosing.work_on(self.words)
            self.writing.work_on(self.words)
        self._review, self._clock = review, clock
        self._show_words()

    def entered(self) -> None:
        """Show the beginning of the fragment, look for names anew and go to the first word to choose about."""
        review, clock = self._work()
        clock.keep_within(review.plan.range)
        self._try(self.words.find_again)
        self._load_sound()
        self._go_to(0)
        if self.words.lines:
            self.words_panel.view.setFocus()
            self.choosing.go_to_first()
        else:
            self.panel.cards[review.plan.voice].setFocus()

    def left(self) -> None:
        """Stop all that plays or works."""
        self._listening.stop()
        self._sources.stop()
        if self._lanes:
            self._lanes.release()
            self._lanes = None
        if self._clock:
            self._clock.pause()

    def set_picture_hidden(self, *, is_hidden: bool) -> None:
        """Close or open the shutters before the picture; closed it stands still too, and nothing is heard."""
        self.stage.set_hidden(is_hidden=is_hidden)
        if is_hidden:
            self._listening.stop()
        if is_hidden and self._clock:
            self._clock.pause()

    def act_on_key(self, event: QKeyEvent) -> bool:
        """Do what the key asks."""
        is_typing = isinstance(QApplication.focusWidget(), QLineEdit)
        act = self._acts.get(self._keys.find(event, is_typing=is_typing))
        letter = event.text().upper()
        if act is None and not is_typing and is_single_key(event) and letter in self.words.speakers:
            act = partial(self.writing.set_speaker, letter)
        if act is None:
            return False
        self._try(act)
        return True

    def _act_table(self) -> dict[str, Callable[[], None]]:
        return {
            "hide": self.choosing.hide,
            "hide_same": self.choosing.hide_same,
            "leave": self._leave_or_remove,
            "next": partial(self.choosing.go_to_next, 1),
            "previous": partial(self.choosing.go_to_next, -1),
            "edit": self._edit_line,
            "add": self._add_line,
            "split": self._split_line,
            "remove_line": self.writing.remove,
            "line_begin": self._begin_line_here,
            "line_end": self._end_line_here,
            "nobody": partial(self.writing.set_speaker, ""),
            "bleep_begin": self._begin_bleep,
            "bleep_end": self._end_bleep,
            "listen": self._listen,
            "repeat": self._repeat_line,
            "own_word": self.own_words.take_keyboard,
            "done": self._on_continue,
            "play": self._toggle_play,
            "back": partial(self._skip, -5000),
            "on": partial(self._skip, 5000),
            "frame_back": partial(self._step_frames, -1),
            "frame_on": partial(self._step_frames, 1),
            "start": partial(self._go_to, 0),
            "end": partial(self._go_to, 10**9),
            "undo": self._undo,
            "redo": self._redo,
            "let_go": self._let_go,
        }

    # What each part asks.

    def _connect(self) -> None:
        view = self.words_panel.view
        for signal, act in (
            (view.chosen_changed, self._on_word_chosen),
            (view.word_clicked, self.choosing.take_click),
            (view.typed, self._on_typed),
            (self.words_panel.typing_requested, self._start_typing_along),
            (self.words_panel.edit_requested, self._edit_line),
            (self.words_panel.add_requested, self._add_line),
            (self.words_panel.split_requested, self._split_line),
            (self.words_panel.remove_requested, self.writing.remove),
            (self.words_panel.draft_requested, self._draft),
            (self.words_panel.draft_accepted, self._accept_draft),
            (self.words_panel.file_chosen, self._read_file),
            (self.card.hide_requested, self.choosing.hide),
            (self.card.hide_same_requested, self.choosing.hide_same),
            (self.card.leave_requested, self.choosing.leave),
            (self.own_words.words_changed, self._set_own_words),
            (self.timeline.bleep_drawn, self._add_bleep),
            (self.timeline.bleep_moved, self._move_bleep),
            (self.panel.voice_chosen, self._choose_voice),
        ):
            signal.connect(partial(self._try, act))
        self.choosing.said.connect(self.said)
        self.writing.said.connect(self.said)
        self.writing.changed.connect(self._show_words)
        self.writing.speaker_chosen.connect(partial(self._try, self.writing.set_speaker))
        view.time_chosen.connect(self._go_to)
        view.speaker_asked.connect(self._ask_speaker)
        view.typing_changed.connect(self._on_typing_changed)
        self.words_panel.stop_requested.connect(self._sources.stop)
        self.card.resized.connect(view.place)
        self.card.resized.connect(self.words_panel.reveal_choice)
        self.timeline.time_chosen.connect(self._go_to)
        self.timeline.bleep_chosen.connect(self.choosing.choose_bleep)
        self.timeline.play_requested.connect(self._toggle_play)
        self.panel.listening_requested.connect(self._listen)
        self.panel.back_requested.connect(self.back)
        self.panel.continue_requested.connect(self._on_continue)
        self._listening.changed.connect(self._show_listening)
        self._listening.began.connect(self._on_listening_began)
        self._listening.ended.connect(self._on_listening_ended)
        self._listening.failed.connect(self._tell)
        self._sources.began.connect(self.words_panel.progress.begin)
        self._sources.progressed.connect(self._on_progressed)
        self._sources.ended.connect(self.words_panel.progress.end)
        self._sources.failed.connect(self.words_panel.error.tell)
        self._sources.written.connect(self._on_written)
        self._sources.spans_found.connect(self._on_spans)

    # Showing.

    @Slot()
    def _show_words(self) -> None:
        words, plan = self.words, self.words.plan
        rows = self.writing.rows()
        self.words_panel.view.show_rows(rows, words.own_words)
        self.words_panel.show_state(
            has_lines=bool(rows),
            count=count_words(len(plan.all_bleeps) - len(words.undecided), len(words.undecided)),
            is_draft=words.transcript is not None and words.transcript.origin is TranscriptOrigin.DRAFT,
            can_draft=self._session.transcripts.is_recogniser_installed,
        )
        self.own_words.show_words(words.own_words)
        self.choosing.show_card()
        self._show_bleeps()
        self.panel.show_choice(plan.voice, has_captions=bool(plan.captions))
        self.panel.show_readiness(words.missing, needs_captions=words.needs_captions)
        self._show_listening()

    def _show_bleeps(self) -> None:
        plan = self.words.plan
        heard = [name for name in plan.names if name.is_hidden is not False]
        bleeps: tuple[Bleep, ...] = tuple(sorted((*plan.bleeps, *heard), key=lambda bleep: range_of(bleep).from_ms))
        times = plan.frame_times_ms
        frame_ms = round(times[-1] / (len(times) - 1)) if len(times) > 1 else 40
        self.timeline.show_bleeps(bleeps, plan.range.duration_ms, frame_ms)
        self.timeline.show_voice(plan.voice, plan.all_bleeps, tuple(caption.range for caption in plan.captions))

    def _load_sound(self) -> None:
        recording_id = self._work()[0].fragment.recording_id
        waveform = self._session.recordings.waveform(recording_id)
        self._show_sound(waveform)
        if waveform is None:
            self._lanes = LaneLoading(self._session, self._jobs, recording_id, self)
            self._lanes.waveform_ready.connect(self._show_sound)
            self._lanes.load()

    @Slot(object)
    def _show_sound(self, waveform: Waveform | None) -> None:
        self.timeline.show_sound(waveform, self.words.plan.range.from_ms)

    @Slot()
    def _show_listening(self) -> None:
        voice = self.words.plan.voice
        has_sound = voice is VoiceLevel.DISGUISE or (voice is VoiceLevel.SPOKEN and bool(self.words.plan.captions))
        self.panel.show_listening(is_possible=has_sound, is_busy=self._listening.is_busy, is_playing=self._listening.is_playing)

    @Slot(Picture)
    def _on_shown(self, picture: Picture) -> None:
        if self._review and self.isVisible():
            self.stage.show_picture(picture)
            self.stage.show_masks(self._review.masks(self._review.frame_at(picture.at_ms)), self._review.plan.mask)

    @Slot(int)
    def _on_moved(self, at_ms: int) -> None:
        if self._review is None or not self.isVisible():
            return
        chosen = self._review.plan.range
        self._at_ms = max(0, min(at_ms - chosen.from_ms, chosen.duration_ms))
        self.timeline.set_time(self._at_ms)
        self.words_panel.view.set_time(self._at_ms)
        if self._work()[1].is_playing:
            self.words_panel.reveal_now()

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.timeline.set_playing(is_playing=is_playing)
        if not is_playing and self._listening.is_playing:
            self._listening.stop()

    # Moving through time.

    @Slot(int)
    def _go_to(self, at_ms: int) -> None:
        review, clock = self._work()
        self._listening.stop()
        clock.pause()
        self._at_ms = max(0, min(at_ms, review.plan.range.duration_ms - 1))
        clock.seek(review.plan.range.from_ms + self._at_ms)
        self.timeline.set_time(self._at_ms)
        self.words_panel.view.set_time(self._at_ms)

    def _skip(self, by_ms: int) -> None:
        clock = self._work()[1]
        if clock.is_playing:
            clock.seek(clock.position_ms + by_ms)
        else:
            self._go_to(self._at_ms + by_ms)

    def _step_frames(self, frames: int) -> None:
        review, _ = self._work()
        frame = review.frame_at(review.plan.range.from_ms + self._at_ms) + frames
        self._go_to(review.time_of(frame) - review.plan.range.from_ms)

    @Slot()
    def _toggle_play(self) -> None:
        if self._listening.is_playing:
            self._listening.stop()
        else:
            self._work()[1].toggle()

    def _repeat_line(self) -> None:
        if row := self.words_panel.view.chosen_row:
            self._go_to(row.range.from_ms)
            self._work()[1].toggle()

    @Slot()
    def _listen(self) -> None:
        if self._listening.is_busy or self._listening.is_playing:
            self._listening.stop()
        elif self.panel.can_listen:
            self._work()[1].pause()
            self._listening.start(self.words.plan, self._at_ms)

    @Slot(int)
    def _on_listening_began(self, from_ms: int) -> None:
        review, clock = self._work()
        # The picture goes along in silence: what is heard is not the recording.
        clock.set_muted(is_muted=True)
        clock.seek(review.plan.range.from_ms + from_ms)
        if not clock.is_playing:
            clock.toggle()

    @Slot()
    def _on_listening_ended(self) -> None:
        if self._clock:
            self._clock.pause()
            self._clock.set_muted(is_muted=False)

    # Words and lines.

    def _on_word_chosen(self) -> None:
        view = self.words_panel.view
        row = view.chosen_row
        if row and not self._work()[1].is_playing:
            self._go_to(view.chosen_piece.range.from_ms if view.chosen_piece else row.range.from_ms)
        self.choosing.show_card()
        self.words_panel.reveal_choice()

    def _leave_or_remove(self) -> None:
        bleep = self.timeline.chosen
        if self.timeline.hasFocus() and isinstance(bleep, TimeRange):
            self.words.remove_bleep(bleep)
        else:
            self.choosing.ask_reason()

    def _set_own_words(self, own_words: tuple[OwnWord, ...]) -> None:
        self.words.set_own_words(own_words)

    def _edit_line(self) -> None:
        self.writing.edit(self._at_ms)

    def _add_line(self) -> None:
        self.writing.add(self._at_ms)

    def _split_line(self) -> None:
        self.writing.split(self._at_ms)

    def _begin_line_here(self) -> None:
        self.writing.reach(from_ms=self._at_ms)

    def _end_line_here(self) -> None:
        self.writing.reach(to_ms=self._at_ms)

    def _on_typed(self, text: str) -> None:
        self.writing.take(text, self._at_ms)

    @Slot(bool)
    def _on_typing_changed(self, is_typing: bool) -> None:  # noqa: FBT001 - the signal's argument
        if not is_typing:
            self.writing.let_go_of_new()

    @Slot(int, QPoint)
    def _ask_speaker(self, _row: int, place: QPoint) -> None:
        self.writing.ask_speaker(place)

    # Getting it written down.

    def _start_typing_along(self) -> None:
        self.words_panel.error.clear()
        self._sources.find_spans(self._work()[0].fragment)

    @Slot(tuple)
    def _on_spans(self, spans: tuple[TimeRange, ...]) -> None:
        self.writing.open_lines(spans, self._at_ms)

    def _draft(self) -> None:
        self.words_panel.error.clear()
        self._sources.draft(self._work()[0].fragment)

    def _accept_draft(self) -> None:
        self.words.accept_draft()

    def _read_file(self, path: Path) -> None:
        self.words_panel.error.clear()
        self._sources.read_file(self._work()[0].fragment, path)

    @Slot()
    def _on_written(self) -> None:
        self._try(self.words.find_again)
        self.words_panel.view.setFocus()
        self.choosing.go_to_first()

    @Slot(Progress)
    def _on_progressed(self, progress: Progress) -> None:
        self.words_panel.progress.advance(progress.step, progress.done, progress.total, self.tr("Je kunt gewoon doorgaan"))

    # Bleeps and the voice.

    def _begin_bleep(self) -> None:
        self._bleep_from_ms = self._at_ms
        self.timeline.set_begin(self._at_ms)
        self.said.emit(self.tr("De piep begint hier. Druk op O waar hij eindigt."))

    def _end_bleep(self) -> None:
        begin_ms, self._bleep_from_ms = self._bleep_from_ms, None
        self.timeline.set_begin(None)
        if begin_ms is not None and begin_ms != self._at_ms:
            self._add_bleep(TimeRange(min(begin_ms, self._at_ms), max(begin_ms, self._at_ms)))

    def _add_bleep(self, bleep: TimeRange) -> None:
        self.words.add_bleep(bleep)
        self.timeline.choose(bleep)

    def _move_bleep(self, before: Bleep, after: TimeRange) -> None:
        self.timeline.choose(self.words.move_bleep(before, after))

    def _choose_voice(self, voice: VoiceLevel) -> None:
        self._listening.stop()
        self.words.set_voice(voice)

    # The rest.

    def _undo(self) -> None:
        review, _ = self._work()
        if review.can_undo:
            review.undo()
            self.said.emit(self.tr("Ongedaan gemaakt."))

    def _redo(self) -> None:
        review, _ = self._work()
        if review.can_redo:
            review.redo()
            self.said.emit(self.tr("Opnieuw gedaan."))

    def _let_go(self) -> None:
        self._bleep_from_ms = None
        self.timeline.set_begin(None)
        if self.card.is_asking:
            self.card.close_reason()
        if self.words_panel.view.isVisible():
            self.words_panel.view.setFocus()

    @Slot()
    def _on_continue(self) -> None:
        if self.panel.is_ready:
            self.done.emit()
        elif self.words.undecided:
            self.words_panel.view.setFocus()
            self.choosing.go_to_first()

    @Slot(AppError)
    def _tell(self, error: AppError) -> None:
        self.said.emit(error_text(error))

    def _try(self, act: Callable[..., object], *arguments: object) -> None:
        """Do something that writes to the vault, and tell it when that does not go."""
        try:
            act(*arguments)
        except AppError as error:
            self._tell(error)

    def _work(self) -> tuple[Review, PlaybackClock]:
        if self._review is None or self._clock is None:
            raise RuntimeError("the step was used before it had work")
        return self._review, self._clock
