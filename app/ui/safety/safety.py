"""Veiligheid: a list of sections at the left, the chosen one beside it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.services.preferences import Preferences
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.safety.appearance_section import AppearanceSection
from app.ui.safety.backup_section import BackupSection
from app.ui.safety.check_section import CheckSection
from app.ui.safety.consent_section import ConsentSection
from app.ui.safety.keys_section import KeysSection
from app.ui.safety.log_section import LogSection
from app.ui.safety.overview_section import OverviewSection
from app.ui.safety.retention_section import RetentionSection
from app.ui.safety.section import Section
from app.ui.safety.section_list import SectionList
from app.ui.screen import Screen
from app.ui.theme import Theme


class Safety(Screen):
    """Shows one section at a time; long work of a section goes on when another is chosen, until the room is locked."""

    recording_opened = Signal(str)
    consent_requested = Signal(str)
    preferences_changed = Signal()
    help_requested = Signal()
    reminded = Signal(str)
    """A sentence to show once after opening: the back-up is old, or there is none."""

    def __init__(
        self, theme: Theme, jobs: JobRunner, session: Session, changes: ChangeSignal, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Veiligheid")
        self.overview = OverviewSection(theme, jobs, session, changes, preferences, self)
        self.overview.section_requested.connect(self.go_to)
        self.overview.backup_requested.connect(self._on_backup_requested)
        self.overview.preferences_changed.connect(self.preferences_changed)
        self.keys = KeysSection(theme, jobs, session, self)
        self.backup = BackupSection(theme, jobs, session, self)
        self.check = CheckSection(theme, jobs, session, self)
        self.check.recording_opened.connect(self.recording_opened)
        self.retention = RetentionSection(theme, jobs, session, changes, self)
        self.consent = ConsentSection(theme, jobs, session, changes, self)
        self.consent.consent_requested.connect(self.consent_requested)
        self.log = LogSection(theme, jobs, session, self)
        self.appearance = AppearanceSection(theme, preferences, self)
        self.appearance.preferences_changed.connect(self.preferences_changed)
        self.appearance.help_requested.connect(self.help_requested)
        named: tuple[tuple[str, str, str, Section], ...] = (
            ("overview", "veiligheid", self.tr("Overzicht"), self.overview),
            ("keys", "sleutel", self.tr("Wachtzin en herstelcode"), self.keys),
            ("backup", "reservekopie", self.tr("Reservekopie"), self.backup),
            ("check", "integriteit", self.tr("Nakijken"), self.check),
            ("retention", "wisdatum", self.tr("Bewaren en wissen"), self.retention),
            ("consent", "toestemming", self.tr("Toestemming"), self.consent),
            ("log", "logboek", self.tr("Logboek"), self.log),
            ("appearance", "thema", self.tr("Weergave en toetsen"), self.appearance),
        )
        self._sections = {code: section for code, _, _, section in named}
        self._shown: Section | None = None
        self.list = SectionList(theme, [(code, icon_name, name) for code, icon_name, name, _ in named], self)
        self._stack = QStackedWidget(self)
        for section in self._sections.values():
            self._stack.addWidget(section)
        self.list.chosen.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.list.choose(named[0][0])
        self.backup.reminded.connect(self.reminded)
        self.backup.remind_when_overdue()

    @property
    def sections(self) -> tuple[str, ...]:
        """The codes of all sections."""
        return tuple(self._sections)

    @property
    def section(self) -> str:
        """The code of the section in view."""
        return self.list.current

    def entered(self) -> None:
        """Put the keyboard on the list, and read the section in view again."""
        self.list.setFocus()
        if self._shown is not None:
            self._shown.entered()

    @Slot(str)
    def go_to(self, code: str) -> None:
        """Bring a section into view."""
        self.list.choose(code)

    def release(self) -> None:
        """Stop what goes on in every section."""
        for section in self._sections.values():
            section.release()

    @Slot()
    def _on_backup_requested(self) -> None:
        self.go_to("backup")
        self.backup.make_now()

    @Slot(str)
    def _on_chosen(self, code: str) -> None:
        self._shown = self._sections[code]
        self._stack.setCurrentWidget(self._shown)
        if self.isVisible():
            self._shown.entered()
