"""A quiet frame with its shutter open: questions about the worker, each answer for the worker alone until it is shared."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.kijkkader import Kader
from app.domain.private_answer import QuietFrame
from app.domain.recording import Recording
from app.domain.secondary_frames import FiveWindows, SelfInquiry, SoloAnswer, TogetherOrSolo
from app.services.private_answers import Asked
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.growth.private_question import PrivateQuestion
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Surface, TextLabel
from app.ui.widgets.scrolled import scrolled

_WIDTH_PX = 760


@dataclass(frozen=True)
class _Item:
    """A question of a frame: the heading it stands under, and the choices it gives."""

    question_id: str
    heading: str
    text: str
    choices: tuple[SoloAnswer, ...] = ()


class QuietFrameScreen(Screen):
    """Belongs to one recording at a time: what is written goes when that recording goes."""

    def __init__(self, theme: Theme, session: Session, frame: QuietFrame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._frame = frame
        kader = session.kijkkader.current()
        known: dict[QuietFrame, SelfInquiry | FiveWindows | TogetherOrSolo] = {
            QuietFrame.SELF_INQUIRY: kader.self_inquiry,
            QuietFrame.FIVE_WINDOWS: kader.five_windows,
            QuietFrame.TOGETHER_OR_SOLO: kader.together_or_solo,
        }
        words = known[frame]
        self.title = words.name.nl
        self.subtitle = self.tr("alleen voor jou")
        self.safety_text = self.tr("Niemand anders ziet dit, tot jij een antwoord deelt")
        self.has_back = True
        self._items = _items(kader, frame)
        self.recording = QComboBox(self)
        self.recording.setAccessibleName(self.tr("Bij welk gesprek?"))
        for recording in session.recordings.list():
            self.recording.addItem(_name_of(recording), recording.recording_id)
        self.questions: list[PrivateQuestion] = []
        self._shown_id = RecordingId(str(self.recording.currentData()))
        self._error = ErrorPanel(theme, self)
        self._lay_out(words.purpose.nl)
        self._changes = ChangeSignal(session.changes, self)
        self._changes.changed.connect(self._show)
        self.recording.currentIndexChanged.connect(self._on_recording_chosen)
        self._show()

    def entered(self) -> None:
        """Put the keyboard on the first question."""
        if self.questions:
            self.questions[0].focus()

    def release(self) -> None:
        """Save what is typed."""
        self._save()
        self._changes.stop()

    def _lay_out(self, purpose: str) -> None:
        page = QWidget(self)
        page.setObjectName("scrolled")
        inside = QWidget(page)
        inside.setMaximumWidth(self._theme.current.scaled(_WIDTH_PX))
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(12)
        column.addWidget(TextLabel(purpose, "groot", inside))
        column.addWidget(self._promise(inside))
        column.addWidget(self._error)
        if not self.recording.count():
            column.addWidget(TextLabel(self.tr("Dit hoort bij een gesprek. Voeg eerst een opname toe."), "groot", inside))
        else:
            row = QHBoxLayout()
            row.addWidget(TextLabel(self.tr("Bij welk gesprek?"), "label", inside, wraps=False))
            row.addWidget(self.recording, 1)
            column.addLayout(row)
            self._add_questions(column, inside)
        column.addStretch(1)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(inside, 100)
        outer.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scrolled(page, self))

    def _promise(self, parent: QWidget) -> QWidget:
        promise = Surface("calm", parent)
        row = QHBoxLayout(promise)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "vergrendelen", promise, color="luikgroen_tekst"))
        words = self.tr("Wat je hier schrijft, komt in geen enkel verslag, lijst of kopie. Het wordt gewist als de opname wordt gewist.")
        row.addWidget(TextLabel(words, "uitleg", promise), 1)
        return promise

    def _add_questions(self, column: QVBoxLayout, parent: QWidget) -> None:
        heading = ""
        for item in self._items:
            if item.heading != heading:
                heading = item.heading
                column.addWidget(Heading(heading, "kop3", parent))
            question = PrivateQuestion(self._theme, item.text, item.choices, parent)
            question.answered.connect(self._on_answered)
            question.share_chosen.connect(self._on_share_chosen)
            self.questions.append(question)
            column.addWidget(question)

    def _asked(self, place: int) -> Asked:
        item = self._items[place]
        return Asked(self._shown_id, self._frame, item.question_id, item.text)

    def _save(self) -> None:
        for question in self.questions:
            question.save_now()

    @Slot()
    def _show(self, *_: object) -> None:
        if not self.questions:
            return
        try:
            answers = self._session.private_answers.of_recording(self._shown_id)
        except AppError as error:
            self._error.tell(error)
            return
        known = {each.question_id: each for each in answers if each.frame is self._frame}
        for item, question in zip(self._items, self.questions, strict=True):
            question.show_answer(known.get(item.question_id))

    @Slot()
    def _on_recording_chosen(self) -> None:
        self._save()
        self._shown_id = RecordingId(str(self.recording.currentData()))
        self._show()

    @Slot(str, str)
    def _on_answered(self, text: str, choice: str) -> None:
        place = self._place_of_sender()
        self._try(lambda: self._session.private_answers.write(self._asked(place), text, choice))

    @Slot(bool)
    def _on_share_chosen(self, is_shared: bool) -> None:  # noqa: FBT001 - the signal's shape
        asked, service = self._asked(self._place_of_sender()), self._session.private_answers
        self._try(lambda: service.share(asked) if is_shared else service.take_back(asked))

    def _place_of_sender(self) -> int:
        sender = self.sender()
        return next(place for place, question in enumerate(self.questions) if question is sender)

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except AppError as error:
            self._error.tell(error)


def _name_of(recording: Recording) -> str:
    return ", ".join(part for part in (recording.title, recording.talk) if part)


def _items(kader: Kader, frame: QuietFrame) -> list[_Item]:
    if frame is QuietFrame.SELF_INQUIRY:
        return [_Item(each.question_id, "", each.text.nl) for each in kader.self_inquiry.questions]
    if frame is QuietFrame.FIVE_WINDOWS:
        return [
            _Item(f"{window.window_id}-{number}", window.name.nl, text.nl)
            for window in kader.five_windows.windows
            for number, text in enumerate(window.questions, 1)
        ]
    solo = kader.together_or_solo
    statements = [_Item(each.statement_id, "", each.text.nl, solo.answers) for each in (*solo.solo_statements, *solo.domain_statements)]
    return statements + [_Item(f"vervolg-{number}", solo.name.nl, text.nl) for number, text in enumerate(solo.follow_up, 1)]
