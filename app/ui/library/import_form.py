"""The left side of adding a recording: the file behind its shutters, how far it is, and what it will be called."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFrame, QHBoxLayout, QLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.kijkkader import Phase
from app.domain.recording import MAX_TITLE, Recording
from app.services.recordings import ImportCandidate
from app.ui.library.drop_area import DropArea
from app.ui.library.overview import size_text
from app.ui.theme import Theme
from app.ui.widgets.buttons import QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel
from app.ui.widgets.scrolled import scrolled
from app.ui.widgets.shuttered_picture import ShutteredPicture

_TREES = ("Kastanje", "Meidoorn", "Vlier", "Lariks", "Hazelaar", "Esdoorn", "Linde", "Beuk", "Wilg", "Berk", "Els", "Iep", "Den", "Taxus", "Hulst")
_WIDTH = 372
_MINUTE_MS = 60_000


class ImportForm(QFrame):
    """Fields and facts; it does no work of its own."""

    choose_requested = Signal()
    capture_requested = Signal()
    files_dropped = Signal(list)
    changed = Signal()
    until_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelLeft")
        self._theme = theme
        self._talks: dict[str, int] = {}
        self._picture = ShutteredPicture(theme, self.tr("Beeld verborgen"), self)
        self._drop = DropArea(theme, self)
        self._drop.choose_requested.connect(self.choose_requested)
        self._drop.files_dropped.connect(self.files_dropped)
        self._capture = QuietButton(theme, self.tr("Of neem op met de camera"), self, icon_name="film")
        self._capture.clicked.connect(self.capture_requested)
        self._what = TextLabel("", "sterk", self)
        self._where = TextLabel("", "bij", self)
        self.error = ErrorPanel(theme, self)
        self._build_progress()
        self._build_fields()
        self._lay_out()
        self._theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_nothing()

    @property
    def pseudonym(self) -> str:
        """The name the recording gets."""
        return self._title.currentText().strip()

    @property
    def talk(self) -> str:
        """Which talk it was and in which phase, in the worker's words."""
        return ", ".join(part for part in (self._talk.text().strip(), self._phase.currentText().strip()) if part)

    @property
    def recorded_on(self) -> date:
        """The day of the talk."""
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    @property
    def keep_until(self) -> date:
        """The last day the recording is kept."""
        chosen = self._until.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    @property
    def removes_original(self) -> bool:
        """Whether the file should go once the copy was verified; it is asked once more then."""
        return self._wipe.isChecked()

    def propose_until(self, day: date) -> None:
        """Begin with this last day, the vault's own number of weeks from now."""
        self._until.setDate(QDate(day.year, day.month, day.day))

    def offer_names(self, recordings: Sequence[Recording]) -> None:
        """Offer the names in use, and trees that are still free; a fresh tree is proposed."""
        self._talks = {}
        for recording in recordings:
            self._talks[recording.title] = self._talks.get(recording.title, 0) + 1
        fresh = [name for tree in _TREES if (name := self.tr("Gezin {tree}").format(tree=tree)) not in self._talks]
        self._title.clear()
        self._title.addItems([*fresh, *self._talks])
        self._title.setCurrentIndex(0)

    def offer_phases(self, phases: Sequence[Phase]) -> None:
        """Offer the phases of the frame in use."""
        typed = self._phase.currentText()
        self._phase.clear()
        self._phase.addItems(["", *(f"{each.name.nl[:1].lower()}{each.name.nl[1:]}" for each in phases)])
        self._phase.setCurrentText(typed)

    def show_nothing(self) -> None:
        """Wait for a file."""
        self._drop.show()
        self._capture.show()
        for part in (self._picture, self._what, self._where, self._progress):
            part.hide()
        self._fields.setEnabled(False)

    def show_without_file(self) -> None:
        """Ask only for the words: the recording is made here and now."""
        for part in (self._drop, self._capture, self._day_box, self._wipe_box):
            part.hide()
        self._fields.setEnabled(True)

    def show_reading(self) -> None:
        """A file was chosen and is being looked at."""
        self.error.clear()
        self._drop.hide()
        self._capture.hide()
        for part in (self._picture, self._what, self._where):
            part.show()
        self._what.setText(self.tr("De app kijkt wat voor opname dit is."))
        self._where.setText("")
        self.show_progress(self.tr("Lezen"), -1, "")
        self._fields.setEnabled(False)

    def show_candidate(self, candidate: ImportCandidate) -> None:
        """Show the facts of the file and open the fields."""
        facts = candidate.facts
        minutes = round(facts.duration_ms / _MINUTE_MS)
        if minutes > 1:
            self._what.setText(self.tr("Opname van {minutes} minuten").format(minutes=minutes))
        else:
            self._what.setText(self.tr("Opname van {seconds} seconden").format(seconds=max(1, round(facts.duration_ms / 1000))))
        words = self.tr("Uit de map {folder}, {size}. Beeld {width} bij {height}{sound}. De naam van het bestand gaat niet mee.")
        sound = "" if facts.audio_codec else self.tr(", zonder geluid")
        folder = candidate.path.parent.name or candidate.path.parent.as_posix()
        self._where.setText(words.format(folder=folder, size=size_text(candidate.size_bytes), width=facts.width, height=facts.height, sound=sound))
        self._progress.hide()
        self._fields.setEnabled(True)
        self._title.setFocus()

    def show_progress(self, step: str, percent: int, note: str) -> None:
        """Show how far it is; percent -1 when that is not known."""
        self._progress.show()
        self._step.setText(step)
        self._percent.setText("" if percent < 0 else self.tr("{percent} %").format(percent=percent))
        self._bar.setRange(0, 0 if percent < 0 else 100)
        self._bar.setValue(max(0, percent))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def lock_fields(self) -> None:
        """What was filled in is being used now."""
        self._fields.setEnabled(False)

    def free_fields(self) -> None:
        """Open the fields again after a failure."""
        self._progress.hide()
        self._fields.setEnabled(True)

    def _build_progress(self) -> None:
        self._progress = QWidget(self)
        self._step = TextLabel("", "kleinlabel", self._progress)
        self._percent = TextLabel("", "klein", self._progress, wraps=False)
        self._bar = QProgressBar(self._progress)
        self._bar.setTextVisible(False)
        self._note = TextLabel("", "klein", self._progress)
        head = QHBoxLayout()
        head.addWidget(self._step, 1)
        head.addWidget(self._percent)
        column = QVBoxLayout(self._progress)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._note)

    def _build_fields(self) -> None:
        self._fields = QWidget(self)
        self._title = QComboBox(self._fields)
        self._title.setEditable(True)
        self._title.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._title.setAccessibleName(self.tr("Schuilnaam"))
        self._title.setProperty("look", "tall")
        name_field = self._title.lineEdit()
        if name_field is not None:
            name_field.setMaxLength(MAX_TITLE)
        self._title.currentTextChanged.connect(self._on_title_changed)
        self._hint = TextLabel("", "bij", self._fields)
        self._talk = QLineEdit(self._fields)
        self._talk.setAccessibleName(self.tr("Gesprek"))
        self._talk.setProperty("look", "tall")
        self._talk.setMaxLength(MAX_TITLE // 2)
        self._phase = QComboBox(self._fields)
        self._phase.setEditable(True)
        self._phase.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._phase.setAccessibleName(self.tr("Fase"))
        self._phase.setProperty("look", "tall")
        phase_field = self._phase.lineEdit()
        if phase_field is not None:
            phase_field.setMaxLength(MAX_TITLE // 3)
        self._day = QDateEdit(QDate.currentDate(), self._fields)
        self._day.setCalendarPopup(True)
        self._day.setMaximumDate(QDate.currentDate())
        self._day.setDisplayFormat("d MMMM yyyy")
        self._day.setAccessibleName(self.tr("Opgenomen op"))
        self._day.setProperty("look", "tall")
        self._build_until()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._named(self.tr("Schuilnaam"), self._title))
        column.addWidget(self._hint)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addLayout(self._named(self.tr("Gesprek"), self._talk), 1)
        pair.addLayout(self._named(self.tr("Fase"), self._phase), 1)
        column.addLayout(pair)
        self._day_box = _boxed(self._named(self.tr("Opgenomen op"), self._day), self._fields)
        column.addWidget(self._day_box)
        column.addLayout(self._named(self.tr("Bewaren tot"), self._until))
        column.addWidget(self._weeks)
        column.addSpacing(6)
        self._wipe_box = _boxed(self._wipe_row(), self._fields)
        column.addWidget(self._wipe_box)

    def _build_until(self) -> None:
        self._until = QDateEdit(QDate.currentDate(), self._fields)
        self._until.setCalendarPopup(True)
        self._until.setMinimumDate(QDate.currentDate())
        self._until.setDisplayFormat("d MMMM yyyy")
        self._until.setAccessibleName(self.tr("Bewaren tot"))
        self._until.setProperty("look", "tall")
        self._until.dateChanged.connect(self._on_until_changed)
        self._weeks = TextLabel("", "bij", self._fields)

    def _wipe_row(self) -> QHBoxLayout:
        self._wipe = QCheckBox(self._fields)
        words = self.tr("Wis het bestand zelf als de kopie klopt. Ik vraag het dan nog één keer.")
        self._wipe.setAccessibleName(words)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._wipe, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TextLabel(words, "klein", self._fields), 1)
        return row

    def _named(self, label: str, field: QWidget) -> QVBoxLayout:
        name = TextLabel(label, "kleinlabel", self._fields)
        name.setBuddy(field)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addSpacing(6)
        column.addWidget(name)
        column.addWidget(field)
        column.addStretch()
        return column

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(22, 24, 22, 20)
        column.setSpacing(6)
        for part in (self._picture, self._drop, self._capture, self._what, self._where, self._progress, self.error, self._fields):
            column.addWidget(part)
        column.addStretch()
        notice = QHBoxLayout()
        notice.setSpacing(8)
        notice.addWidget(IconLabel(self._theme, "info", inside, size=16, color="inkt_3"), 0, Qt.AlignmentFlag.AlignTop)
        notice.addWidget(TextLabel(self.tr("Deze opname hoort niet in het dossier. Kopieer hem daar niet naartoe."), "bij", inside), 1)
        column.addLayout(notice)
        scroll = scrolled(inside, self)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(scroll)

    @Slot(str)
    def _on_title_changed(self, title: str) -> None:
        known = self._talks.get(title.strip(), 0)
        self._talk.setText(self.tr("{number}e gesprek").format(number=known + 1))
        is_tree = any(title.strip().endswith(tree) for tree in _TREES)
        if known:
            self._hint.setText(self.tr("Al één gesprek.") if known == 1 else self.tr("Al {count} gesprekken.").format(count=known))
        elif is_tree or not title.strip():
            self._hint.setText(self.tr("Een boom is genoeg. Zo staat er nergens een echte naam."))
        else:
            self._hint.setText(self.tr("Staat hier een naam? Gebruik liever een boom of een rol."))
        self.changed.emit()

    @Slot()
    def _on_until_changed(self) -> None:
        days = QDate.currentDate().daysTo(self._until.date())
        weeks = self.tr("{weeks} weken.").format(weeks=days // 7) if days % 7 == 0 and days > 7 else self.tr("{days} dagen.").format(days=days)
        self._weeks.setText(self.tr("{length} Daarna kijk je nog één keer, en wordt de opname gewist.").format(length=weeks))
        self.until_changed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setFixedWidth(round(_WIDTH * max(1.0, min(self._theme.scale, 1.3))))


def _boxed(layout: QLayout, parent: QWidget) -> QWidget:
    """Return the row as one part, so that it can be hidden."""
    box = QWidget(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    box.setLayout(layout)
    return box
