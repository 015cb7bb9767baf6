"""A recording whose shutters stay closed: it says why, and where to go from here."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.consent import Purpose
from app.services.session import Session
from app.ui.consent.wording import closed_text
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, QuietButton
from app.ui.widgets.labels import Heading, TextLabel
from app.ui.widgets.shuttered_picture import ShutteredPicture

_WIDTH_PX = 680
_WIDEST = 1.2


class ClosedRecording(Screen):
    """Shown instead of the picture; the service refuses to open the recording all the same."""

    consent_requested = Signal(str)
    opened_again = Signal(str)
    """Everybody said yes meanwhile: the recording can be watched."""

    def __init__(self, session: Session, theme: Theme, recording_id: RecordingId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._recording_id = recording_id
        recording = session.recordings.get(recording_id)
        self.title = recording.title
        self.subtitle = recording.talk
        self.safety_text = self.tr("Deze opname verlaat dit apparaat niet")
        self.has_back = True
        self.reason = Heading("", "kop2", self)
        self.to_consent = MainButton(theme, self.tr("Naar de toestemming"), self, icon_name="toestemming")
        self.to_consent.clicked.connect(self._on_consent)
        back = QuietButton(theme, self.tr("Terug naar de opnamen"), self, is_large=True)
        back.clicked.connect(self.back_requested)
        inside = QWidget(self)
        inside.setMaximumWidth(round(_WIDTH_PX * min(theme.scale, _WIDEST)))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(ShutteredPicture(theme, self.tr("Luik dicht"), inside))
        column.addSpacing(12)
        column.addWidget(self.reason)
        words = self.tr("De opname staat veilig versleuteld in je kluis. Je momenten en notities zijn er nog.")
        column.addWidget(TextLabel(words, "gewoon", inside))
        column.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.to_consent)
        row.addWidget(back)
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        outside = QHBoxLayout(self)
        outside.setContentsMargins(28, 20, 28, 20)
        outside.addStretch(1)
        outside.addWidget(inside, 8)
        outside.addStretch(1)
        self._show_reason()

    def entered(self) -> None:
        """Look again: the table may have been filled in meanwhile."""
        self.to_consent.setFocus()
        if self._show_reason():
            self.opened_again.emit(self._recording_id)

    def _show_reason(self) -> bool:
        """Show why it is closed; True when it need not be any more."""
        try:
            own = self._session.consent.verdict(self._recording_id, Purpose.OWN)
        except AppError:
            # Withdrawn and erased while somebody stood here: the window goes back to the list by itself.
            return False
        self.reason.setText("" if own.is_allowed else closed_text(own))
        return own.is_allowed

    @Slot()
    def _on_consent(self) -> None:
        self.consent_requested.emit(self._recording_id)
