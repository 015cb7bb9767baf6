"""What is said during adding: this file is here already, and this recording is kept."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.recording import Recording
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, MainButton, PlainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class SameNotice(Surface):
    """This file is in the vault already; the user decides."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("threshold", parent)
        self.is_accepted = False
        self._text = TextLabel("", "sterk", self)
        self.skip = PlainButton(theme, self.tr("Niet bewaren"), self)
        self.again = QuietButton(theme, self.tr("Toch nog een keer"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.addWidget(self._text, 1)
        row.addWidget(self.again)
        row.addWidget(self.skip)
        self.hide()

    def show_recording(self, recording: Recording) -> None:
        """Ask about this recording."""
        self.is_accepted = False
        self._text.setText(self.tr("Deze opname zit al in de kluis, als {title}.").format(title=recording.title))
        self.show()


class DoneNotice(Surface):
    """The recording is kept, and the original still stands where it stood."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("calm", parent)
        self._title = TextLabel("", "titel", self)
        self._text = TextLabel("", "gewoon", self)
        self.open = MainButton(theme, self.tr("Open kijkkamer"), self, icon_name="afspelen")
        self.next = PlainButton(theme, "", self, is_large=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.next)
        buttons.addStretch()
        column.addLayout(buttons)
        self.hide()

    def show_recording(self, recording: Recording, closed: str, *, has_next: bool) -> None:
        """Tell that it is safe; `closed` says why it cannot be watched yet, empty when it can."""
        self._title.setText(self.tr("{title} staat versleuteld in je kluis.").format(title=recording.title))
        self._text.setText(closed or self.tr("De kopie is nagekeken en klopt."))
        self.open.set_words(self.tr("Naar de toestemming") if closed else self.tr("Open kijkkamer"))
        self.open.set_icon_name("toestemming" if closed else "afspelen")
        self.next.set_words(self.tr("Volgende bestand") if has_next else self.tr("Nog een opname"))
        self.show()
        self.open.setFocus()


class OriginalNotice(Surface):
    """Where the file still stands, what removing it does and does not do, and the button for it."""

    removal_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("card", parent)
        self._title = TextLabel(self.tr("Het bestand zelf staat er nog, gewoon leesbaar"), "sterk", self)
        self._place = TextLabel("", "gewoon", self)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.error = ErrorPanel(theme, self)
        self.remove = EraseButton(theme, self.tr("Wis dit bestand"), self)
        self.remove.clicked.connect(self.removal_requested)
        self._limits = QWidget(self)
        limits = QVBoxLayout(self._limits)
        limits.setContentsMargins(0, 0, 0, 0)
        limits.setSpacing(4)
        limits.addWidget(TextLabel(self.tr("Wat wissen niet weghaalt:"), "label", self._limits))
        for words in limits_of_removing(self):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel(theme, "verder", self._limits, size=16, color="inkt_3"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(words, "klein", self._limits), 1)
            limits.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        for part in (self._title, self._place, self._limits, self.error):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch()
        column.addLayout(row)
        self.hide()

    def show_path(self, path: Path) -> None:
        """Say where the file stands, and that the vault does not need it any more."""
        self.error.clear()
        self._title.setText(self.tr("Het bestand zelf staat er nog, gewoon leesbaar"))
        self._place.setText(self.tr("{path}\nDe kopie in je kluis is nagekeken. De kluis heeft dit bestand niet meer nodig.").format(path=path))
        self._limits.show()
        self.remove.show()
        self.show()

    def show_removed(self) -> None:
        """Say that the file is gone from its folder, and what is still to do."""
        self._title.setText(self.tr("Het bestand is uit de map gewist"))
        words = self.tr("Kijk zelf nog bij je telefoon, de cloud en de prullenbak. Op een kaart of schijf kan een kenner soms nog resten vinden.")
        self._place.setText(words)
        self._limits.hide()
        self.remove.hide()


def limits_of_removing(widget: QWidget) -> tuple[str, ...]:
    """Return what removing a file does not undo."""
    return (
        widget.tr("Een SSD of geheugenkaart bewaart soms resten, die een kenner kan terughalen. Alleen een versleutelde schijf helpt daartegen."),
        widget.tr("Een kopie in de cloud, zoals OneDrive, iCloud of Google Foto's, blijft. Wis die daar."),
        widget.tr("Een reservekopie van de telefoon of computer blijft, tot die zelf verloopt."),
        widget.tr("Stond er een kopie in de prullenbak of bij “onlangs verwijderd”? Maak die leeg."),
    )
