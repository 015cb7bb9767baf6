"""Everything about one moment: its kind, its time, about whom, and the four texts, kept as a draft while one types."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.domain.kijkkader import Kader, MomentField
from app.domain.moment import Moment, MomentKind
from app.ui.theme import Theme
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.menu_button import MenuButton
from app.ui.viewing.moment.fields import GrowingText, ThenText, TimeField
from app.ui.viewing.moment.mark_button import MarkButton
from app.ui.viewing.moment.question_card import QuestionCard
from app.ui.widgets.buttons import IconButton, PlainButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, TextLabel, plain_tip
from app.ui.widgets.mark_shape import MarkShape

DRAFT_AFTER_MS = 500
"""So long after the first key that is not kept yet the words are, however fast one types on."""
_MARGIN = 16
_KIND_GAP = 4
TEXT_FIELDS = ("see", "next", "then", "now")


_BESIDE = ("then", "now")
"""These two stand beside each other: the first word says which it is, the rest is a hint."""


class MomentEditor(QWidget):
    """Shows a moment and tells what was changed; saving is for the screen."""

    edited = Signal(object, object)
    """The moment as it was shown, and a dict of the fields that became different (as object: Qt would turn its enums into text)."""
    step_requested = Signal(int)
    action_requested = Signal(str)
    """The id of an action in `keys.py`."""
    drafted = Signal(object, object)
    """The moment, and what stands in its texts that is not saved yet, by field; empty when that is nothing any more."""
    dropped = Signal(object, object)
    """The moment, and the words the worker does not want."""
    typing_started = Signal()
    finished = Signal()
    """The words are saved and the worker wants to see on."""

    def __init__(self, theme: Theme, keys: KeyChoices | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys or KeyChoices()
        self._moment: Moment | None = None
        self._kader: Kader | None = None
        self._is_drafted = False
        self._is_typing = False
        """Whether there are words that are not saved; the first of them stops the picture."""
        self._build_parts()
        self._build_fields()
        self._arrange()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_AFTER_MS)
        self._connect()
        self.show_moment(None, 0, 0)

    @property
    def status(self) -> str:
        """What the editor says about saving."""
        return self._status.text()

    def show_kader(self, kader: Kader) -> None:
        """Offer the frame's roles, and ask in its words."""
        self._kader = kader
        self._show_who()
        for field in kader.fields:
            self._show_field(field)

    def _show_field(self, field: MomentField) -> None:
        name, hint = field.name.nl, field.hint.nl.rstrip(".")
        self._texts[field.field_id].setAccessibleName(f"{name}: {hint}" if hint else name)
        if not hint and field.field_id in _BESIDE:
            name, _, hint = name.partition(" ")
        words, aside = self._labels[field.field_id]
        words.setText(name)
        hint = f"{hint[:1].lower()}{hint[1:]}"
        aside.setText(hint)
        aside.setToolTip(plain_tip(hint))

    def show_moment(self, moment: Moment | None, number: int, count: int) -> None:
        """Show this moment, `number` of `count`; what is typed and not yet saved of another one is saved first."""
        if self._moment is not None and (moment is None or moment.moment_id != self._moment.moment_id):
            self._save_before_leaving()
        is_same = moment is not None and self._moment is not None and moment.moment_id == self._moment.moment_id
        unsaved: dict[str, str] = self._unsaved() if is_same else {}
        self._moment = moment
        has_moment = moment is not None
        self._body.setVisible(has_moment)
        self._actions.setVisible(has_moment)
        self._mark.setVisible(has_moment)
        self._empty.setVisible(not has_moment)
        self.question.set_writable(is_writable=has_moment)
        self._previous.setEnabled(count > 0)
        self._next.setEnabled(count > 0)
        if moment is None:
            self._title.setText(self.tr("Momenten"))
            self._empty.setText(self._empty_words(count))
            self._status.setText("")
            self._status_icon.hide()
            return
        self._title.setText(self.tr("Moment {number} van {count}").format(number=number, count=count))
        self._mark.set_mark(moment.kind.value if moment.kind else None, is_full=moment.has_words)
        for button in self._kinds:
            button.setChecked(button.kind == moment.kind)
        self._from.show_time(moment.at_ms)
        self._until.show_time(moment.until_ms)
        length_ms = (moment.until_ms or moment.at_ms) - moment.at_ms
        self._length.setText(self.tr("{seconds} s").format(seconds=round(length_ms / 1000)) if length_ms else self.tr("punt"))
        for name, field in self._texts.items():
            if name not in unsaved:
                field.show_text(str(getattr(moment, name)))
        self._show_who()
        self._show_status()

    def write(self) -> None:
        """Put the keyboard at the end of "Ik zie of hoor"."""
        field = self._texts["see"]
        field.moveCursor(field.textCursor().MoveOperation.End)
        field.setFocus()
        self._scroll.ensureWidgetVisible(field)

    def choose_who(self) -> None:
        """Open the list of roles."""
        if self._moment is not None:
            self._who.setFocus()
            self._who.showMenu()

    def take_up(self, words: dict[str, str]) -> None:
        """Put words that were typed before, and neither saved nor dropped, back into their fields."""
        for name, text in words.items():
            if name in self._texts:
                self._texts[name].show_text(text)
        self._is_drafted = True
        self._show_status()

    def drop_typed(self) -> None:
        """Show the saved words again, and tell which are dropped."""
        self._draft_timer.stop()
        unsaved = self._unsaved()
        if self._moment is None or not unsaved:
            return
        for name in unsaved:
            self._texts[name].show_text(str(getattr(self._moment, name)))
        self.dropped.emit(self._moment, unsaved)
        self._show_status()

    @Slot()
    def save_now(self) -> None:
        """Tell what was typed and not saved yet."""
        self._draft_timer.stop()
        unsaved = self._unsaved()
        if self._moment is not None and unsaved:
            self.edited.emit(self._moment, unsaved)

    def _save_before_leaving(self) -> None:
        before, unsaved = self._moment, self._unsaved()
        self._draft_timer.stop()
        # Saving shows the moments anew, and so comes back here; by then nothing of the old one may be left to save.
        self._moment = None
        if unsaved:
            self.edited.emit(before, unsaved)

    def tell_unsaved(self, sentence: str) -> None:
        """Say that the words could not be saved, and why."""
        self._status_icon.set_icon("letop", "gevaar")
        self._status_icon.show()
        self._status.setText(self.tr("Nog niet bewaard"))
        self._status.setToolTip(plain_tip(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the four kinds beside each other where they fit, otherwise two by two."""
        super().resizeEvent(event)
        self._arrange_kinds()

    def _build_parts(self) -> None:
        self._mark = MarkShape(self._theme, None, self, size=18, background="paneel")
        self._title = TextLabel("", "titel", self, wraps=False)
        self._previous = IconButton(self._theme, "chevron-left", self._with_key(self.tr("Vorig moment"), "previous_moment"), self)
        self._next = IconButton(self._theme, "verder", self._with_key(self.tr("Volgend moment"), "next_moment"), self)
        self._more = IconButton(self._theme, "meer", self.tr("Meer met dit moment"), self)
        menu = QMenu(self._more)
        for action_id, words in (
            ("repeat", self.tr("Herhaal dit moment")),
            ("pick", self.tr("Zet in een vak van het kader")),
            ("remove", self.tr("Wis dit moment")),
        ):
            # After a tab the key is only shown: a real shortcut here would also work while somebody types.
            menu.addAction(f"{words}\t{self._keys.cap(action_id)}").triggered.connect(partial(self._ask, action_id))
        self._more.setMenu(menu)
        self._more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._empty = TextLabel("", "gewoon", self)
        self._kinds = tuple(MarkButton(self._theme, kind, self._keys.cap(f"mark_{kind.value}"), self, is_choice=True) for kind in MomentKind)
        self._kind_group = QButtonGroup(self)
        for button in self._kinds:
            self._kind_group.addButton(button)
        self.question = QuestionCard(self._theme, self._keys, self)
        self._status_icon = IconLabel(self._theme, "goed", self, size=16, color="inkt_3")
        self._status = TextLabel("", "bij", self, wraps=False)
        self._fragment = PlainButton(self._theme, self.tr("Maak fragment"), self, icon_name="fragmenten", keys=self._keys.caps("fragment"))

    def _build_fields(self) -> None:
        self._from = TimeField(self._theme, self._with_key(self.tr("Begin van het moment"), "mark_in"), self._keys.cap("mark_in"), self)
        self._until = TimeField(self._theme, self._with_key(self.tr("Eind van het moment"), "mark_out"), self._keys.cap("mark_out"), self)
        self._length = TextLabel("", "bij", self, wraps=False)
        self._who = MenuButton(self._theme, self, widest_px=150)
        self._who_menu = QMenu(self._who)
        self._who.setMenu(self._who_menu)
        self._texts: dict[str, GrowingText] = {
            "see": GrowingText(self._theme, "", 2, self),
            "next": GrowingText(self._theme, "", 1, self),
            "then": ThenText(self._theme, "", 3, self),
            "now": GrowingText(self._theme, "", 3, self),
        }

    def _arrange(self) -> None:
        content = QWidget(self)
        content.setObjectName("scrolled")
        column = self._column = QVBoxLayout(content)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 12)
        column.setSpacing(8)
        column.addLayout(self._head_row())
        column.addWidget(self._empty)
        column.addWidget(self._build_body())
        column.addWidget(self.question)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(self._scroll.focusPolicy().NoFocus)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_scroll_range)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self._scroll, 1)
        self._actions = QWidget(self)
        foot_column = QVBoxLayout(self._actions)
        foot_column.setContentsMargins(0, 0, 0, 0)
        foot_column.setSpacing(0)
        foot_column.addWidget(Line(self._actions))
        self._block = TextLabel("", "letop", self._actions)
        self._block.setContentsMargins(_MARGIN, 6, _MARGIN, 0)
        self._block.hide()
        foot_column.addWidget(self._block)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 7, _MARGIN, 7)
        foot.setSpacing(6)
        foot.addWidget(self._status_icon)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._fragment)
        foot_column.addLayout(foot)
        outside.addWidget(self._actions)

    def say_fragment_blocked(self, reason: str) -> None:
        """Close the way to a fragment and say why; empty opens it again."""
        self._fragment.setEnabled(not reason)
        self._fragment.setToolTip(plain_tip(reason))
        self._fragment.setAccessibleDescription(reason)
        self._block.setText(reason)
        self._block.setVisible(bool(reason))

    def _head_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(self._title)
        row.addStretch(1)
        for button in (self._previous, self._next, self._more):
            row.addWidget(button)
        return row

    def _build_body(self) -> QWidget:
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._kind_grid = QGridLayout()
        self._kind_grid.setSpacing(_KIND_GAP)
        self._kind_columns = 0
        self._arrange_kinds()
        column.addLayout(self._kind_grid)
        times = QHBoxLayout()
        times.setSpacing(6)
        times.addWidget(self._from)
        times.addWidget(TextLabel("\N{EN DASH}", "bij", self._body, wraps=False))
        times.addWidget(self._until)
        times.addWidget(self._length)
        times.addStretch(1)
        times.addWidget(self._who)
        column.addLayout(times)
        self._labels: dict[str, tuple[TextLabel, TextLabel]] = {}
        column.addLayout(self._labelled("see"))
        column.addLayout(self._labelled("next"))
        pair = QHBoxLayout()
        pair.setSpacing(10)
        pair.addLayout(self._labelled("then", "toen"), 1)
        pair.addLayout(self._labelled("now", "nu"), 1)
        column.addLayout(pair)
        order = [*self._kinds, self._from, self._until, self._who, *self._texts.values()]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        return self._body

    def add_below(self, widget: QWidget) -> None:
        """Put something that belongs to the moment under its words."""
        layout = self._body.layout()
        if layout is not None:
            layout.addWidget(widget)

    def _labelled(self, name: str, icon_name: str = "") -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(7)
        if icon_name:
            head.addWidget(IconLabel(self._theme, icon_name, self._body, size=15))
        words, hint = self._labels[name] = (TextLabel("", "veldnaam", self._body, wraps=False), TextLabel("", "bij", self._body, wraps=False))
        hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(words)
        head.addWidget(hint, 1)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._texts[name])
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self._draft_timer.timeout.connect(self._on_draft_due)
        for field in self._texts.values():
            field.typed.connect(self._on_typed)
            field.left.connect(self.save_now)
            field.finished.connect(self._on_finished)
        for button in self._kinds:
            button.clicked.connect(partial(self._on_kind_clicked, button.kind))
        self._from.time_typed.connect(partial(self._on_time_typed, "at_ms"))
        self._until.time_typed.connect(partial(self._on_time_typed, "until_ms"))
        self._previous.clicked.connect(partial(self._step, -1))
        self._next.clicked.connect(partial(self._step, 1))
        self._fragment.clicked.connect(partial(self._ask, "fragment"))
        self._theme.changed.connect(self._arrange_kinds)

    @Slot()
    def _arrange_kinds(self) -> None:
        needed = sum(button.sizeHint().width() for button in self._kinds) + 3 * _KIND_GAP + 2 * _MARGIN
        columns = 4 if self.width() >= needed else 2
        if columns == self._kind_columns:
            return
        self._kind_columns = columns
        for place, button in enumerate(self._kinds):
            self._kind_grid.addWidget(button, place // columns, place % columns)

    def _unsaved(self) -> dict[str, str]:
        if self._moment is None:
            return {}
        typed = {name: field.toPlainText() for name, field in self._texts.items()}
        return {name: words for name, words in typed.items() if words != getattr(self._moment, name)}

    def _show_status(self) -> None:
        is_saved = not self._unsaved()
        if is_saved:
            self._is_drafted = self._is_typing = False
            self._status_icon.set_icon("goed", "inkt_3")
        self._status_icon.setVisible(is_saved)
        unsaved = self.tr("Concept bewaard") if self._is_drafted else self.tr("Je typt nog")
        self._status.setText(self.tr("Bewaard") if is_saved else unsaved)
        self._status.setToolTip("" if is_saved else plain_tip(self.tr("Enter bewaart en kijkt verder. Esc laat weg wat je typte.")))

    def _show_who(self) -> None:
        chosen = self._moment.who if self._moment else ()
        names = {choice.who_id: choice.name.nl for choice in self._kader.who} if self._kader else {}
        words = ", ".join(names.get(who_id, who_id) for who_id in chosen)
        self._who.set_words(words or self.tr("Over wie?"), self._with_key(self.tr("Over wie"), "who"))
        self._who_menu.clear()
        for who_id, name in names.items():
            action = self._who_menu.addAction(f"&{name}")
            action.setCheckable(True)
            action.setChecked(who_id in chosen)
            action.triggered.connect(partial(self._on_who_chosen, who_id))

    def _empty_words(self, count: int) -> str:
        if count == 0:
            return self.tr("Nog geen momenten. Begin met iets dat helpt. Druk op 1 als je het ziet.")
        return self.tr("Er is geen moment open. Klik er een aan op de tijdlijn, of druk op [ of ].")

    @Slot(int, int)
    def _on_scroll_range(self, _first: int, last: int) -> None:
        # The bar stands in the margin, so that the fields do not change width (and with it height) when it comes and goes.
        bar_px = self._scroll.verticalScrollBar().sizeHint().width() if last else 0
        self._column.setContentsMargins(_MARGIN, 8, max(0, _MARGIN - bar_px), 12)

    @Slot()
    def _on_typed(self) -> None:
        if not self._is_typing and self._unsaved():
            self._is_typing = True
            self.typing_started.emit()
        self._show_status()
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    @Slot()
    def _on_draft_due(self) -> None:
        if self._moment is not None:
            self._is_drafted = True
            self.drafted.emit(self._moment, self._unsaved())
            self._show_status()

    @Slot()
    def _on_finished(self) -> None:
        self.save_now()
        if not self._unsaved():
            self.finished.emit()

    def _on_kind_clicked(self, kind: MomentKind, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        if self._moment is not None:
            self.edited.emit(self._moment, {"kind": kind})

    def _on_who_chosen(self, who_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        if self._moment is None:
            return
        chosen = self._moment.who
        who = tuple(each for each in chosen if each != who_id) if who_id in chosen else (*chosen, who_id)
        self.edited.emit(self._moment, {"who": who})

    def _on_time_typed(self, name: str, at_ms: int) -> None:
        if self._moment is not None:
            self.edited.emit(self._moment, {name: at_ms})

    def _step(self, direction: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.step_requested.emit(direction)

    def _with_key(self, words: str, action_id: str) -> str:
        key = self._keys.cap(action_id)
        return f"{words} ({key})" if key else words

    def _ask(self, action_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.action_requested.emit(action_id)
