"""How the cells and the names above the columns of the consent table look."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.consent import PersonConsent, Verdict, waited_for
from app.ui.consent.table_rows import CELL_ROLE, COLUMNS, FIRST_PURPOSE, GIVEN, NAME, answer_of
from app.ui.consent.wording import PURPOSE_ICONS, PURPOSES, STATE_ICONS, age_name, given_text, role_name, state_text
from app.ui.icons import pixmap
from app.ui.theme import Theme, Tokens

_BOX = 22
_PAD = 12
_WRAP = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_CENTER = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ConsentCells(QStyledItemDelegate):
    """Paints a person's row and the bottom row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def row_height(self, index: QModelIndex | QPersistentModelIndex, width: int) -> int:
        """Return the height this cell needs at this width, in pixels."""
        tokens = self._theme.current
        words = str(index.data() or "")
        cell = index.data(CELL_ROLE)
        icon_px = tokens.scaled(18) + 8
        if isinstance(cell, PersonConsent):
            if index.column() == NAME:
                name = _height(tokens.font("gewoon", 600), role_name(cell.role), width - 2 * _PAD)
                return name + _height(tokens.font("klein"), age_name(cell.age_group), width - 2 * _PAD) + 20
            if index.column() == GIVEN:
                return _height(tokens.font("klein"), words, width - 2 * _PAD - icon_px) + 20
            return tokens.scaled(_BOX) + 36
        if isinstance(cell, Verdict):
            return tokens.scaled(16) + 4 + _height(tokens.font("tijdlijn"), words, width - 12) + 20
        weight = 600 if index.column() == NAME else 400
        return _height(tokens.font("gewoon" if weight == 600 else "klein", weight), words, width - 2 * _PAD) + 24

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint one cell, with the focus ring when the keyboard is on it."""
        tokens, area, cell = self._theme.current, QRectF(option.rect), index.data(CELL_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(cell, PersonConsent):
            painter.setPen(QPen(tokens.color("lijn"), 1))
            painter.drawLine(QPointF(area.left(), area.top() + 0.5), QPointF(area.right() + 1, area.top() + 0.5))
            self._paint_person(painter, tokens, area, cell, index.column())
        else:
            self._paint_bottom(painter, tokens, area, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("focusring"), 2))
            painter.drawRoundedRect(area.adjusted(2, 3, -2, -3), 6, 6)
        painter.restore()

    def _paint_person(self, painter: QPainter, tokens: Tokens, area: QRectF, person: PersonConsent, column: int) -> None:
        inside = area.adjusted(_PAD, 8, -_PAD, -8)
        if column == NAME:
            _paint_name(painter, tokens, inside, person)
        elif column == GIVEN:
            _paint_given(painter, tokens, inside, person)
        else:
            _paint_answer(painter, tokens, area.center(), answer_of(person, PURPOSES[column - FIRST_PURPOSE]))

    def _paint_bottom(self, painter: QPainter, tokens: Tokens, area: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        column, verdict = index.column(), index.data(CELL_ROLE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("vraag_vlak"))
        painter.drawPath(_rounded(area, tokens.radius("kaart") - 1, left=column == NAME, right=column == COLUMNS - 1, is_top=False))
        if isinstance(verdict, Verdict):
            icon_px = tokens.scaled(16)
            words = state_text(verdict)
            font = tokens.font("tijdlijn", 600 if verdict.is_allowed else 400)
            height = icon_px + 4 + _height(font, words, round(area.width()) - 12)
            top = area.center().y() - height / 2
            ink = tokens.color("luikgroen_tekst" if verdict.is_allowed else "inkt_2")
            painter.drawPixmap(QPointF(area.center().x() - icon_px / 2, top), pixmap(STATE_ICONS[verdict.state], ink, icon_px))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(area.adjusted(6, top - area.top() + icon_px + 4, -6, 0), _CENTER, words)
            return
        painter.setFont(tokens.font("gewoon", 600) if column == NAME else tokens.font("klein"))
        painter.setPen(tokens.color("inkt_2"))
        painter.drawText(area.adjusted(_PAD, 4, -_PAD, -4), _WRAP, str(index.data()))


class ConsentHead(QHeaderView):
    """The names of the columns, the purposes with their icons."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return the height of the longest name at the width of its column."""
        tokens = self._theme.current
        font = tokens.font("klein", 600)
        lines = max((_height(font, self._name(column), self.sectionSize(column) - 12) for column in range(FIRST_PURPOSE, self.count())), default=0)
        return QSize(super().sizeHint().width(), tokens.scaled(18) + 4 + lines + 20)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:  # noqa: N802 - Qt names it
        """Paint one name."""
        tokens, area = self._theme.current, QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("paneel"))
        painter.drawPath(_rounded(area, tokens.radius("kaart") - 1, left=column == NAME, right=column == COLUMNS - 1, is_top=True))
        painter.setFont(tokens.font("klein", 600))
        painter.setPen(tokens.color("inkt_2"))
        if column < FIRST_PURPOSE:
            painter.drawText(area.adjusted(_PAD, 0, -_PAD, 0), _WRAP, self._name(column))
        else:
            icon_px = tokens.scaled(18)
            drawn = pixmap(PURPOSE_ICONS[PURPOSES[column - FIRST_PURPOSE]], tokens.color("inkt_2"), icon_px)
            painter.drawPixmap(QPointF(area.center().x() - icon_px / 2, area.top() + 10), drawn)
            painter.drawText(area.adjusted(6, 10 + icon_px + 4, -6, 0), _CENTER, self._name(column))
        painter.restore()

    def _name(self, column: int) -> str:
        return str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")


def _paint_name(painter: QPainter, tokens: Tokens, inside: QRectF, person: PersonConsent) -> None:
    name, age = role_name(person.role), age_name(person.age_group)
    name_font, age_font = tokens.font("gewoon", 600), tokens.font("klein")
    width = round(inside.width())
    name_height, age_height = _height(name_font, name, width), _height(age_font, age, width)
    top = inside.center().y() - (name_height + age_height) / 2
    painter.setFont(name_font)
    painter.setPen(tokens.color("inkt"))
    painter.drawText(QRectF(inside.left(), top, inside.width(), name_height), _WRAP, name)
    painter.setFont(age_font)
    painter.setPen(tokens.color("inkt_2"))
    painter.drawText(QRectF(inside.left(), top + name_height, inside.width(), age_height), _WRAP, age)


def _paint_given(painter: QPainter, tokens: Tokens, inside: QRectF, person: PersonConsent) -> None:
    is_waiting = bool(person.purposes and waited_for(person))
    has_yes = bool(person.purposes) and not is_waiting
    color = "menie_tekst" if is_waiting else "inkt_2"
    icon_px = tokens.scaled(18)
    icon_name, icon_color = ("letop", "menie_tekst") if is_waiting else ("goed", "luikgroen_tekst") if has_yes else ("vraag", "inkt_3")
    painter.drawPixmap(QPointF(inside.left(), inside.center().y() - icon_px / 2), pixmap(icon_name, tokens.color(icon_color), icon_px))
    painter.setFont(tokens.font("klein"))
    painter.setPen(tokens.color(color))
    painter.drawText(inside.adjusted(icon_px + 8, -6, 0, 6), _WRAP, given_text(person))


def _paint_answer(painter: QPainter, tokens: Tokens, center: QPointF, answer: bool | None) -> None:  # noqa: FBT001 - yes, no, not asked
    side = tokens.scaled(_BOX)
    box = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
    painter.setPen(QPen(tokens.color("luikgroen" if answer else "lijn_sterk"), 1.5))
    painter.setBrush(tokens.color("luikgroen" if answer else "verzonken" if answer is False else "kaart"))
    painter.drawRoundedRect(box, 5, 5)
    if answer is None:
        return
    icon_px = tokens.scaled(16)
    drawn = pixmap("goed" if answer else "dicht", tokens.color("op_luikgroen" if answer else "inkt"), icon_px)
    painter.drawPixmap(QPointF(center.x() - icon_px / 2, center.y() - icon_px / 2), drawn)


def _height(font: QFont, words: str, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), 10_000), _WRAP, words).height()


def _rounded(area: QRectF, radius: float, *, left: bool, right: bool, is_top: bool) -> QPainterPath:
    """Return the area with round corners only where the table itself has them."""
    path, square = QPainterPath(), QPainterPath()
    square.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(area, radius, radius)
    half = area.height() / 2
    square.addRect(area.adjusted(0, half, 0, 0) if is_top else area.adjusted(0, 0, 0, -half))
    if not left:
        square.addRect(area.adjusted(0, 0, -area.width() / 2, 0))
    if not right:
        square.addRect(area.adjusted(area.width() / 2, 0, 1, 0))
    return path.united(square)
