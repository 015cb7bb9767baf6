"""How the window looks and how large it is, kept between two times."""

from PySide6.QtCore import QByteArray, QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from app.common.errors import SystemProblem
from app.common.log import log_error
from app.services.preferences import Preferences, PreferencesFile
from app.ui.shell.appearance_menu import AppearanceMenu
from app.ui.theme import Theme

_FIRST_SIZE = (1440, 900)


class WindowLook(QObject):
    """Writes a choice away at once. `menu` is where it is made."""

    changed = Signal()
    """Something was chosen, here or in Veiligheid."""

    def __init__(self, theme: Theme, file: PreferencesFile, preferences: Preferences, window: QMainWindow) -> None:
        super().__init__(window)
        self._theme = theme
        self._file = file
        self._preferences = preferences
        self._window = window
        self.menu = AppearanceMenu(theme, window, has_less_motion=preferences.has_less_motion)
        self.menu.chosen.connect(self._on_chosen)
        self.menu.motion_chosen.connect(self._on_motion_chosen)

    def restore_size(self) -> None:
        """Give the window the size and place it had, or a first size that fits the screen."""
        if not self._window.restoreGeometry(QByteArray.fromHex(self._preferences.window_geometry.encode())):
            room = self._window.screen().availableSize()
            self._window.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))

    def keep_size(self) -> None:
        """Write down the size and place the window has now."""
        self._preferences.window_geometry = bytes(self._window.saveGeometry().toHex().data()).decode()
        self.keep()

    def keep(self) -> None:
        """Write the settings away."""
        try:
            self._file.save(self._preferences)
        except SystemProblem as error:
            # A window that forgets its size is no reason to stop somebody who works.
            log_error(error)

    @Slot()
    def take_over(self) -> None:
        """Something was chosen in Veiligheid, which stands in the preferences already or in the theme."""
        self.menu.choices.less_motion.setChecked(self._preferences.has_less_motion)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        self._preferences.mode = self._theme.mode
        self._preferences.text_scale = self._theme.scale
        self.keep()
        self.changed.emit()

    @Slot(bool)
    def _on_motion_chosen(self, has_less_motion: bool) -> None:  # noqa: FBT001 - the signal's shape
        self._preferences.has_less_motion = has_less_motion
        self.keep()
