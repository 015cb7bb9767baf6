"""Beside the list: the chosen recording, and what can be done with it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.consent.wording import PURPOSES, age_name, capital, full_day, purpose_name, role_name, state_text
from app.ui.library.overview import RecordingRow, gone_text, long_date, minutes_text, size_text
from app.ui.library.trail import Trail
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, PlainButton
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Heading, Line, TextLabel
from app.ui.widgets.scrolled import scrolled

_WIDTH = 352
_WIDEST = 1.15
"""The panel grows with the text up to here, so that the list keeps its room."""


class Details(QFrame):
    """Facts and buttons of one recording."""

    opened = Signal()
    erase_requested = Signal()
    consent_requested = Signal()
    keep_requested = Signal()
    take_back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme = theme
        self._title = Heading("", "kop2", self)
        self._talk = TextLabel("", "gewoon", self)
        self._trail = Trail(theme, self)
        self._length, self._length_more = TextLabel("", "sterk", self), TextLabel("", "bij", self)
        self._moments, self._moments_more = TextLabel("", "sterk", self), TextLabel("", "bij", self)
        self._fragments, self._fragments_more = TextLabel("", "sterk", self), TextLabel("", "bij", self)
        self._gone, self._gone_more = TextLabel("", "sterk", self), TextLabel("", "bij", self)
        self._people = TextLabel("", "klein", self)
        self._allowed = [(IconLabel(theme, "dicht", self, size=16), TextLabel("", "gewoon", self)) for _ in PURPOSES]
        self._change = Button(theme, self.tr("Wijzig de dag"), self, kind="link")
        self._change.clicked.connect(self.keep_requested)
        self._open = PlainButton(theme, self.tr("Open kijkkamer"), self, icon_name="afspelen")
        self._open.clicked.connect(self.opened)
        self._consent = PlainButton(theme, self.tr("Toestemming"), self, icon_name="toestemming")
        self._consent.clicked.connect(self.consent_requested)
        self._erase = PlainButton(theme, self.tr("Wissen"), self, icon_name="wissen")
        self._erase.clicked.connect(self.erase_requested)
        self._take_back = PlainButton(theme, self.tr("Haal terug"), self, icon_name="ongedaan")
        self._take_back.clicked.connect(self.take_back_requested)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_row(self, row: RecordingRow | None) -> None:
        """Show this recording; None empties the panel."""
        self.setVisible(row is not None)
        if row is None:
            return
        recording, facts = row.recording, row.recording.facts
        self._title.setText(recording.title)
        self._talk.setText(", ".join(part for part in (recording.talk, long_date(recording.recorded_on)) if part))
        self._trail.show_row(row)
        self._length.setText(self.tr("{minutes} lang, {size}").format(minutes=minutes_text(facts.duration_ms), size=size_text(recording.size_bytes)))
        added = long_date(recording.imported_at.astimezone().date())
        self._length_more.setText(
            self.tr("Beeld {width} bij {height}. In de kluis sinds {day}.").format(width=facts.width, height=facts.height, day=added)
        )
        self._show_consent(row)
        self._show_gone(row)
        self._show_moments(row)
        self._show_fragments(row)
        is_here = not row.is_withdrawn
        for button, is_shown in (
            (self._open, is_here and not row.is_binned),
            (self._consent, is_here and not row.is_binned),
            (self._take_back, is_here and row.is_binned),
            (self._erase, is_here),
            (self._change, is_here and not row.is_binned),
        ):
            button.setVisible(is_shown)
        self._erase.set_words(self.tr("Nu vernietigen") if row.is_binned else self.tr("Wissen"))

    def _show_consent(self, row: RecordingRow) -> None:
        people = [f"{role_name(person.role)} ({age_name(person.age_group)})" for person in row.persons]
        self._people.setText(", ".join(people) if people else self.tr("Er staat nog niet bij wie er in beeld is."))
        for purpose, (mark, words) in zip(PURPOSES, self._allowed, strict=True):
            found = row.verdicts.get(purpose)
            is_allowed = found is not None and found.is_allowed
            state = "" if found is None or is_allowed else f": {state_text(found)}"
            mark.set_icon("goed" if is_allowed else "dicht", "luikgroen_tekst" if is_allowed else "inkt_3")
            words.setText(f"{purpose_name(purpose)}{state}")
            words.set_role("uitleg" if is_allowed else "gewoon")

    def _show_gone(self, row: RecordingRow) -> None:
        if row.is_withdrawn:
            self._gone.setText(self.tr("Toestemming ingetrokken"))
            self._gone_more.setText(self.tr("De opname wordt nu gewist. Je eigen notities blijven, zonder beeld."))
            return
        when = capital(gone_text(row))
        if row.is_binned:
            self._gone.setText(self.tr("In de prullenbak"))
            self._gone_more.setText(self.tr("{when} wordt hij vernietigd. Tot dan kun je hem terughalen.").format(when=when))
            return
        self._gone.setText(self.tr("Wordt gewist na {day}").format(day=full_day(row.recording.keep_until)))
        if row.days_left < 0:
            self._gone_more.setText(self.tr("De tijd is om. Kijk nog één keer, en kies."))
        else:
            self._gone_more.setText(self.tr("{when}, ook alle fragmenten. Je kijkt dan eerst nog één keer.").format(when=when))

    def _show_moments(self, row: RecordingRow) -> None:
        if not row.moments:
            self._moments.setText(self.tr("Nog geen momenten"))
            self._moments_more.setText(self.tr("Begin met iets dat helpt."))
            return
        wordless = sum(1 for moment in row.moments if not moment.has_words)
        self._moments.setText(self.tr("Eén moment") if len(row.moments) == 1 else self.tr("{count} momenten").format(count=len(row.moments)))
        self._moments_more.setText(self._wordless_text(wordless))

    def _wordless_text(self, count: int) -> str:
        if count == 0:
            return self.tr("Alle met woorden.")
        return self.tr("Eén nog zonder woorden.") if count == 1 else self.tr("{count} nog zonder woorden.").format(count=count)

    def _show_fragments(self, row: RecordingRow) -> None:
        if row.fragments == 0:
            self._fragments.setText(self.tr("Nog geen fragmenten"))
            self._fragments_more.setText(self.tr("Een fragment begint bij een moment."))
            return
        self._fragments.setText(self.tr("Eén fragment") if row.fragments == 1 else self.tr("{count} fragmenten").format(count=row.fragments))
        self._fragments_more.setText(self.tr("Je vindt ze bij Fragmenten."))

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 22, 20, 12)
        column.setSpacing(6)
        for part in (self._title, self._talk):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._trail)
        column.addSpacing(10)
        column.addWidget(Line(inside))
        column.addSpacing(8)
        column.addWidget(TextLabel(self.tr("Wie is er in beeld, en wat mag er?"), "sterk", inside))
        column.addWidget(self._people)
        for mark, words in self._allowed:
            allowed = QHBoxLayout()
            allowed.setSpacing(8)
            allowed.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            allowed.addWidget(words, 1)
            column.addLayout(allowed)
        column.addSpacing(8)
        column.addWidget(Line(inside))
        column.addSpacing(8)
        column.addLayout(self._fact(inside, "wisdatum", self._gone, self._gone_more))
        change = QHBoxLayout()
        change.addSpacing(24)
        change.addWidget(self._change)
        change.addStretch()
        column.addLayout(change)
        facts = (
            ("opnamen", self._length, self._length_more),
            ("moment", self._moments, self._moments_more),
            ("fragmenten", self._fragments, self._fragments_more),
        )
        for icon_name, strong, more in facts:
            column.addSpacing(8)
            column.addLayout(self._fact(inside, icon_name, strong, more))
        column.addStretch()
        scroll = scrolled(inside, self)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setContentsMargins(20, 0, 20, 20)
        self._buttons.setSpacing(8)
        for button in (self._consent, self._take_back, self._erase):
            self._buttons.addWidget(button, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll, 1)
        upper = QHBoxLayout()
        upper.setContentsMargins(20, 8, 20, 0)
        upper.addWidget(self._open)
        outside.addLayout(upper)
        outside.addLayout(self._buttons)

    def _fact(self, parent: QWidget, icon_name: str, strong: TextLabel, more: TextLabel) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(strong)
        words.addWidget(more)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, icon_name, parent), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    @Slot()
    def _on_theme_changed(self) -> None:
        is_large = self._theme.scale > _WIDEST
        self._buttons.setDirection(QBoxLayout.Direction.TopToBottom if is_large else QBoxLayout.Direction.LeftToRight)
        self.setFixedWidth(round(_WIDTH * max(1.0, min(self._theme.scale, _WIDEST))))
