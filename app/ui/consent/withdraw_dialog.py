"""Somebody takes back their yes: what that reaches, what must be called back by hand, and whether own notes may stay."""

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.services.consent import Reach
from app.ui.consent.wording import WORKER, capital
from app.ui.theme import Theme
from app.ui.widgets.buttons import EraseButton, PlainButton
from app.ui.widgets.dialog_lock import DialogLock
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class WithdrawDialog(QDialog):
    """The careful button has the focus; nothing happens before the other is pressed."""

    def __init__(self, theme: Theme, role: str, reach: Reach, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("sheet")
        who = self.tr("Jij trekt") if role == WORKER else self.tr("{who} trekt").format(who=capital(role))
        title = self.tr("{who} de toestemming in").format(who=who)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.current.scaled(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "kop2", self))
        column.addWidget(TextLabel(self.tr("Dat mag altijd. Dit wordt dan meteen gewist, en kan niet terug:"), "gewoon", self))
        for words in self._reached(reach):
            column.addLayout(self._line("wissen", words))
        if reach.saved_copies:
            column.addWidget(self._copies_outside(reach))
        column.addSpacing(4)
        self.keep_notes = QCheckBox(self.tr("Bewaar wat ik zelf dacht en voelde, zonder beeld en zonder schuilnaam"), self)
        self.keep_notes.setAccessibleName(self.keep_notes.text())
        self.keep_notes.setChecked(bool(reach.moments))
        self.keep_notes.setVisible(bool(reach.moments))
        column.addWidget(self.keep_notes)
        words = self.tr("In een oudere reservekopie kan de opname nog staan, tot je die vervangt. Ook daarin is hij versleuteld.")
        column.addWidget(TextLabel(words, "bij", self))
        column.addSpacing(10)
        self._keep = PlainButton(theme, self.tr("Nog niet"), self, is_large=True)
        self._keep.setDefault(True)
        self._keep.clicked.connect(self.reject)
        self.erase = EraseButton(theme, self.tr("Trek in en wis"), self, is_large=True)
        self.erase.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.erase)
        buttons.addStretch()
        buttons.addWidget(self._keep)
        column.addLayout(buttons)
        self._keep.setFocus()
        DialogLock(self)

    def _reached(self, reach: Reach) -> list[str]:
        words = [self.tr("de opname {title}, met beeld, geluid en beeldjes").format(title=reach.title)]
        if reach.fragments:
            fragments = self.tr("één fragment") if len(reach.fragments) == 1 else self.tr("{count} fragmenten").format(count=len(reach.fragments))
            clips = self.tr("één kopie") if len(reach.clips) == 1 else self.tr("{count} kopieën").format(count=len(reach.clips))
            both = self.tr("{fragments}, en {clips} in de kluis")
            words.append(both.format(fragments=fragments, clips=clips) if reach.clips else fragments)
        if reach.moments:
            count = len(reach.moments)
            words.append(self.tr("één moment met wat je zag") if count == 1 else self.tr("{count} momenten met wat je zag").format(count=count))
        return words

    def _copies_outside(self, reach: Reach) -> Surface:
        notice = Surface("threshold", self)
        column = QVBoxLayout(notice)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        column.addWidget(TextLabel(self.tr("Deze kopieën gingen naar buiten. Die haal je zelf terug, of laat je wissen:"), "sterk", notice))
        for copy in reach.saved_copies:
            day = copy.saved_at.astimezone().date()
            said = QLocale().toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")
            column.addLayout(self._line("drempel", self.tr("een kopie, bewaard op {day}").format(day=said)))
        return notice

    def _line(self, icon_name: str, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, icon_name, self, size=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, "gewoon", self), 1)
        return row
