"""Kijkkader: which frames there are, what is in them, which one is in use, and making one's own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.common.ids import RecordingId
from app.domain.kijkkader import Kader
from app.services.changes import Changes
from app.services.own_kaders import ReadFile
from app.services.session import Session
from app.ui.changes import ChangeSignal
from app.ui.jobs import JobRunner
from app.ui.kader.editor import FrameEditor
from app.ui.kader.frame_list import FrameList, Shown
from app.ui.kader.mistake_list import MistakeList
from app.ui.kader.window_view import GlossaryView, WindowView
from app.ui.screen import Screen
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, MainButton, PlainButton, QuietButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_file, choose_new_file
from app.ui.widgets.labels import Heading, TextLabel
from app.ui.widgets.scrolled import scrolled

_PATTERNS = "*.yaml *.yml *.csv *.xlsx"


class KaderScreen(Screen):
    """The list and one frame beside it; the editor comes in their place."""

    def __init__(
        self, session: Session, theme: Theme, jobs: JobRunner, changes: ChangeSignal, parent: QWidget | None = None, *, recording_id: str = ""
    ) -> None:
        super().__init__(parent)
        self.title = self.tr("Kijkkader")
        self.has_back = True
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._recording_id = RecordingId(recording_id)
        self._shown: Shown | None = None
        self.editor: FrameEditor | None = None
        self.frames = FrameList(theme, self)
        self.window_view = WindowView(theme, self)
        self.glossary = GlossaryView(self)
        self.mistakes = MistakeList(theme, self)
        self.error = ErrorPanel(theme, self)
        self._pages = QStackedWidget(self)
        self._build()
        self.frames.chosen.connect(self._on_chosen)
        self.frames.import_requested.connect(self._on_import)
        self.frames.template_requested.connect(self._on_template)
        self.mistakes.closed.connect(self._show_frame_page)
        changes.changed.connect(self._on_changes)
        self._read()

    def go_back(self) -> None:
        """Leave the editor or the list of mistakes first; what was written stays a draft."""
        if self.editor is not None:
            self._leave_editor()
        elif self._pages.currentWidget() is self.mistakes:
            self._show_frame_page()
        else:
            super().go_back()

    def release(self) -> None:
        """Keep what is in the fields."""
        if self.editor is not None:
            self.editor.release()

    def read_file(self, untrusted_path: Path) -> None:
        """Take over a file, or say what is wrong with it."""
        self.error.clear()
        job = self._jobs.start(partial(self._session.own_kaders.read_file, untrusted_path), name="read_kader_file")
        job.succeeded.connect(self._on_file_read)
        job.failed.connect(self.error.tell)

    def edit(self, kader: Kader) -> None:
        """Write on with this draft."""
        self.editor = FrameEditor(self._theme, self._jobs, self._session, kader, self)
        self.editor.saved.connect(self._on_saved)
        self.editor.dropped.connect(self._leave_editor)
        self._pages.addWidget(self.editor)
        self._pages.setCurrentWidget(self.editor)
        self.editor.form.focus_first()
        self.subtitle = kader.name.nl
        self.header_changed.emit()

    def make_copy(self, name: str) -> None:
        """Begin a frame of one's own from the one that is looked at."""
        if self._shown is None:
            return
        try:
            self.edit(self._session.own_kaders.start_copy(self._shown.kader_id, self._shown.version, name))
        except AppError as error:
            self.error.tell(error)

    @Slot()
    def use_shown(self) -> None:
        """Make new moments with this frame from now on."""
        if self._shown is not None:
            self._session.kijkkader.use(self._shown.kader_id)

    def _build(self) -> None:
        page = QWidget(self)
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(10)
        self._name = Heading("", "kop2", page)
        self._about = TextLabel("", "bij", page)
        column.addWidget(self._name)
        column.addWidget(self._about)
        column.addLayout(self._actions(page))
        column.addWidget(self.error)
        column.addLayout(self._tabs(page))
        column.addWidget(self._parts, 1)
        self._overview = QWidget(self)
        row = QHBoxLayout(self._overview)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.frames)
        row.addWidget(page, 1)
        for each in (self._overview, self.mistakes):
            self._pages.addWidget(each)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._pages)

    def _tabs(self, parent: QWidget) -> QHBoxLayout:
        self._parts = QStackedWidget(parent)
        self.tabs = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, (words, view) in enumerate(((self.tr("Het raam"), self.window_view), (self.tr("Begrippen"), self.glossary))):
            self._parts.addWidget(scrolled(_padded(view, parent), parent))
            button = Button(self._theme, words, parent, kind="segment")
            button.setCheckable(True)
            button.setChecked(number == 0)
            self.tabs.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.tabs.idClicked.connect(self._parts.setCurrentIndex)
        return row

    def _actions(self, parent: QWidget) -> QHBoxLayout:
        self._use: Button = MainButton(self._theme, self.tr("Gebruik dit kijkkader"), parent)
        self._use.clicked.connect(self.use_shown)
        self._use_here: Button = PlainButton(self._theme, "", parent)
        self._use_here.clicked.connect(self._on_use_here)
        self._edit: Button = PlainButton(self._theme, self.tr("Pas aan"), parent, icon_name="pen-line")
        self._edit.clicked.connect(self._on_edit)
        self._copy: Button = PlainButton(self._theme, self.tr("Maak een eigen kopie"), parent)
        self._copy.clicked.connect(self._on_copy)
        self._export: Button = QuietButton(self._theme, self.tr("Bewaar als bestand"), parent)
        self._export.clicked.connect(self._on_export)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._use, self._use_here, self._edit, self._copy, self._export):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _read(self, chosen: Shown | None = None) -> None:
        try:
            drafts = [each.summary() for each in self._session.own_kaders.drafts()]
            self.frames.show_frames(self._session.kijkkader.available(), drafts, self._session.kijkkader.in_use(), chosen or self._shown)
        except AppError as error:
            self.error.tell(error)

    @Slot(object)
    def _on_chosen(self, shown: Shown) -> None:
        self._shown = shown
        kijkkader = self._session.kijkkader
        try:
            kader = self._session.own_kaders.draft(shown.kader_id) if shown.is_draft else kijkkader.version(shown.kader_id, shown.version)
            newest = kader.version if shown.is_draft else kijkkader.newest(shown.kader_id).version
        except AppError as error:
            self.error.tell(error)
            return
        self._name.setText(kader.name.nl)
        self._about.setText(self._about_words(kader, newest, is_draft=shown.is_draft))
        self.window_view.show_kader(kader)
        self.glossary.show_kader(kader)
        is_newest = not shown.is_draft and kader.version == newest
        is_own = shown.kader_id != kijkkader.shipped().kader_id
        self._use.setVisible(is_newest and kijkkader.in_use() != shown.kader_id)
        self._use_here.setVisible(bool(self._recording_id) and is_newest)
        is_here = bool(self._recording_id) and kijkkader.in_use(self._recording_id) == shown.kader_id
        self._use_here.set_words(self.tr("Deze opname heeft dit kader") if is_here else self.tr("Alleen voor deze opname"))
        self._use_here.setEnabled(not is_here)
        self._edit.setVisible(shown.is_draft or (is_newest and is_own))
        self._edit.set_words(self.tr("Schrijf verder") if shown.is_draft else self.tr("Pas aan"))
        self._copy.setVisible(not shown.is_draft)
        self._export.setVisible(not shown.is_draft)

    def _about_words(self, kader: Kader, newest: str, *, is_draft: bool) -> str:
        if is_draft:
            return self.tr("Nog niet bewaard. Je kunt verder schrijven.")
        words = self.tr("Versie {version}. {count} indicatoren.").format(version=kader.version, count=len(kader.indicators))
        if kader.version != newest:
            return self.tr("{words} Er is een nieuwere versie. Deze blijft leesbaar voor de momenten die ermee gezet zijn.").format(words=words)
        if kader.kader_id == self._session.kijkkader.in_use():
            words = self.tr("{words} Hiermee zet je nieuwe momenten.").format(words=words)
        return self.tr("{words} Nog een concept.").format(words=words) if kader.is_concept else words

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if not changes.kaders:
            return
        if self.editor is not None:
            self.editor.take_changes(changes)
        else:
            self._read()

    @Slot()
    def _on_copy(self) -> None:
        self.make_copy(self.tr("{name} van ons team").format(name=self._name.text().partition(" (")[0]))

    @Slot()
    def _on_edit(self) -> None:
        if self._shown is None:
            return
        try:
            self.edit(self._session.own_kaders.start_next(self._shown.kader_id))
        except AppError as error:
            self.error.tell(error)

    @Slot()
    def _on_use_here(self) -> None:
        if self._shown is not None:
            self._session.kijkkader.use_for(self._recording_id, self._shown.kader_id)

    @Slot()
    def _on_import(self) -> None:
        path = choose_file(self, self.tr("Kies een kijkkader of een rekenblad"), self.tr("Kijkkader of rekenblad"), _PATTERNS)
        if path is not None:
            self.read_file(path)

    @Slot(object)
    def _on_file_read(self, read: ReadFile) -> None:
        if read.kader is None:
            self.mistakes.show_mistakes(read.mistakes)
            self._pages.setCurrentWidget(self.mistakes)
            return
        try:
            is_new = self._session.own_kaders.take_over(read)
        except AppError as error:
            self.error.tell(error)
            return
        self._read(Shown(read.kader.kader_id, read.kader.version))
        words = self.tr("{name} staat erbij.") if is_new else self.tr("{name} stond er al, met dezelfde inhoud.")
        self.error.tell_text(words.format(name=read.kader.name.nl), is_calm=True)

    @Slot()
    def _on_template(self) -> None:
        path = choose_new_file(self, self.tr("Bewaar het sjabloon"), "kijkkader-sjabloon.xlsx", "xlsx")
        if path is not None:
            self._write(lambda: self._session.own_kaders.write_template(path, self.tr("Ons kijkkader"), overwrite=True))

    @Slot()
    def _on_export(self) -> None:
        menu = QMenu(self)
        kinds = (
            (self.tr("Het hele kijkkader (YAML)"), "yaml"),
            (self.tr("Het raam als rekenblad (XLSX)"), "xlsx"),
            (self.tr("Het raam als CSV"), "csv"),
        )
        for words, suffix in kinds:
            menu.addAction(words).triggered.connect(partial(self._export_as, suffix))
        menu.popup(self._export.mapToGlobal(self._export.rect().bottomLeft()))

    def _export_as(self, suffix: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        shown = self._shown
        path = choose_new_file(self, self.tr("Bewaar het kijkkader"), f"kijkkader.{suffix}", suffix)
        if path is not None and shown is not None:
            self._write(lambda: self._session.own_kaders.export(shown.kader_id, shown.version, path, overwrite=True))

    def _write(self, work: Callable[[], None]) -> None:
        try:
            work()
            self.error.tell_text(self.tr("Bewaard. Er staat niets over een opname in dit bestand."), is_calm=True)
        except AppError as error:
            self.error.tell(error)

    @Slot(object)
    def _on_saved(self, kader: Kader) -> None:
        self._shown = Shown(kader.kader_id, kader.version)
        self._leave_editor()
        self.error.tell_text(self.tr("Versie {version} is bewaard.").format(version=kader.version), is_calm=True)

    @Slot()
    def _leave_editor(self) -> None:
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        editor.release()
        self._pages.removeWidget(editor)
        editor.deleteLater()
        self.subtitle = ""
        self.header_changed.emit()
        self._show_frame_page()

    @Slot()
    def _show_frame_page(self) -> None:
        self._pages.setCurrentWidget(self._overview)
        self._read()


def _padded(widget: QWidget, parent: QWidget) -> QWidget:
    page = QWidget(parent)
    page.setObjectName("scrolled")
    column = QVBoxLayout(page)
    column.setContentsMargins(4, 12, 12, 4)
    column.addWidget(widget)
    return page
