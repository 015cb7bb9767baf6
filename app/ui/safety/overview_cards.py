"""The cards of the overview: each shows one subject and leads to its section."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.recording import Recording
from app.error_texts import ENCRYPTION_TEXTS, VAULT_PLACE_TEXTS
from app.services.registers import RegisterLine
from app.ui.dates import day_text, days_left_text, moment_text, short_moment_text, today
from app.ui.safety.backup_card import backup_title, backup_words
from app.ui.safety.card import Card
from app.ui.safety.ending_row import recording_name
from app.ui.safety.hidden_code import HiddenCode
from app.ui.safety.recovery_card import recovery_words
from app.ui.safety.standing import Standing
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, PlainButton, ThresholdButton
from app.ui.widgets.labels import Line, TextLabel

_SOON_DAYS = 7


class BackupSummary(Card):
    """How old the back-up is."""

    make_requested = Signal()
    restore_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "reservekopie", "", parent)
        self._words = self.say("")
        self.make = ThresholdButton(theme, self.tr("Maak nu een kopie"), self, icon_name="stick", is_large=False)
        self.make.clicked.connect(self.make_requested)
        self.calm = PlainButton(theme, self.tr("Maak nu een kopie"), self, icon_name="stick")
        self.calm.clicked.connect(self.make_requested)
        self.restore = PlainButton(theme, self.tr("Zet terug"), self)
        self.restore.clicked.connect(self.restore_requested)
        self.add_row(self.make, self.calm, self.restore)

    def show_standing(self, standing: Standing) -> None:
        """Show it; the coloured button only when a back-up is wanted."""
        self.set_attention(asks=standing.asks_backup)
        self.make.setVisible(standing.asks_backup)
        self.calm.setVisible(not standing.asks_backup)
        if standing.holds_destroyed and not standing.backup.is_overdue:
            self.set_title(self.tr("In je reservekopie staat nog wat je wiste"))
            self._words.setText(self.tr("Maak een nieuwe. Dan is het ook daar weg."))
        else:
            self.set_title(backup_title(self, standing.backup))
            self._words.setText(backup_words(self, standing.backup))


class RecoverySummary(Card):
    """Since when the code is on paper."""

    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "herstelcode", "", parent)
        self.set_title(self.tr("Herstelcode"))
        self.column.addWidget(HiddenCode(theme, self))
        self._words = self.say("")
        self._organisation = self.say(self.tr("Je organisatie kan deze kluis ook openen."), "sterk")
        self.renew = PlainButton(theme, self.tr("Maak een nieuwe"), self)
        self.renew.clicked.connect(self.more_requested)
        self.add_row(self.renew)

    def show_standing(self, standing: Standing) -> None:
        """Show it, and whether somebody else can get in too."""
        self.set_attention(asks=standing.asks_recovery_code)
        self._words.setText(recovery_words(self, standing.keys))
        self._organisation.setVisible(standing.keys.organisation is not None)


class CheckCard(Card):
    """What the quick look found just now."""

    check_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "integriteit", "", parent)
        self._words = self.say("")
        self.again = PlainButton(theme, self.tr("Lees alles na"), self)
        self.again.clicked.connect(self.check_requested)
        self.add_row(self.again)

    def show_standing(self, standing: Standing) -> None:
        """Show it."""
        self.set_attention(asks=bool(standing.damage))
        if standing.damage:
            self.set_title(self._damage_title(standing))
            self._words.setText(self.tr("Kijk het niet verder. Zet het terug uit je reservekopie."))
            self.again.set_words(self.tr("Bekijk wat je kunt doen"))
            return
        self.set_title(self.tr("Alles klopt"))
        self.again.set_words(self.tr("Lees alles na"))
        count = self.tr("1 opname") if standing.recordings == 1 else self.tr("{count} opnamen").format(count=standing.recordings)
        words = self.tr("{when} snel nagekeken: {count}, niets kwijt.").format(when=_capital(moment_text(standing.read_at)), count=count)
        if standing.last_deep is None:
            deep = self.tr("Alles nalezen heb je nog niet gedaan.")
        else:
            deep = self.tr("Alles nagelezen: {when}.").format(when=moment_text(standing.last_deep))
        self._words.setText(f"{words} {deep}")

    def _damage_title(self, standing: Standing) -> str:
        if len(standing.damage) > 1:
            return self.tr("{count} dingen kloppen niet meer").format(count=len(standing.damage))
        is_file = standing.damage[0].code.startswith("media_")
        return self.tr("Eén bestand klopt niet meer") if is_file else self.tr("Eén ding klopt niet meer")


class EndingCard(Card):
    """The first recordings to go."""

    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "wisdatum", "", parent)
        self.set_title(self.tr("Wordt gewist"))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._nothing = self.say(self.tr("Er zijn geen opnamen."))
        self.column.addLayout(self._grid)
        about_key = self.tr("Wissen haalt de sleutel weg, dan kan niemand het bestand openen.")
        about_backup = self.tr("Staat het nog op een reservekopie? De app vraagt je die te vernieuwen.")
        self.say(f"{about_key} {about_backup}")
        self._parts: list[QWidget] = []

    def show_standing(self, standing: Standing) -> None:
        """Show it."""
        weeks = standing.settings.keep_weeks
        self.set_note(self.tr("gewoon: na 1 week") if weeks == 1 else self.tr("gewoon: na {count} weken").format(count=weeks))
        _clear(self._grid, self._parts)
        self._nothing.setVisible(not standing.ending)
        for place, recording in enumerate(standing.ending):
            is_soon = (recording.keep_until - today()).days <= _SOON_DAYS
            look = Button(self.theme, self.tr("Bekijk"), self, kind="link")
            look.setAccessibleName(self.tr("Bekijk wanneer {name} gewist wordt").format(name=recording_name(recording)))
            look.clicked.connect(self.more_requested)
            parts = [
                TextLabel(short_name(recording).removeprefix(self.tr("Gezin ")), "uitleg", self),
                TextLabel(day_text(recording.keep_until), "gewoon", self, wraps=False),
                TextLabel(days_left_text(recording.keep_until), "letopsterk" if is_soon else "gewoon", self, wraps=False),
                look,
            ]
            _add_line(self, self._grid, self._parts, place, parts)


class LogCard(Card):
    """The newest lines of the register."""

    more_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "logboek", "", parent)
        self.set_title(self.tr("Logboek"))
        self.set_note(self.tr("zonder inhoud, alleen voor jou"))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self.column.addLayout(self._grid)
        self._parts: list[QWidget] = []
        every = PlainButton(theme, self.tr("Alles bekijken"), self)
        officer = PlainButton(theme, self.tr("Register voor de privacy-functionaris"), self)
        for button in (every, officer):
            button.clicked.connect(self.more_requested)
        self.add_row(every, officer)

    def show_standing(self, standing: Standing) -> None:
        """Show it."""
        _clear(self._grid, self._parts)
        for place, line in enumerate(standing.lines):
            _add_line(self, self._grid, self._parts, place, self._line(line))

    def _line(self, line: RegisterLine) -> list[QWidget]:
        when = TextLabel(short_moment_text(line.at), "gewoon", self, wraps=False)
        when.setFont(self.theme.current.font(is_tabular=True))
        return [when, TextLabel(first_sentence(line.text), "uitleg", self)]


class NoticeCard(Card):
    """One sentence that asks attention, with one thing to do; hidden when there is nothing to say."""

    requested = Signal()

    def __init__(self, theme: Theme, icon_name: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, icon_name, "", parent)
        self._words = self.say("")
        self.action = PlainButton(theme, action, self)
        self.action.clicked.connect(self.requested)
        self.action.setVisible(bool(action))
        self.add_row(self.action)
        self.set_attention(asks=True)
        self.hide()

    def tell(self, title: str, words: str) -> None:
        """Show this, or nothing when the title is empty."""
        self.set_title(title)
        self._words.setText(words)
        self.setVisible(bool(title))


def place_words(standing: Standing) -> str:
    """Return why the vault had better not stand where it does; empty when it stands well."""
    place = standing.place.place
    return VAULT_PLACE_TEXTS[place.kind].format(name=place.name) if standing.has_bad_place else ""


def encryption_words(standing: Standing) -> str:
    """Return what is known of the encryption of the disk itself."""
    encryption = standing.place.encryption
    return ENCRYPTION_TEXTS[encryption.state].format(name=encryption.name)


def short_name(recording: Recording) -> str:
    """Return `Gezin Vlier, 6e gesprek` where the talk is told at length."""
    return ", ".join(part for part in (recording.title, recording.talk.split(",")[0]) if part)


def first_sentence(text: str) -> str:
    """Return what happened, without what follows about it."""
    return text.split(". ", maxsplit=1)[0].rstrip(".")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _clear(grid: QGridLayout, parts: list[QWidget]) -> None:
    for part in parts:
        grid.removeWidget(part)
        part.hide()
        part.deleteLater()
    parts.clear()


def _add_line(card: Card, grid: QGridLayout, parts: list[QWidget], place: int, words: list[QWidget]) -> None:
    for column, part in enumerate(words):
        grid.addWidget(part, 2 * place, column, Qt.AlignmentFlag.AlignVCenter)
    line = Line(card)
    grid.addWidget(line, 2 * place + 1, 0, 1, len(words))
    parts += [*words, line]
