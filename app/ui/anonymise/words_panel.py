"""The card in the middle: what is said, with its counter, or the ways to get it written down."""

from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.ui.anonymise.progress_card import ProgressCard
from app.ui.anonymise.step import in_scroll_area
from app.ui.anonymise.words_view import WordsView
from app.ui.theme import Theme
from app.ui.widgets.buttons import Button, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_file
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel


class WordsPanel(Surface):
    """Shows what it is told and tells what is asked."""

    typing_requested = Signal()
    file_chosen = Signal(Path)
    draft_requested = Signal()
    draft_accepted = Signal()
    stop_requested = Signal()
    edit_requested = Signal()
    add_requested = Signal()
    split_requested = Signal()
    remove_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._tool_buttons: list[tuple[Button, str]] = []
        self._build()
        theme.changed.connect(self._fit_tools)

    def show_state(self, *, has_lines: bool, count: str, is_draft: bool, can_draft: bool) -> None:
        """Show the lines or the ways to get them, and how many bleeps there are."""
        self._pages.setCurrentWidget(self.area if has_lines else self._empty)
        self._count.setText(count if has_lines else "")
        self._hint.setVisible(has_lines)
        self._tools.setVisible(has_lines)
        self._draft_notice.setVisible(has_lines and is_draft)
        self._draft.setVisible(can_draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen word in view."""
        super().resizeEvent(event)
        self._fit_tools()
        QTimer.singleShot(0, self.reveal_choice)

    @Slot()
    def reveal_choice(self) -> None:
        """Scroll to the chosen word."""
        self._reveal(self.view.rect_of_choice())

    def reveal_now(self) -> None:
        """Scroll to the line of now."""
        self._reveal(self.view.rect_of_now())

    def _reveal(self, rect: QRect) -> None:
        if not rect.isEmpty():
            self.area.ensureVisible(0, rect.bottom(), 0, 24)
            self.area.ensureVisible(0, rect.top(), 0, 24)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 8, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 10, 0)
        self._count = TextLabel("", "bij", self, wraps=False)
        head.addWidget(TextLabel(self.tr("Wat er gezegd wordt"), "titel", self), 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(head)
        self._hint = TextLabel(self.tr("Klik op een woord om het een piep te geven. Deze tekst blijft in de kluis."), "bij", self)
        column.addWidget(self._hint)
        column.addWidget(self._build_draft_notice())
        self.view = WordsView(self._theme, self)
        self.area: QScrollArea = in_scroll_area(self._scrolled(), self)
        self.area.setObjectName("wordsArea")
        self._empty = self._build_empty()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.area)
        self._pages.addWidget(self._empty)
        column.addWidget(self._pages, 1)
        self.progress = ProgressCard(self._theme, self)
        self.progress.stop_requested.connect(self.stop_requested)
        self.error = ErrorPanel(self._theme, self)
        column.addWidget(self.progress)
        column.addWidget(self.error)
        column.addWidget(self._build_tools())

    def _scrolled(self) -> QWidget:
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        column = QVBoxLayout(scrolled)
        column.setContentsMargins(0, 4, 10, 8)
        column.addWidget(self.view)
        column.addStretch(1)
        return scrolled

    def _build_draft_notice(self) -> QWidget:
        self._draft_notice = Surface("threshold", self)
        row = QHBoxLayout(self._draft_notice)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, "letop", self._draft_notice, color="menie_tekst"))
        row.addWidget(TextLabel(self.tr("Concept van de computer. Lees na."), "klein", self._draft_notice), 1)
        accept = PlainButton(self._theme, self.tr("Nagelezen"), self._draft_notice)
        accept.clicked.connect(self.draft_accepted)
        row.addWidget(accept)
        return self._draft_notice

    def _build_empty(self) -> QWidget:
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 10, 12)
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(IconLabel(self._theme, "tekst", page, size=28, color="inkt_3"), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in (
            (self.tr("Er is nog niets opgeschreven"), "sterk"),
            (self.tr("Zonder geluid hoeft dat ook niet. Met tekst zoekt de app de namen voor je."), "bij"),
        ):
            label = TextLabel(words, role, page)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(6)
        type_along = PlainButton(self._theme, self.tr("Typ zelf mee terwijl je luistert"), page, icon_name="toetsen")
        type_along.clicked.connect(self.typing_requested)
        take_file = PlainButton(self._theme, self.tr("Haal ondertitels uit een bestand"), page, icon_name="ondertitels")
        take_file.clicked.connect(self._on_file)
        self._draft = PlainButton(self._theme, self.tr("Laat de computer een concept maken"), page, icon_name="golf")
        self._draft.clicked.connect(self.draft_requested)
        for button in (type_along, take_file, self._draft):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return in_scroll_area(page, self)

    def _build_tools(self) -> QWidget:
        self._tools = QWidget(self)
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        tools = (
            (self.tr("Wijzig"), "nu", ("Enter",), self.edit_requested),
            (self.tr("Regel erbij"), "toevoegen", ("+",), self.add_requested),
            (self.tr("Splits hier"), "fragmenten", ("S",), self.split_requested),
            (self.tr("Haal regel weg"), "wissen", ("Shift", "Del"), self.remove_requested),
        )
        for words, icon_name, keys, asked in tools:
            button = Button(self._theme, words, self._tools, kind="small", keys=keys)
            button.clicked.connect(asked)
            self._tool_buttons.append((button, icon_name))
            row.addWidget(button)
        row.addStretch(1)
        # In a narrow card words would be cut: there the icons stand alone, with the words as a tip.
        self._tools.setMinimumWidth(1)
        return self._tools

    @Slot()
    def _fit_tools(self) -> None:
        for button, _ in self._tool_buttons:
            button.set_compact(is_compact=False)
            button.set_icon_name("")
        is_compact = sum(button.sizeHint().width() + 2 for button, _ in self._tool_buttons) > self.width() - 30
        for button, icon_name in self._tool_buttons:
            button.set_icon_name(icon_name if is_compact else "")
            button.set_compact(is_compact=is_compact)

    @Slot()
    def _on_file(self) -> None:
        path = choose_file(self, self.tr("Kies een bestand met ondertitels"), self.tr("Ondertitels"), "*.srt *.vtt *.txt")
        if path is not None:
            self.file_chosen.emit(path)
