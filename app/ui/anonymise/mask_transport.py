"""The row under the picture of step 2: playing, the next spot, drawing, looking under masks, and their size."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.anonymise.transport import Transport
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton, PlainButton
from app.ui.widgets.labels import TextLabel

GROW = 1.08
"""How much larger a mask becomes at once."""


class MaskTransport(Transport):
    """Tells what is asked."""

    next_requested = Signal()
    drawing_requested = Signal()
    see_through_changed = Signal(bool)
    undo_requested = Signal()
    redo_requested = Signal()
    quick_requested = Signal()
    size_requested = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._next = PlainButton(theme, self.tr("Volgende plek"), self, icon_name="letop", keys=("N",))
        self._next.clicked.connect(self.next_requested)
        draw = PlainButton(theme, self.tr("Teken een vlak"), self, icon_name="vlak_tekenen", keys=("T",))
        draw.clicked.connect(self.drawing_requested)
        self._see_through = IconButton(theme, "zichtbaar", self.tr("Kijk onder de vlakken (V)"), self)
        self._see_through.setCheckable(True)
        self._see_through.toggled.connect(self.see_through_changed)
        self._undo = IconButton(theme, "ongedaan", self.tr("Ongedaan (Z)"), self)
        self._undo.clicked.connect(self.undo_requested)
        self._redo = IconButton(theme, "opnieuw", self.tr("Toch weer wel (Ctrl+Y)"), self)
        self._redo.clicked.connect(self.redo_requested)
        self._quick = IconButton(theme, "sprong_vooruit", self.tr("Bekijk alles snel (F)"), self)
        self._quick.setCheckable(True)
        self._quick.clicked.connect(self.quick_requested)
        self.add(self._next, draw, self._quick, self._see_through, self._undo, self._redo)
        smaller, larger = PlainButton(theme, "-", self), PlainButton(theme, "+", self)
        smaller.setAccessibleName(self.tr("Vlak kleiner (-)"))
        smaller.setToolTip(self.tr("Vlak kleiner (-)"))
        smaller.clicked.connect(partial(self._ask_size, 1 / GROW))
        larger.setAccessibleName(self.tr("Vlak groter (+)"))
        larger.setToolTip(self.tr("Vlak groter (+)"))
        larger.clicked.connect(partial(self._ask_size, GROW))
        self._sizes = (smaller, larger)
        self.add_right(smaller, larger, words=TextLabel(self.tr("Grootte"), "bij", self, wraps=False))

    def show_possible(self, *, has_spots: bool, can_undo: bool, can_redo: bool) -> None:
        """Let go to a next spot, take back, and make again, when there is something to."""
        self._next.setEnabled(has_spots)
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_quick(self, *, is_on: bool) -> None:
        """Show whether everything is being watched quickly."""
        self._quick.setChecked(is_on)

    def set_resizable(self, *, is_resizable: bool) -> None:
        """Let the size be changed, when a mask of this frame is chosen."""
        for button in self._sizes:
            button.setEnabled(is_resizable)

    def toggle_see_through(self) -> None:
        """Look under the masks, or no longer."""
        self._see_through.toggle()

    def _ask_size(self, factor: float, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.size_requested.emit(factor)
