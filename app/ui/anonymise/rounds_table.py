"""The two rounds: what was looked at, by whom and when."""

from PySide6.QtCore import QLocale, Qt, QTime, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.anonymise_plan import VoiceLevel
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.key_hint import KeyHint
from app.ui.widgets.labels import Line, TextLabel

PARTS = ("picture", "sound", "story")


class RoundsTable(QWidget):
    """Round 1 is set by finishing the steps before; round 2 is ticked here, once the copy was watched."""

    ticked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first: dict[str, QCheckBox] = {}
        self._second: dict[str, QCheckBox] = {}
        self._lists: dict[str, TextLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._build()
        self.set_second_open(is_open=False)

    @property
    def missing(self) -> int:
        """How many ticks the second round still lacks."""
        return sum(not box.isChecked() for box in self._second.values())

    def show_first(self, who: str, at: QTime) -> None:
        """Show who did the first round, and when."""
        self._first_words.setText(f"{who}\n{QLocale().toString(at, 'HH:mm')}" if who else "")
        for box in self._first.values():
            box.setChecked(bool(who))

    def show_second(self, who: str) -> None:
        """Show who does the second round."""
        self._second_words.setText(who)

    def set_second_open(self, *, is_open: bool, is_silent: bool = False) -> None:
        """Let the second round be ticked, or close it and take its ticks away.

        Of a copy without sound the app knows that there is nothing to hear: that tick it sets itself.
        """
        for part, box in self._second.items():
            is_known = is_silent and part == "sound"
            box.setEnabled(is_open and not is_known)
            if not is_open:
                box.setChecked(False)
            elif is_known:
                box.setChecked(True)

    def toggle_second(self, part: str) -> bool:
        """Tick or untick this part of the second round; False when it is closed."""
        if not self._second[part].isEnabled():
            return False
        self._second[part].toggle()
        return True

    def set_voice(self, voice: VoiceLevel) -> None:
        """Say what there is to listen for, or to read."""
        said = (self.tr("namen, bijnamen, huisdieren"), self.tr("school, straat, werk, club"), self.tr("data en leeftijden"))
        words = {
            VoiceLevel.NONE: (self.tr("er zit geen geluid in de kopie"),),
            VoiceLevel.CAPTIONS: (self.tr("lees de tekst in beeld"), *said),
            VoiceLevel.SPOKEN: said,
            VoiceLevel.DISGUISE: (self.tr("stem"), *said),
        }[voice]
        self._lists["sound"].setText(_as_list(words))

    def _build(self) -> None:
        self._first_words, self._second_words = TextLabel("", "klein", self, wraps=True), TextLabel("", "klein", self, wraps=True)
        for column, (title, words) in enumerate(((self.tr("1e"), self._first_words), (self.tr("2e"), self._second_words)), start=1):
            head = QVBoxLayout()
            head.setSpacing(0)
            head.addWidget(TextLabel(title, "sterk", self, wraps=False), 0, Qt.AlignmentFlag.AlignHCenter)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            head.addWidget(words)
            self._grid.addLayout(head, 0, column, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnMinimumWidth(column, self._theme.current.scaled(72))
        parts = {
            "picture": (
                self.tr("Beeld"),
                "B",
                (
                    self.tr("gezichten, ook in spiegel en foto"),
                    self.tr("tatoeage, litteken, logo"),
                    self.tr("raam, huisnummer, auto"),
                    self.tr("papier, pillen, schermen"),
                    self.tr("mensen die langslopen"),
                ),
            ),
            "sound": (self.tr("Geluid"), "G", ()),
            "story": (
                self.tr("Verhaal"),
                "V",
                (
                    self.tr("een zeldzame gebeurtenis"),
                    self.tr("een zaak die mensen kennen"),
                    self.tr("een detail dat op één gezin past"),
                ),
            ),
        }
        for index, (part, (title, key, lines)) in enumerate(parts.items()):
            self._add_part(3 * index + 1, part, title, key, lines)
        self._add_file(3 * len(parts) + 1)
        self.set_voice(VoiceLevel.NONE)

    def _add_part(self, line: int, part: str, title: str, key: str, lines: tuple[str, ...]) -> None:
        self._grid.addWidget(Line(self), line, 0, 1, 3)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(TextLabel(title, "titel", self, wraps=False))
        head.addWidget(KeyHint(self._theme, (key,), self))
        head.addStretch(1)
        self._grid.addLayout(head, line + 1, 0)
        first, second = QCheckBox(self), QCheckBox(self)
        # Set by the steps before: it looks done, but cannot be changed here.
        first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        first.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        first.setAccessibleName(self.tr("{part}, eerste ronde").format(part=title))
        second.setAccessibleName(self.tr("{part}, tweede ronde").format(part=title))
        second.toggled.connect(self._on_ticked)
        self._first[part], self._second[part] = first, second
        self._grid.addWidget(first, line + 1, 1, Qt.AlignmentFlag.AlignHCenter)
        self._grid.addWidget(second, line + 1, 2, Qt.AlignmentFlag.AlignHCenter)
        self._lists[part] = TextLabel(_as_list(lines), "klein", self)
        self._grid.addWidget(self._lists[part], line + 2, 0, 1, 3)

    def _add_file(self, line: int) -> None:
        self._grid.addWidget(Line(self), line, 0, 1, 3)
        self._grid.addWidget(TextLabel(self.tr("Bestand"), "titel", self, wraps=False), line + 1, 0)
        by_app = QHBoxLayout()
        by_app.setSpacing(8)
        by_app.addWidget(IconLabel(self._theme, "goed", self, size=16))
        by_app.addWidget(TextLabel(self.tr("door de app"), "klein", self, wraps=False))
        self._grid.addLayout(by_app, line + 1, 1, 1, 2, Qt.AlignmentFlag.AlignHCenter)
        self._grid.addWidget(TextLabel(_as_list((self.tr("titel, datum, plaats, toestel"),)), "klein", self), line + 2, 0, 1, 3)

    @Slot()
    def _on_ticked(self) -> None:
        self.ticked.emit()


def _as_list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"•  {line}" for line in lines)
