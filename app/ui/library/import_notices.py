"""What is said during adding: this file is here already, and this recording is kept."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.recording import Recording
from app.ui.theme import Theme
from app.ui.widgets.buttons import MainButton, PlainButton, QuietButton
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

    def show_recording(self, recording: Recording, folder: str, *, has_next: bool) -> None:
        """Tell that it is safe, and what that does not mean."""
        self._title.setText(self.tr("{title} staat versleuteld in je kluis.").format(title=recording.title))
        words = self.tr("De kopie is nagekeken. Het bestand in de map {folder} staat er nog, gewoon leesbaar. Ga na of het daar mag blijven.")
        self._text.setText(words.format(folder=folder))
        self.next.set_words(self.tr("Volgende bestand") if has_next else self.tr("Nog een opname"))
        self.show()
        self.open.setFocus()
