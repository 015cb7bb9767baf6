"""The room where it is recorded: one's own picture, how loud it is, which camera, how long there is room."""

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.timecode import format_time
from app.services.captures import CaptureState, Source, Sources
from app.ui.capture.level_meter import LevelMeter
from app.ui.theme import Theme
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.labels import Heading, TextLabel
from app.ui.widgets.picture_view import PictureView
from app.ui.widgets.switch import Switch

_MINUTE_MS = 60_000


class CameraPanel(QWidget):
    """Shows what it is told; `sources_chosen` asks for another camera or microphone."""

    sources_chosen = Signal()
    hiding_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = Sources((), ())
        self._heading = Heading("", "kop1", self)
        self._lead = TextLabel("", "gewoon", self)
        self.error = ErrorPanel(theme, self)
        self.view = PictureView(theme, self, is_rounded=True)
        self.view.setMinimumSize(160, 90)
        self.view.setAccessibleName(self.tr("Beeld van de camera"))
        self._hide = Switch(theme, self.tr("Verberg mijn beeld"), self)
        self._hide.toggled.connect(self._on_hide)
        self._camera = self._choice(self.tr("Camera"))
        self._microphone = self._choice(self.tr("Microfoon"))
        self._level = LevelMeter(theme, self)
        self._time = TextLabel("", "kop2", self, wraps=False)
        self._room = TextLabel("", "bij", self)
        self._lay_out()

    @property
    def camera(self) -> str | None:
        """The address of the chosen camera; None without one."""
        source: Source | None = self._camera.currentData()
        return source.address if source else None

    @property
    def microphone(self) -> str | None:
        """The address of the chosen microphone; None for a picture without sound."""
        source: Source | None = self._microphone.currentData()
        return source.address if source else None

    def show_sources(self, sources: Sources) -> None:
        """Offer these; the system's own choice comes first."""
        self._sources = sources
        for choice, offered, none in (
            (self._camera, sources.cameras, ""),
            (self._microphone, sources.microphones, self.tr("Geen geluid opnemen")),
        ):
            choice.blockSignals(True)  # noqa: FBT003 - Qt's own
            choice.clear()
            for source in offered:
                choice.addItem(source.name or self.tr("Microfoon van dit apparaat"), source)
            if none:
                choice.addItem(none, None)
            choice.blockSignals(False)  # noqa: FBT003 - Qt's own

    def say_room(self, room_ms: int) -> None:
        """Say roughly how long can still be recorded."""
        minutes = room_ms // _MINUTE_MS
        if minutes >= 120:
            words = self.tr("Er is nog ruimte voor ongeveer {hours} uur.").format(hours=QLocale().toString(minutes // 60))
        else:
            words = self.tr("Er is nog ruimte voor ongeveer {minutes} minuten.").format(minutes=QLocale().toString(minutes))
        self._room.setText(words)

    def say(self, heading: str, lead: str) -> None:
        """Say what happens now."""
        self._heading.setText(heading)
        self._lead.setText(lead)

    def lock_sources(self, *, is_locked: bool) -> None:
        """Let the camera be changed or not: one recording has one camera, and then the picture can have the room."""
        self._camera.setVisible(not is_locked)
        self._microphone.setVisible(not is_locked)

    @Slot(object)
    def show_state(self, state: CaptureState) -> None:
        """Show how loud it is and how long was recorded."""
        self._level.show_level(state.level)
        self._time.setText(format_time(state.recorded_ms) if state.recorded_ms else "")

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        choice.setProperty("look", "tall")
        choice.setMinimumContentsLength(12)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.currentIndexChanged.connect(self.sources_chosen)
        return choice

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._heading)
        column.addWidget(self._lead)
        column.addWidget(self.error)
        column.addWidget(self.view, 1)
        sound = QHBoxLayout()
        sound.setSpacing(12)
        sound.addWidget(TextLabel(self.tr("Geluid"), "kleinlabel", self, wraps=False))
        sound.addWidget(self._level, 1)
        sound.addWidget(self._time)
        column.addLayout(sound)
        sources = QHBoxLayout()
        sources.setSpacing(12)
        sources.addWidget(self._camera, 1)
        sources.addWidget(self._microphone, 1)
        column.addLayout(sources)
        last = QHBoxLayout()
        last.setSpacing(12)
        last.addWidget(self._room, 1)
        last.addWidget(self._hide)
        column.addLayout(last)

    @Slot(bool)
    def _on_hide(self, is_hidden: bool) -> None:  # noqa: FBT001 - the signal's argument
        self.view.clear()
        self.view.say(self.tr("Je beeld is verborgen. De camera staat aan.") if is_hidden else "")
        self.hiding_changed.emit(is_hidden)
