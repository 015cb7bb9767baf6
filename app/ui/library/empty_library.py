"""The recordings before there is one."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.library.drop_area import DropArea
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
from app.ui.widgets.drawing import Facade
from app.ui.widgets.labels import Heading, TextLabel
from app.ui.widgets.scrolled import scrolled

_WINDOW_PART = QRectF(432, 86, 576, 640)


class EmptyLibrary(QWidget):
    """An invitation, a place to drop, and the house with its shutters open."""

    choose_requested = Signal()
    files_dropped = Signal(list)
    capture_requested = Signal()
    practice_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drop = DropArea(theme, self)
        self._drop.choose_requested.connect(self.choose_requested)
        self._drop.files_dropped.connect(self.files_dropped)
        self._choose = MainButton(theme, self.tr("Kies een bestand"), self, icon_name="toevoegen", keys=("Ctrl", "N"))
        self._choose.clicked.connect(self.choose_requested)
        self._practice = QuietButton(theme, self.tr("Eerst oefenen met een getekend gesprek"), self, is_large=True)
        self._practice.clicked.connect(self.practice_requested)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addStretch()
        words.addWidget(Heading(self.tr("Hier is nog niets. Dat is prima."), "kop0", self))
        invitation = self.tr("Begin met een gesprek van tien minuten. Vraag eerst of het mag. Eén moment dat helpt, is genoeg voor de eerste keer.")
        words.addWidget(TextLabel(invitation, "groot", self))
        words.addSpacing(4)
        words.addWidget(self._drop)
        words.addSpacing(4)
        buttons = QHBoxLayout()
        capture = PlainButton(theme, self.tr("Neem op met de camera"), self, icon_name="film")
        capture.clicked.connect(self.capture_requested)
        buttons.addWidget(self._choose)
        buttons.addWidget(capture)
        buttons.addStretch()
        words.addLayout(buttons)
        words.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        facade = Facade(theme, self, part=_WINDOW_PART, radius=16)
        facade.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        facade.setMaximumSize(576, 640)
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        row = QHBoxLayout(inside)
        row.setContentsMargins(80, 40, 60, 76)
        row.setSpacing(60)
        row.addLayout(words, 1)
        row.addWidget(facade, 1)
        scroll = scrolled(inside, self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._choose.setFocus()
