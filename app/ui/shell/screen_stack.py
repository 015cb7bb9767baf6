"""The screens behind each other; the last is in view."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.ui.screen import Screen
from app.ui.shell.shell import Shell


class ScreenStack(QObject):
    """Shows screens in the shell and lets go of those that are left; `stays` says which are only put out of sight."""

    back_requested = Signal()
    """By the screen in view."""
    left = Signal(object)
    """This screen was let go of."""

    def __init__(self, shell: Shell, stays: Callable[[Screen], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._stays = stays
        self._screens: list[Screen] = []

    @property
    def screens(self) -> tuple[Screen, ...]:
        """All of them, the last in view."""
        return tuple(self._screens)

    @property
    def top(self) -> Screen | None:
        """The screen in view."""
        return self._screens[-1] if self._screens else None

    def adopt(self, screen: Screen) -> bool:
        """Give the screen its place in the shell, unseen; whether it is new there."""
        is_new = self._shell.add(screen)
        if is_new:
            screen.header_changed.connect(self._on_header_changed)
        return is_new

    def begin_with(self, screen: Screen) -> None:
        """Leave all of them and show this one."""
        while self._screens:
            self.leave_top()
        self._screens = [screen]
        self._show_top()

    def push(self, screen: Screen) -> None:
        """Show a screen over the one in view."""
        if self.adopt(screen):
            screen.back_requested.connect(self.back_requested)
        self._screens.append(screen)
        self._show_top()

    def go_back(self) -> bool:
        """Return to the screen behind this one, if there is one; whether there was."""
        if len(self._screens) < 2:
            return False
        self.leave_top()
        self._show_top()
        return True

    def leave_top(self) -> None:
        """Leave the screen in view; another is to come in its place."""
        screen = self._screens.pop()
        if not self._stays(screen):
            screen.release()
            self._shell.remove(screen)
            self.left.emit(screen)
            screen.deleteLater()

    def _show_top(self) -> None:
        self._shell.show_screen(self._screens[-1])
        self._screens[-1].entered()

    @Slot()
    def _on_header_changed(self) -> None:
        top = self.top
        if top is not None and self.sender() is top:
            self._shell.show_header(top)
