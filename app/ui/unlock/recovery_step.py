"""The recovery code goes onto paper: step 2 of the first start, and again when a new one is made."""

import secrets
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.common.errors import AppError
from app.services.recovery_sheet import save_recovery_sheet
from app.ui.secret_clipboard import SECRET_PROPERTY
from app.ui.theme import Theme, Tokens
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_new_file
from app.ui.widgets.labels import Heading, Line, TextLabel, restyle

_COLUMNS = 4


class RecoveryStep(QWidget):
    """Shows the eight blocks, and lets go only when two of them were typed back."""

    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, open_words: str = "", why: str = "") -> None:
        """`open_words` are those of its button and `why` those above the code; without them it is the step of the first start, with a heading."""
        super().__init__(parent)
        self._theme = theme
        self._open_words = open_words
        self._why = TextLabel(why or self._usual_why(), "gewoon", self)
        self._blocks: list[str] = []
        self._asked: tuple[int, ...] = ()
        self._block_labels = [TextLabel("", "blok", self, wraps=False) for _ in range(8)]
        self._question = TextLabel("", "label", self)
        self._numbers = [TextLabel("", "groot", self, wraps=False) for _ in range(2)]
        self._fields = [QLineEdit(self) for _ in range(2)]
        self._error = ErrorPanel(theme, self)
        self._build_buttons()
        for field in self._fields:
            field.setProperty("look", "bare")
            field.setMaxLength(8)
            field.setProperty(SECRET_PROPERTY, True)  # noqa: FBT003 - Qt's own way
            field.textChanged.connect(self._on_typed)
            field.returnPressed.connect(self._on_open)
        self._lay_out()

    def show_code(self, code: str) -> None:
        """Show a fresh code, and choose which two blocks must be typed back."""
        self._blocks = code.split("-")
        for label, block in zip(self._block_labels, self._blocks, strict=True):
            label.setText(block)
        self._asked = tuple(sorted(secrets.SystemRandom().sample(range(8), 2)))
        first, second = (place + 1 for place in self._asked)
        self._question.setText(self.tr("Typ blok {first} en blok {second}. Dan weet je zeker dat hij klopt").format(first=first, second=second))
        for field, number, place in zip(self._fields, self._numbers, self._asked, strict=True):
            number.setText(str(place + 1))
            field.setText("")
            field.setAccessibleName(self.tr("Blok {number} van de herstelcode").format(number=place + 1))
        self._fields[0].setFocus()

    def forget(self) -> None:
        """Take the code off the screen."""
        self._blocks = []
        for label in self._block_labels:
            label.clear()
        for field in self._fields:
            field.setText("")

    def explain(self, why: str) -> None:
        """Change the words above the code."""
        self._why.setText(why)

    def _usual_why(self) -> str:
        return self.tr("Wachtzin kwijt? Dan is deze code de enige weg naar binnen. Wij hebben geen kopie, je werkgever ook niet.")

    @property
    def asked_blocks(self) -> tuple[int, ...]:
        """Which two blocks are asked back, counted from 0."""
        return self._asked

    def _build_buttons(self) -> None:
        theme = self._theme
        self._print = PlainButton(theme, self.tr("Druk af"), self, icon_name="printer")
        self._print.clicked.connect(self._on_print)
        self._write = PlainButton(theme, self.tr("Ik schrijf hem over"), self, icon_name="notitie")
        self._write.clicked.connect(self._on_write)
        self._pdf = PlainButton(theme, self.tr("Als pdf"), self)
        self._pdf.clicked.connect(self._on_pdf)
        self._open = MainButton(theme, self._open_words or self.tr("Open mijn kamer"), self, keys=("Enter",))
        self._open.set_ready(is_ready=False)
        self._open.clicked.connect(self._on_open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if not self._open_words:
            column.addWidget(Heading(self.tr("Dit is je reservesleutel. Zet hem op papier."), "kop0", self))
        column.addWidget(self._why)
        column.addSpacing(6)
        column.addLayout(self._block_grid())
        column.addSpacing(4)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self._print, self._write, self._pdf):
            ways.addWidget(button)
        notice = TextLabel(self.tr("Niet mailen, niet fotograferen."), "bij", self)
        notice.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        ways.addWidget(notice, 1)
        column.addLayout(ways)
        column.addSpacing(4)
        column.addWidget(Line(self))
        column.addSpacing(4)
        column.addWidget(self._question)
        typed = QHBoxLayout()
        typed.setSpacing(12)
        for number, field in zip(self._numbers, self._fields, strict=True):
            typed.addWidget(self._numbered(number, field))
        column.addLayout(typed)
        column.addWidget(self._error)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addStretch()
        column.addLayout(buttons)

    def _block_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, label in enumerate(self._block_labels):
            frame = QFrame(self)
            frame.setProperty("look", "block")
            inside = QHBoxLayout(frame)
            inside.setContentsMargins(8, 14, 8, 14)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            font = label.font()
            font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 2)
            label.setFont(font)
            label.setAccessibleDescription(self.tr("Blok {number}").format(number=place + 1))
            inside.addWidget(label)
            grid.addWidget(frame, place // _COLUMNS, place % _COLUMNS)
        return grid

    def _numbered(self, number: TextLabel, field: QLineEdit) -> QFrame:
        frame = _FieldFrame(self)
        frame.setMinimumHeight(self._theme.current.scaled(52))
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 3, 12, 3)
        row.setSpacing(10)
        row.addWidget(number)
        row.addWidget(field, 1)
        frame.follow(field)
        return frame

    @Slot()
    def _on_typed(self) -> None:
        typed = [field.text().strip().upper() for field in self._fields]
        wanted = [self._blocks[place] for place in self._asked] if self._blocks else []
        self._open.set_ready(is_ready=bool(wanted) and typed == wanted)
        wrong = [place + 1 for place, text, block in zip(self._asked, typed, wanted, strict=False) if len(text) >= len(block) and text != block]
        if wrong:
            self._error.tell_text(self.tr("Deze code past niet. Let op blok {number}.").format(number=wrong[0]))
        else:
            self._error.clear()

    @Slot()
    def _on_write(self) -> None:
        self._fields[0].setFocus()

    @Slot()
    def _on_print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._error.tell_text(self.tr("Er is geen printer gevonden. Schrijf de code over, of bewaar hem als pdf op een stick."), is_calm=True)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            painter = QPainter(printer)
            paint_code_page(painter, QRectF(printer.pageLayout().paintRectPixels(printer.resolution())), self._theme.current, self._blocks)
            painter.end()

    @Slot()
    def _on_pdf(self) -> None:
        path = choose_new_file(self, self.tr("Bewaar de herstelcode, liefst op een stick"), self.tr("herstelcode.pdf"), "pdf")
        if path is not None:
            self._write_pdf(path)

    def _write_pdf(self, path: Path) -> None:
        try:
            save_recovery_sheet(path, "-".join(self._blocks), overwrite=True)
        except AppError as error:
            self._error.tell(error)
        else:
            self._error.tell_text(self.tr("De pdf staat er. Haal hem van dit apparaat zodra hij op papier staat."), is_calm=True)

    @Slot()
    def _on_open(self) -> None:
        if self._open.isEnabled():
            self.forget()
            self.confirmed.emit()


class _FieldFrame(QFrame):
    """A frame that looks like a field and shows the focus of the line edit in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "field")

    def follow(self, field: QLineEdit) -> None:
        """Show this field's focus as our own."""
        field.installEventFilter(self)
        self.setFocusProxy(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Change the border with the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("focused", "true" if event.type() == QEvent.Type.FocusIn else "false")
            restyle(self)
        return super().eventFilter(watched, event)


def paint_code_page(painter: QPainter, page: QRectF, tokens: Tokens, blocks: list[str]) -> None:
    """Paint the sheet of paper: what it is, the eight blocks, how to keep it. Nothing tells whose it is."""
    unit = page.width() / 100
    painter.setPen(Qt.GlobalColor.black)
    title = tokens.font("kop1", 500, is_question=True)
    title.setPixelSize(round(unit * 5))
    painter.setFont(title)
    painter.drawText(QRectF(page.left(), page.top(), page.width(), unit * 8), Qt.AlignmentFlag.AlignLeft, "Herstelcode van mijn Kijkkamer")
    code = tokens.font("kop2", 600)
    code.setPixelSize(round(unit * 5))
    painter.setFont(code)
    for place, block in enumerate(blocks):
        row, place_in_row = divmod(place, _COLUMNS)
        frame = QRectF(page.left() + place_in_row * unit * 25, page.top() + unit * (14 + row * 14), unit * 23, unit * 12)
        painter.drawRoundedRect(frame, unit, unit)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, block)
    words = tokens.font()
    words.setPixelSize(round(unit * 2.4))
    painter.setFont(words)
    text = (
        "Met deze code gaat je kluis open als je je wachtzin kwijt bent.\n"
        "Bewaar dit blad niet bij de laptop. Niet mailen, niet fotograferen.\n"
        "Wie dit blad heeft, kan naar binnen."
    )
    painter.drawText(QRectF(page.left(), page.top() + unit * 46, page.width(), unit * 20), Qt.AlignmentFlag.AlignLeft, text)
