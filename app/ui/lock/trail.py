"""From the open room to a point to come back to, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.resume import ResumePoint
from app.services.session import Session
from app.ui.anonymise.screen import AnonymiseScreen
from app.ui.viewing.screen import ViewingScreen

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_RECORDING, _FRAGMENT = "recording", "fragment"


def where_we_are(window: MainWindow, *, has_stopped_work: bool) -> ResumePoint:
    """Return the screen in view as a point; a recording keeps its second itself."""
    screen = window.current_screen
    if isinstance(screen, ViewingScreen):
        return ResumePoint(_RECORDING, screen.recording_id, has_stopped_work=has_stopped_work)
    if isinstance(screen, AnonymiseScreen) and screen.fragment_id:
        return ResumePoint(_FRAGMENT, screen.fragment_id, screen.step, has_stopped_work=has_stopped_work)
    if isinstance(screen, AnonymiseScreen) and window.recording_behind:
        return ResumePoint(_RECORDING, window.recording_behind, has_stopped_work=has_stopped_work)
    return ResumePoint(window.place_in_view, has_stopped_work=has_stopped_work)


def go_back_to(window: MainWindow, session: Session) -> None:
    """Show the screen that was in view when the shutters closed; what is gone meanwhile is passed over."""
    point = session.resume.take()
    if point is None:
        return
    if point.screen == _RECORDING:
        window.open_recording(point.subject)
    elif point.screen == _FRAGMENT:
        window.open_fragment(point.subject)
        screen = window.current_screen
        if isinstance(screen, AnonymiseScreen):
            screen.go_to_step(point.step)
    else:
        window.show_place(point.screen)
    if point.has_stopped_work:
        window.say(window.tr("Er liep nog werk toen de luiken dichtgingen. Dat is gestopt, en er is niets half bewaard. Begin er opnieuw mee."))
