"""What the worker looks for: the window with its panes, or folded to one bar where there is little room."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.domain.kijkkader import Indicator, Kader
from app.domain.moment import Moment
from app.services.viewing import MOST_WATCHED, ViewingChoice
from app.ui.theme import Theme
from app.ui.viewing.key_choices import KeyChoices
from app.ui.viewing.menu_button import MenuButton
from app.ui.viewing.panes.cards import about_card, pane_card
from app.ui.viewing.panes.pane_content import PaneContent, cell_ids_of, panes_of
from app.ui.viewing.panes.pane_grid import code_of, indicator_to_offer
from app.ui.viewing.panes.window_panes import WindowPanes, several_people_words
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import TextLabel, plain_tip, restyle

START_SET = "@begin"
"""Filters on the few indicators to begin with; no phase of a frame can be called this."""
_MARGIN = 16
_PAD_PX = 8
_HEAD_GAP_PX = 4


class WatchPanel(QFrame):
    """Folded it is the bar "Je let op"; the window then opens over what is below it, for as long as one picks."""

    pane_picked = Signal(str)
    """The indicator that goes with a pane the worker chose."""
    choice_made = Signal(object)
    """What is looked for from now on, a `ViewingChoice`."""
    refused = Signal(str)
    kader_requested = Signal()
    pick_ended = Signal()

    def __init__(self, theme: Theme, keys: KeyChoices | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys or KeyChoices()
        self._kader: Kader | None = None
        self._choice = ViewingChoice()
        self._people = 2
        self._has_side_lights = False
        self._shows_extensions = False
        self._shown: tuple[Sequence[Moment], Moment | None] = ((), None)
        self._is_folded = False
        self.setObjectName("panelPart")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.panes = WindowPanes(theme, self)
        self._open = QFrame(self)
        self._open.setObjectName("watchPanel")
        self._bar = QWidget(self)
        self._build_open()
        self._build_bar()
        self._count.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._bar)
        self._column.addWidget(self._open)
        self._bar.hide()
        self.panes.pane_picked.connect(self._on_pane_picked)
        self.panes.watch_toggled.connect(self._on_watch_toggled)
        self.panes.card_requested.connect(self._on_card_requested)
        self.panes.pick_ended.connect(self._on_pick_ended)

    @property
    def watched(self) -> tuple[str, ...]:
        """The indicators that are looked for, at most three."""
        known = self._choice.watched
        return tuple(each for each in known if self._kader is None or self._kader.has_indicator(each))

    @property
    def offered(self) -> tuple[Indicator, ...]:
        """The indicators that can be seen with the people who were there, within the phase or the set to begin with."""
        if self._kader is None:
            return ()
        phase_id = self._choice.phase_id
        within = self._kader.start_set if phase_id == START_SET else self._kader.indicators_in_phase(phase_id)
        return tuple(each for each in within if self._people > 1 or not each.needs_several_people)

    @property
    def is_filtered(self) -> bool:
        """Whether the worker chose a phase, or the set to begin with."""
        return bool(self._choice.phase_id)

    def show_kader(self, kader: Kader, *, has_side_lights: bool) -> None:
        """Show this frame."""
        self._kader = kader
        self._has_side_lights = has_side_lights
        for about in (self._about, self._bar_about):
            about.setToolTip(plain_tip(kader.notice.nl))
            about.setAccessibleDescription(kader.notice.nl)
        extensions = [theme.name.nl for theme in kader.themes if theme.is_extension]
        self._extensions.set_name(self.tr("Toon {names}").format(names=self.tr(" en ").join(extensions)))
        self._extensions.setVisible(bool(extensions) and not has_side_lights)
        self._fill_filter()
        self._show_columns()
        self.show_choice(self._choice)

    def show_choice(self, choice: ViewingChoice) -> None:
        """Show what is looked for."""
        self._choice = choice
        self._show_filter()
        self._show_watched()
        self.show_moments(*self._shown)

    def show_people(self, count: int) -> None:
        """So many people of the family or network were there: what needs several of them is grey with one."""
        self._people = count
        self.show_moments(*self._shown)

    def show_moments(self, moments: Sequence[Moment], selected: Moment | None) -> None:
        """Put the moments in their panes."""
        self._shown = (moments, selected)
        if self._kader is None:
            return
        of_moment = cell_ids_of(self._kader, selected.indicators) if selected else frozenset()
        offered = {each.cell_id for each in self.offered}
        seen = {cell.cell_id for cell in self._kader.cells if indicator_to_offer(cell, (), people=self._people)}
        every = {cell.cell_id for cell in self._kader.cells}
        quiet = frozenset(every - offered) if self.is_filtered else frozenset[str]()
        content = PaneContent(panes_of(self._kader, moments), cell_ids_of(self._kader, self.watched), of_moment, quiet, frozenset(every - seen))
        self.panes.show_content(content)

    def set_folded(self, *, is_folded: bool) -> None:
        """Fold the window to a bar, or open it."""
        if is_folded == self._is_folded:
            return
        self._is_folded = is_folded
        self._bar.setVisible(is_folded)
        if is_folded:
            self._column.removeWidget(self._open)
            self._open.setParent(self.parentWidget())
            self._open.setVisible(False)
        else:
            self._open.setParent(self)
            self._column.addWidget(self._open)
            self._open.setVisible(True)
        self._open.setProperty("floats", is_folded)
        restyle(self._open)

    def start_picking(self) -> None:
        """Let the next two keys choose a pane; a folded window opens for it."""
        if self._is_folded:
            self._place_over()
            self._open.show()
            self._open.raise_()
        self.panes.start_picking()

    @Slot(str)
    def toggle_watched(self, indicator_id: str) -> None:
        """Look for this indicator, or no longer."""
        watched = self.watched
        if indicator_id in watched:
            self._choose(tuple(each for each in watched if each != indicator_id), self._choice.phase_id)
        elif len(watched) >= MOST_WATCHED:
            self.refused.emit(self.tr("Je let al op drie dingen. Haal er eerst een weg."))
        else:
            self._choose((*watched, indicator_id), self._choice.phase_id)

    def _choose(self, watched: tuple[str, ...], phase_id: str) -> None:
        self.show_choice(ViewingChoice(watched, phase_id))
        self.choice_made.emit(self._choice)

    def _show_columns(self) -> None:
        if self._kader is not None:
            alone = self._shows_extensions and not self._has_side_lights
            self.panes.show_kader(self._kader, has_side_lights=self._has_side_lights or alone, is_only_side_lights=alone)

    def _build_open(self) -> None:
        head = self._head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(TextLabel(self.tr("Waar let je op?"), "titel", self._open, wraps=False))
        self._count = TextLabel("", "pil", self._open, wraps=False)
        self._count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        head.addWidget(self._count)
        self._about = self._about_button(self._open)
        head.addWidget(self._about)
        head.addStretch(1)
        self._extensions = IconButton(self._theme, "layers", self.tr("Toon de andere vakken"), self._open, size=18)
        self._extensions.setCheckable(True)
        self._extensions.toggled.connect(self._on_extensions_toggled)
        head.addWidget(self._extensions)
        self._filter = MenuButton(self._theme, self.panes, is_quiet=True, widest_px=70, height_px=24)
        self._filter_menu = QMenu(self._filter)
        self._filter.setMenu(self._filter_menu)
        self._theme.changed.connect(self._place_filter)
        self._place_filter()
        head.addWidget(TextLabel(self.tr("vak"), "bij", self._open, wraps=False))
        head.addSpacing(-4)
        head.addWidget(KeyHint(self._theme, self._keys.caps("pick"), self._open))
        column = QVBoxLayout(self._open)
        column.setContentsMargins(_MARGIN, _PAD_PX, _MARGIN, _PAD_PX)
        column.setSpacing(_HEAD_GAP_PX)
        column.addLayout(head)
        column.addWidget(self.panes)

    def _build_bar(self) -> None:
        row = self._row = QHBoxLayout(self._bar)
        row.setContentsMargins(_MARGIN, 9, _MARGIN, 9)
        row.setSpacing(8)
        row.addWidget(TextLabel(self.tr("Je let op"), "sterk", self._bar, wraps=False))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        row.addLayout(self._chips, 1)
        self._bar_about = self._about_button(self._bar)
        row.addWidget(self._bar_about)
        self._bar_hint = TextLabel(self.tr("vak"), "bij", self._bar, wraps=False)
        row.addWidget(self._bar_hint)
        row.addWidget(KeyHint(self._theme, self._keys.caps("pick"), self._bar))
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @Slot()
    def _place_filter(self) -> None:
        """Put the phase in the corner of the window where neither a row nor a column has its name."""
        self._filter.setGeometry(0, 0, self.panes.corner().width(), self.panes.corner().height())

    def _about_button(self, parent: QWidget) -> IconButton:
        button = IconButton(self._theme, "info", self.tr("Over dit kader"), parent, size=16)
        button.clicked.connect(partial(self._open_about, button))
        return button

    def _open_about(self, button: QWidget, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        if self._kader is not None:
            about_card(self._theme, self._kader, self.kader_requested.emit, self).open_at(button.mapToGlobal(button.rect().bottomLeft()))

    def _filter_words(self) -> dict[str, str]:
        phases = {phase.phase_id: phase.name.nl for phase in self._kader.phases} if self._kader else {}
        return {"": self.tr("Alles"), START_SET: self.tr("Om mee te beginnen"), **phases}

    def _fill_filter(self) -> None:
        self._filter_menu.clear()
        explained = {phase.phase_id: phase.explanation.nl for phase in self._kader.phases} if self._kader else {}
        for phase_id, words in self._filter_words().items():
            action = self._filter_menu.addAction(words)
            action.setCheckable(True)
            action.setData(phase_id)
            action.setToolTip(plain_tip(explained.get(phase_id, "")))
            action.triggered.connect(partial(self._on_filter_chosen, phase_id))
        self._filter_menu.setToolTipsVisible(True)

    def _show_filter(self) -> None:
        words = self._filter_words()
        self._filter.set_words(words.get(self._choice.phase_id, words[""]), self.tr("Fase van het contact"))
        for action in self._filter_menu.actions():
            action.setChecked(action.data() == self._choice.phase_id)

    def _on_filter_chosen(self, phase_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self._choose(self.watched, phase_id)

    @Slot(bool)
    def _on_extensions_toggled(self, is_on: bool) -> None:  # noqa: FBT001 - the signal's argument
        self._shows_extensions = is_on
        self._show_columns()
        self.show_moments(*self._shown)

    def _show_watched(self) -> None:
        count = len(self.watched)
        self._count.show()
        self._count.setText(self.tr("{count} gekozen, de rest is stil").format(count=count) if count else self.tr("kies er 1 tot 3"))
        self._fill_bar()

    def _fill_bar(self) -> None:
        # What does not fit goes, the least needed first: the word beside the key, then the names beside the codes.
        for has_hint, has_names in ((True, True), (False, True), (True, False)):
            self._bar_hint.setVisible(has_hint)
            self._fill_chips(has_names=has_names)
            if self._row.minimumSize().width() <= self.width():
                return

    def _fill_chips(self, *, has_names: bool) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._kader is None:
            return
        for indicator_id in self.watched:
            chip = self._chip(self._kader, self._kader.indicator(indicator_id), has_name=has_names)
            self._chips.addWidget(chip)
            # A layout leaves out what is not shown yet, and the room it takes is asked for at once.
            chip.show()
        if not self.watched:
            self._chips.addWidget(TextLabel(self.tr("alles. Met V kies je een vak"), "bij", self._bar, wraps=False))
        self._chips.addStretch(1)
        self._row.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show in the bar what fits now."""
        super().resizeEvent(event)
        if self._is_folded:
            self._fill_bar()

    def _chip(self, kader: Kader, indicator: Indicator, *, has_name: bool) -> QWidget:
        code = code_of(kader, indicator)
        chip = Button(self._theme, indicator.name.nl if has_name else code, self._bar, kind="chip", keys=(code,) if has_name else ())
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setToolTip(plain_tip(self.tr("{name}: niet meer op letten").format(name=indicator.name.nl)))
        chip.clicked.connect(partial(self._on_chip, indicator.indicator_id))
        return chip

    def _place_over(self) -> None:
        room = self.parentWidget()
        if room is not None:
            width = room.width() - 8
            head_px = self._head.sizeHint().height() + 2 * _PAD_PX + _HEAD_GAP_PX + 2
            self._open.setGeometry(4, self.height() - 2, width, head_px + self.panes.heightForWidth(width - 2 * _MARGIN - 2))

    def _offered(self, cell_id: str) -> Indicator | None:
        cell = next((cell for cell in self._kader.cells if cell.cell_id == cell_id), None) if self._kader else None
        return indicator_to_offer(cell, self.watched, people=self._people) if cell else None

    def _on_chip(self, indicator_id: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.toggle_watched(indicator_id)

    @Slot(str)
    def _on_pane_picked(self, cell_id: str) -> None:
        offered = self._offered(cell_id)
        if offered is not None:
            self.pane_picked.emit(offered.indicator_id)
        else:
            self.refused.emit(several_people_words())

    @Slot(str)
    def _on_watch_toggled(self, cell_id: str) -> None:
        in_cell = [each for each in self.watched if self._kader and self._kader.indicator(each).cell_id == cell_id]
        offered = self._offered(cell_id)
        if not in_cell and offered is None:
            self.refused.emit(several_people_words())
        for indicator_id in in_cell or ([offered.indicator_id] if offered else []):
            self.toggle_watched(indicator_id)

    @Slot(str, object)
    def _on_card_requested(self, cell_id: str, place: QPoint) -> None:
        cell = next((each for each in self._kader.cells if each.cell_id == cell_id), None) if self._kader else None
        if cell is not None:
            pane_card(self._theme, cell, self.watched, self.toggle_watched, self, people=self._people).open_at(place)

    @Slot()
    def _on_pick_ended(self) -> None:
        if self._is_folded:
            self._open.hide()
        self.pick_ended.emit()
