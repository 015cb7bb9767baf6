"""The worker's own list of words that must not be heard or read of this recording."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.common.errors import InputError
from app.domain.own_word import MAX_OWN_WORD, OwnWord
from app.domain.spoken_line import same_word
from app.error_texts import error_text
from app.ui.anonymise.enter_field import EnterField
from app.ui.theme import Theme
from app.ui.widgets.buttons import IconButton, PlainButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Surface, TextLabel, restyle


class OwnWordsCard(Surface):
    """Type a word, Enter, and it is hidden everywhere; each can be taken off again."""

    words_changed = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._own_words: tuple[OwnWord, ...] = ()
        self._build()

    def show_words(self, own_words: tuple[OwnWord, ...]) -> None:
        """Show this list."""
        if own_words == self._own_words:
            return
        self._own_words = own_words
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for own in own_words:
            self._rows.addWidget(self._row(own))

    def take_keyboard(self) -> None:
        """Go to the field."""
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus around the whole field."""
        if watched is self.field and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._frame.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self._frame)
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(TextLabel(self.tr("Zoek zelf een woord"), "sterk", self))
        self.field = EnterField(self)
        self.field.setMaxLength(MAX_OWN_WORD)
        self.field.setPlaceholderText(self.tr("naam, plaats, club, huisdier"))
        self.field.setAccessibleName(self.tr("Zoek zelf een woord"))
        self.field.setAccessibleDescription(self.tr("Het woord krijgt overal in deze opname een piep."))
        self.field.setProperty("look", "search")
        self.field.installEventFilter(self)
        self._frame = QFrame(self)
        self._frame.setProperty("look", "field")
        self._theme.changed.connect(self._fit)
        self._fit()
        framed = QHBoxLayout(self._frame)
        framed.setContentsMargins(12, 0, 8, 0)
        framed.setSpacing(8)
        framed.addWidget(IconLabel(self._theme, "naam_zoeken", self._frame, size=16))
        framed.addWidget(self.field, 1)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_add)
        column.addWidget(self._frame)
        column.addWidget(self._build_adding())
        self._wrong = TextLabel("", "fout", self)
        self._wrong.hide()
        column.addWidget(self._wrong)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column.addLayout(self._rows)
        column.addWidget(TextLabel(self.tr("De app mist soms een naam. Lees en luister daarom altijd zelf mee."), "bij", self))

    def _build_adding(self) -> QWidget:
        self._adding = QWidget(self)
        # Below each other where the text is large: beside each other they are wider than the column.
        row = FlowLayout(self._adding)
        self._kind = QComboBox(self._adding)
        # What goes out in place of the word, between square brackets.
        self._kind.addItems(
            [
                self.tr("naam"),
                self.tr("achternaam"),
                self.tr("plaats"),
                self.tr("straat"),
                self.tr("school"),
                self.tr("instelling"),
                self.tr("werk"),
                self.tr("club"),
                self.tr("huisdier"),
                self.tr("anders"),
            ]
        )
        self._kind.setAccessibleName(self.tr("Wat voor woord is dit?"))
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kind.setMinimumContentsLength(7)
        add = PlainButton(self._theme, self.tr("Overal een piep"), self._adding)
        add.clicked.connect(self._on_add)
        row.addWidget(self._kind)
        row.addWidget(add)
        self._adding.hide()
        return self._adding

    def _row(self, own: OwnWord) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(TextLabel(own.text, "klein", holder), 1)
        row.addWidget(TextLabel(f"[{own.stands_for}]", "bij", holder, wraps=False))
        remove = IconButton(self._theme, "dicht", self.tr("Haal {word} van de lijst").format(word=own.text), holder, size=16)
        remove.clicked.connect(partial(self._remove, own))
        px = self._theme.current.scaled(28)
        remove.setFixedSize(px, px)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _remove(self, own: OwnWord, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal passes it
        self.words_changed.emit(tuple(each for each in self._own_words if each != own))

    @Slot()
    def _fit(self) -> None:
        self._frame.setMinimumHeight(self._theme.current.scaled(36))

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._adding.setVisible(bool(text.strip()))
        self._wrong.hide()

    @Slot()
    def _on_add(self) -> None:
        text = " ".join(self.field.text().split())
        if not text:
            return
        try:
            own = OwnWord(text, self._kind.currentText())
        except InputError as error:
            self._wrong.setText(error_text(error))
            self._wrong.show()
            return
        self.field.clear()
        self.words_changed.emit((*(each for each in self._own_words if not same_word(each.text, text)), own))
