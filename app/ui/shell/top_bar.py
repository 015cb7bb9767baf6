"""The top bar: where you are, what is safe, and the shutters."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.screen import Doorstep, Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton, QuietButton
from app.ui.widgets.chip import SafetyChip
from app.ui.widgets.labels import TextLabel, plain_tip

_HEIGHT = 52


class TopBar(QFrame):
    """Shows the header of one screen at a time."""

    back_clicked = Signal()
    lock_clicked = Signal()
    safety_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._theme = theme
        self._state, self._sentence = Doorstep.INSIDE, ""
        self._middle: QWidget | None = None
        self._back = IconButton(theme, "terug", self.tr("Terug (Alt en pijl links)"), self)
        self._back.clicked.connect(self.back_clicked)
        self._title = TextLabel("", "titel", self, wraps=False)
        self._subtitle = _Subtitle("", "bijtitel", self, wraps=False)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chip = SafetyChip(theme, self)
        self._chip.explanation_requested.connect(self.safety_clicked)
        self._lock = QuietButton(theme, self.tr("Luiken dicht"), self, icon_name="luiken", keys=("Ctrl", "L"))
        self._lock.clicked.connect(self.lock_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(12)
        for part in (self._back, self._title):
            self._row.addWidget(part)
        self._row.addWidget(self._subtitle, 1)
        self._row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._lock)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_screen(self, screen: Screen) -> None:
        """Show title, subtitle, chip and own widget of this screen."""
        self._back.setVisible(screen.has_back)
        self._title.setText(screen.title)
        self._subtitle.setText(screen.subtitle)
        self._state = screen.doorstep
        self._sentence = screen.safety_text or self._usual_sentence(screen.doorstep)
        self._put_in_middle(screen.top_bar_widget())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where the bar is too narrow: first those of the shutters, then those of the chip."""
        super().resizeEvent(event)
        self._fit()

    def _usual_sentence(self, state: Doorstep) -> str:
        if state is Doorstep.THRESHOLD:
            return self.tr("Deze kopie kan het apparaat verlaten")
        return self.tr("Ontgrendeld. Alles blijft op dit apparaat")

    def _fit(self) -> None:
        if not self._sentence:
            return
        self._chip.show_state(self._state, self._sentence)
        self._lock.set_compact(is_compact=False)
        if self._needed_width() > self.width():
            self._lock.set_compact(is_compact=True)
        if self._needed_width() > self.width():
            self._chip.show_state(self._state, self.tr("Drempel") if self._state is Doorstep.THRESHOLD else self.tr("Binnen"))
            self._chip.setToolTip(plain_tip(self._sentence))

    def _needed_width(self) -> int:
        parts = [self._title, self._chip, self._lock, *([self._back] if self._back.isVisible() else [])]
        middle = 0 if self._middle is None else self._middle.minimumWidth() or self._middle.sizeHint().width()
        return sum(part.sizeHint().width() for part in parts) + middle + 12 * (len(parts) + 3) + 32

    def _put_in_middle(self, widget: QWidget | None) -> None:
        if self._middle is widget:
            return
        if self._middle is not None:
            self._row.removeWidget(self._middle)
            self._row.takeAt(3)
            self._middle.hide()
            self._middle.setParent(None)
        self._middle = widget
        if widget is not None:
            self._row.insertWidget(3, widget)
            self._row.insertStretch(4, 1)
            widget.show()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.current.scaled(_HEIGHT))


class _Subtitle(TextLabel):
    """Ends in three dots where the bar is too narrow, so that one sees there is more."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
