"""One person of the fragment: letter, role, how it stands with the mask, and what can be done about it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.anonymise_plan import Track, TrackKind
from app.domain.mask_editing import is_drawn, is_following, is_region
from app.ui.anonymise.enter_field import EnterField
from app.ui.anonymise.mask_stage import letter_color
from app.ui.anonymise.same_person import SamePersonQuestion
from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.buttons import PlainButton, QuietButton, ThresholdButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import TextLabel

_LETTER = 38


class LetterSquare(QWidget):
    """The colour and letter that stand on the mask."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letter = "A"
        self._is_hidden = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_letter(self, letter: str, *, is_hidden: bool) -> None:
        """Show this letter; a person who stays visible gets an open eye."""
        self._letter = letter
        self._is_hidden = is_hidden
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        px = self._theme.current.scaled(_LETTER)
        return QSize(px, px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen if self._is_hidden else QPen(tokens.color("lijn_sterk"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(letter_color(self._letter) if self._is_hidden else tokens.color("kaart"))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        if not self._is_hidden:
            px = tokens.scaled(20)
            painter.drawPixmap(round((self.width() - px) / 2), round((self.height() - px) / 2), pixmap("zichtbaar", tokens.color("inkt_2"), px))
            return
        painter.setFont(tokens.font("groot", 700))
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letter)


class TrackCard(QFrame):
    """Shows what it is told and tells what is asked; changes nothing itself."""

    chosen = Signal(str)
    accept_requested = Signal(str)
    person_chosen = Signal(str, str)
    not_a_face_chosen = Signal(str)
    show_requested = Signal(str, str)
    """The track and the reason why it may stay visible."""
    hide_requested = Signal(str)
    join_requested = Signal(str, str)
    """The track to keep, and the one that becomes part of it."""
    apart_requested = Signal(str, str)
    kind_chosen = Signal(str, object)
    """The region and its `TrackKind`."""
    follow_requested = Signal(str)

    def __init__(self, theme: Theme, roles: tuple[str, ...], kinds: dict[TrackKind, str], track_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roles = roles
        self._kinds = kinds
        self.track_id = track_id
        self._is_doubtful = False
        self._is_selected = False
        self._is_hidden = True
        self._is_region = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        theme.changed.connect(self.update)

    @property
    def is_doubtful(self) -> bool:
        """Whether something of this person is still to be looked at."""
        return self._is_doubtful

    def show_track(self, track: Track, name: str, sentence: str, action: str) -> None:
        """Show this state; an `action` means that there is something to look at, and what Enter does about it."""
        self._is_doubtful = bool(action)
        self._square.show_letter(track.letter, is_hidden=track.hidden)
        self._name.setText(name)
        self._sentence.setText(sentence)
        self._sentence.set_role("letop" if action else "bij")
        self._accept.set_words(action)
        self._accept.setVisible(bool(action) and self._is_selected)
        self._sign.set_icon("letop" if action else "goed", "menie_tekst" if action else "inkt_2")
        self._is_hidden = track.hidden
        self._sign.setVisible(track.hidden and not self._accept.isVisibleTo(self))
        self._role.setCurrentIndex(self._role.findText(track.person))
        self._is_region = is_region(track)
        self._role.setVisible(not self._is_region)
        self.kind_box.setCurrentIndex(self.kind_box.findData(track.kind))
        self.kind_box.setVisible(is_region(track))
        self._follow.setText(self.tr("Laat stilstaan") if is_following(track) else self.tr("Laat meebewegen"))
        self._follow.setVisible(track.hidden and is_drawn(track))
        self._not_a_face.setText(self.tr("Niets herkenbaars") if is_region(track) else self.tr("Geen gezicht"))
        self._why_words.setText(
            self.tr("Waarom mag dit zichtbaar blijven?") if is_region(track) else self.tr("Waarom mag deze persoon zichtbaar blijven?")
        )
        self._not_a_face.setVisible(track.hidden)
        self._show.setVisible(track.hidden)
        self._hide.setVisible(not track.hidden)
        self.setAccessibleName(f"{track.letter}, {name}")
        self.setAccessibleDescription(sentence)
        self.update()

    def offer_joining(self, others: list[tuple[str, str]]) -> None:
        """Offer to say that this is the same person as one of these (id, words)."""
        self._same.clear()
        self._same.addItem(self.tr("Zelfde persoon als …"), "")
        for track_id, words in others:
            self._same.addItem(words, track_id)
        self._same.setVisible(bool(others) and not self._is_region)

    def ask_same(self, other_id: str, name: str) -> None:
        """Ask whether this is the same person as that one; an empty id asks nothing."""
        self._alike.ask(other_id, name)

    def set_selected(self, *, is_selected: bool) -> None:
        """Open or close what can be done about this person."""
        self._is_selected = is_selected
        self._accept.setVisible(is_selected and self._is_doubtful)
        self._sign.setVisible(self._is_hidden and not (is_selected and self._is_doubtful))
        self._tools.setVisible(is_selected)
        if not is_selected:
            self._why.hide()
        self.update()

    def ask_reason(self) -> None:
        """Open the field for the reason and go there."""
        self._why.show()
        self._reason.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this person."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.track_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose this person when the keyboard comes here."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.track_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus frame away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card: quiet, chosen, or asking to be looked at."""
        tokens = self._theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "menie" if self._is_doubtful else "luikgroen" if self._is_selected else "lijn"
        thickness = 2 if self._is_selected or self.hasFocus() else 1
        painter.setPen(QPen(tokens.color("focusring" if self.hasFocus() else edge), thickness))
        painter.setBrush(tokens.color("menie_zacht" if self._is_doubtful and self._is_selected else "kaart"))
        inset = thickness / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), tokens.radius("kaart"), tokens.radius("kaart"))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 11, 13, 11)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        self._square = LetterSquare(self._theme, self)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._name = TextLabel("", "sterk", self)
        self._sentence = TextLabel("", "bij", self)
        words.addWidget(self._name)
        words.addWidget(self._sentence)
        self._accept = ThresholdButton(self._theme, "", self, keys=("Enter",), is_large=False)
        self._accept.clicked.connect(self._on_accept)
        top.addWidget(self._square, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(words, 1)
        top.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignVCenter)
        self._sign = IconLabel(self._theme, "goed", self)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(top)
        self._alike = SamePersonQuestion(self._theme, self)
        self._alike.answered_yes.connect(self._on_one_person)
        self._alike.answered_no.connect(self._on_two_people)
        column.addWidget(self._alike)
        column.addWidget(self._build_tools())
        column.addWidget(self._build_why())
        self.set_selected(is_selected=False)

    def _build_tools(self) -> QWidget:
        self._tools = QWidget(self)
        column = QVBoxLayout(self._tools)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        self._role = QComboBox(self._tools)
        self._role.addItems(self._roles)
        self._role.setPlaceholderText(self.tr("Wie is dit? Kies een rol"))
        self._role.setAccessibleName(self.tr("Rol van deze persoon"))
        self._role.activated.connect(self._on_role)
        self._same = QComboBox(self._tools)
        self._same.setAccessibleName(self.tr("Zelfde persoon als"))
        self._same.activated.connect(self._on_same)
        self.kind_box = QComboBox(self._tools)
        for kind, words in self._kinds.items():
            self.kind_box.addItem(words, kind)
        self.kind_box.setAccessibleName(self.tr("Wat is dit?"))
        self.kind_box.activated.connect(self._on_kind)
        for box in (self._role, self.kind_box, self._same):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            column.addWidget(box)
        self._not_a_face = QuietButton(self._theme, self.tr("Geen gezicht"), self._tools, keys=("X",))
        self._not_a_face.clicked.connect(self._on_not_a_face)
        self._show = QuietButton(self._theme, self.tr("Laat zichtbaar"), self._tools, keys=("Del",))
        self._show.clicked.connect(self.ask_reason)
        self._hide = PlainButton(self._theme, self.tr("Bedek weer"), self._tools)
        self._hide.clicked.connect(self._on_hide)
        holder = QWidget(self._tools)
        flow = FlowLayout(holder)
        self._follow = QuietButton(self._theme, self.tr("Laat meebewegen"), holder, keys=("M",))
        self._follow.clicked.connect(self._on_follow)
        for button in (self._follow, self._not_a_face, self._show, self._hide):
            flow.addWidget(button)
        column.addWidget(holder)
        return self._tools

    def _build_why(self) -> QWidget:
        self._why = QWidget(self)
        column = QVBoxLayout(self._why)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._why_words = TextLabel(self.tr("Waarom mag deze persoon zichtbaar blijven?"), "label", self._why)
        column.addWidget(self._why_words)
        self._reason = EnterField(self._why)
        self._reason.setMaxLength(200)
        self._reason.setPlaceholderText(self.tr("bijvoorbeeld: dit ben ik, en dat mag"))
        self._reason.setAccessibleName(self.tr("Reden"))
        self._reason.textChanged.connect(self._on_reason_changed)
        self._reason.returnPressed.connect(self._on_show)
        self._confirm = ThresholdButton(self._theme, self.tr("Laat zichtbaar"), self._why, is_large=False)
        self._confirm.set_ready(is_ready=False, missing=self.tr("Laat zichtbaar: nog een reden"))
        self._confirm.clicked.connect(self._on_show)
        column.addWidget(self._reason)
        column.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignLeft)
        return self._why

    @Slot()
    def _on_accept(self) -> None:
        self.accept_requested.emit(self.track_id)

    @Slot(int)
    def _on_role(self, index: int) -> None:
        self.person_chosen.emit(self.track_id, self._role.itemText(index))

    @Slot(int)
    def _on_kind(self, index: int) -> None:
        self.kind_chosen.emit(self.track_id, self.kind_box.itemData(index))

    @Slot()
    def _on_follow(self) -> None:
        self.follow_requested.emit(self.track_id)

    @Slot(int)
    def _on_same(self, index: int) -> None:
        if other_id := self._same.itemData(index):
            self.join_requested.emit(self.track_id, other_id)

    @Slot(str)
    def _on_one_person(self, other_id: str) -> None:
        self.join_requested.emit(other_id, self.track_id)

    @Slot(str)
    def _on_two_people(self, other_id: str) -> None:
        self.apart_requested.emit(self.track_id, other_id)

    @Slot()
    def _on_not_a_face(self) -> None:
        self.not_a_face_chosen.emit(self.track_id)

    @Slot(str)
    def _on_reason_changed(self, text: str) -> None:
        self._confirm.set_ready(is_ready=bool(text.strip()), missing=self.tr("Laat zichtbaar: nog een reden"))

    @Slot()
    def _on_show(self) -> None:
        if reason := self._reason.text().strip():
            self.show_requested.emit(self.track_id, reason)

    @Slot()
    def _on_hide(self) -> None:
        self.hide_requested.emit(self.track_id)
