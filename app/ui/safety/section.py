"""What the screen knows of one of its sections."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.labels import Heading, TextLabel

_WIDEST_TEXT = 900


class Section(QScrollArea):
    """A page: a heading, a sentence about it, and cards underneath in `column`. It scrolls; nothing is cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside = QWidget(self)
        self.inside.setObjectName("scrolled")
        self.heading = Heading("", "kop1", self.inside)
        self._lead = TextLabel("", "gewoon", self.inside)
        self._lead.setMaximumWidth(_WIDEST_TEXT)
        self._lead.hide()
        self.column = QVBoxLayout()
        self.column.setSpacing(16)
        outside = QVBoxLayout(self.inside)
        outside.setContentsMargins(26, 24, 26, 24)
        outside.setSpacing(8)
        outside.addWidget(self.heading)
        outside.addWidget(self._lead)
        outside.addSpacing(4)
        outside.addLayout(self.column)
        outside.addStretch(1)
        self.setWidget(self.inside)

    def introduce(self, heading: str, lead: str = "") -> None:
        """Say what this section is, and what it is for."""
        self.heading.setText(heading)
        self.heading.updateGeometry()
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))

    def entered(self) -> None:
        """It has just come into view: read again what may have changed."""

    def left(self) -> None:
        """Something else came into view: take secrets off the screen. Long work goes on."""

    def release(self) -> None:
        """The room is being locked: stop everything."""

    def hideEvent(self, event: QHideEvent) -> None:
        """Notice that something else came into view."""
        super().hideEvent(event)
        self.left()
