"""A document on A4: headings, paragraphs, tables that go on over pages, a footer with page numbers.

Everything put in is plain text; nothing in it is read as mark-up. The file holds the letters it uses, a title and the
name of the program: no time, no user, no machine.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import BytesIO
from types import ModuleType
from typing import Any

from app.common.paths import resource_path
from app.common.version import program_version

for _name in ("reportlab_mods", "reportlab_settings"):
    # ReportLab would otherwise run files of these names from the user's home folder, inside the process that holds the keys.
    sys.modules.setdefault(_name, ModuleType(_name))

from reportlab.lib.colors import HexColor  # noqa: E402
from reportlab.lib.enums import TA_LEFT  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.lib.units import mm  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from reportlab.platypus import KeepTogether, LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle  # noqa: E402

_INK, _QUIET, _LINE, _GREEN, _SOFT = "#1B2624", "#42504C", "#D3D6CC", "#23493F", "#F7F7F3"
_SERIF, _SANS, _BOLD = "Literata", "Atkinson", "Atkinson-Bold"
_FONTS = {
    _SERIF: "Literata_600SemiBold.ttf",
    _SANS: "AtkinsonHyperlegibleNext_400Regular.ttf",
    _BOLD: "AtkinsonHyperlegibleNext_700Bold.ttf",
}
_MARGIN = 20 * mm
_FRAME_PADDING = 6
"""Points that ReportLab leaves open around what it is given."""
TEXT_WIDTH_MM = 170
"""What is left between the margins."""


class PaperDocument:
    """Put in what should be read, from top to bottom, and render it once."""

    def __init__(self, title: str, *, footer: str) -> None:
        """`title` is the document's name and its first heading; `footer` stands at the bottom of every page."""
        _register_fonts()
        self._title = title
        self._footer = footer
        self._parts: list[Any] = []
        self._add(title, _style("title", _SERIF, 22, 27, space_after=4 * mm, colour=_GREEN))

    def heading(self, text: str) -> None:
        """Begin a part; it stays together with what follows it."""
        self._add(text, _style("heading", _SERIF, 14, 18, space_before=5 * mm, space_after=2 * mm, keep_with_next=True))

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Add running text; a line end in it stays one."""
        self._add(text, _style("bold" if bold else "text", _BOLD if bold else _SANS, 11, 15.5, space_after=2.5 * mm))

    def note(self, text: str) -> None:
        """Add small text."""
        self._add(text, _style("note", _SANS, 9, 12.5, space_after=2 * mm, colour=_QUIET))

    def space(self, height_mm: float) -> None:
        """Leave this much open."""
        self._parts.append(Spacer(1, height_mm * mm))

    def page_break(self) -> None:
        """Go on on a new page."""
        self._parts.append(PageBreak())

    def blocks(self, texts: Sequence[str], *, in_a_row: int = 4) -> None:
        """Add short texts to copy by hand, large and numbered, in rows that stay together."""
        number, large = _style("number", _SANS, 9, 12, colour=_QUIET), _style("block", _BOLD, 21, 28)
        cells: list[Any] = [[_text(str(place), number), _text(text, large)] for place, text in enumerate(texts, start=1)]
        rows = [cells[start : start + in_a_row] for start in range(0, len(cells), in_a_row)]
        rows = [row + [""] * (in_a_row - len(row)) for row in rows]
        table = LongTable(rows, colWidths=[TEXT_WIDTH_MM * mm / in_a_row] * in_a_row, hAlign="LEFT")
        table.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 0.75, _GREEN), ("INNERGRID", (0, 0), (-1, -1), 0.5, _LINE), *_PADDING]))
        self._parts.append(KeepTogether([table, Spacer(1, 4 * mm)]))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table over the whole width; `widths` are shares. The heads come back on every page."""
        head, cell = _style("head", _BOLD, 9, 12), _style("cell", _SANS, 9, 12)
        columns = [TEXT_WIDTH_MM * mm * width / sum(widths) for width in widths]
        cells = [[_text(text, head) for text in heads], *([_text(text, cell) for text in row] for row in rows)]
        table = LongTable(cells, colWidths=columns, repeatRows=1, splitInRow=1, hAlign="LEFT")
        lines = [("LINEBELOW", (0, 0), (-1, 0), 0.75, _GREEN), ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE), ("BACKGROUND", (0, 0), (-1, 0), _SOFT)]
        table.setStyle(TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "TOP"), *_PADDING]))
        self._parts += [table, Spacer(1, 3 * mm)]

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep what is added inside on one page."""
        before, self._parts = self._parts, []
        yield
        self._parts = [*before, KeepTogether(self._parts)]

    def render(self) -> bytes:
        """Return the PDF. The same content gives the same bytes."""
        target = BytesIO()
        template = SimpleDocTemplate(
            target,
            pagesize=A4,
            leftMargin=_MARGIN - _FRAME_PADDING,
            rightMargin=_MARGIN - _FRAME_PADDING,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN + 4 * mm,
            title=self._title,
            author="Kijkkamer",
            creator="Kijkkamer",
            producer=f"Kijkkamer {program_version()}",
            lang="nl-NL",
            invariant=1,
        )
        footer = self._footer

        class FootedCanvas(_NumberedCanvas):
            """The canvas of this document."""

            footer_text = footer

        template.build(list(self._parts), canvasmaker=FootedCanvas)
        return target.getvalue()

    def _add(self, text: str, style: ParagraphStyle) -> None:
        self._parts.append(_text(text, style))


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """Draws the footers last, when it is known how many pages there are."""

    footer_text = ""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name ReportLab calls
        """Keep the page for later."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw every page with its footer, and finish."""
        pages = self._pages
        for page in pages:
            self.__dict__.update(page)
            self._draw_footer(len(pages))
            super().showPage()
        super().save()

    def _draw_footer(self, pages: int) -> None:
        width, y = A4[0], _MARGIN - 6 * mm
        self.setStrokeColor(HexColor(_LINE))
        self.setLineWidth(0.5)
        self.line(_MARGIN, y + 5 * mm, width - _MARGIN, y + 5 * mm)
        self.setFillColor(HexColor(_QUIET))
        self.setFont(_SANS, 8.5)
        self.drawString(_MARGIN, y, self.footer_text)
        self.drawRightString(width - _MARGIN, y, f"Bladzijde {self._pageNumber} van {pages}")


_PADDING = [
    ("LEFTPADDING", (0, 0), (-1, -1), 2 * mm),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
    ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4 * mm),
]


def _register_fonts() -> None:
    for name, file in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(resource_path("fonts", file))))


def _style(
    name: str,
    font: str,
    size: float,
    leading: float,
    *,
    space_before: float = 0,
    space_after: float = 0,
    colour: str = _INK,
    keep_with_next: bool = False,
) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        spaceBefore=space_before,
        spaceAfter=space_after,
        textColor=HexColor(colour),
        alignment=TA_LEFT,
        keepWithNext=keep_with_next,
        splitLongWords=True,
    )


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text, quote=False).replace("\n", "<br/>"), style)
