"""Pictures of every screen, to lay beside the design's drawings: `python -m tests.support.screens FOLDER`.

Each screen is drawn in light, dark, at 1366 x 768 and at 150 % text, from a made-up vault.
"""

import os
import shutil
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from app.common.local_time import local_now
from app.domain.recording import MediaFacts
from app.services.consent import AgeGroup, PersonConsent, Purpose
from app.services.preferences import Preferences, PreferencesFile
from app.services.recordings import ImportCandidate
from app.ui.application import make_application
from app.ui.jobs import JobRunner
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.unlock.first_start import FirstStart
from app.ui.unlock.unlock import Unlock
from tests.support.demo_vault import cheap_session, demo_session, person


class Look(NamedTuple):
    """One way of looking at all screens."""

    name: str
    mode: str
    scale: float
    size: tuple[int, int]


LOOKS = (
    Look("licht", "licht", 1.0, (1440, 900)),
    Look("donker", "donker", 1.0, (1440, 900)),
    Look("1366", "licht", 1.0, (1366, 698)),
    Look("150", "licht", 1.5, (1366, 698)),
)


class Album:
    """Draws the screens in one look into a folder."""

    def __init__(self, application: QApplication, look: Look, folder: Path) -> None:
        self._application = application
        self._look = look
        self._folder = folder
        self._theme = Theme(look.mode, look.scale)
        self._theme.dress(application)
        self._jobs = JobRunner()
        self._work = folder / "werk"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)

    def draw_all(self) -> None:
        self._draw_entrance()
        self._draw_empty_room()
        self._draw_room()
        shutil.rmtree(self._work)

    def _draw_entrance(self) -> None:
        first = FirstStart(self._theme, self._jobs, Path("/home/werker/Documenten/Werk.kluis"))
        first._passphrase._new.first.set_text("regen lepel oranje ladder fluit ")
        first.entered()
        self._keep(first, "a1-eerste-start")
        first._recovery.show_code("KXQ7-2M9D-T4RW-8GHF-PZ3C-N6VA-57KJ-X4PD")
        first._go_to(1)
        self._keep(first, "a3-herstelcode")
        first._go_to(2)
        first._ready.show_place(Path("/home/werker/Documenten/Werk.kluis"))
        self._keep(first, "a4-klaar")
        first.deleteLater()
        unlock = Unlock(self._theme, self._jobs, Path("/home/werker/Documenten/Werk.kluis"))
        unlock._passphrase.set_text("regen lepel oranje ladder")
        unlock._caps.show()
        self._keep(unlock, "a2-ontgrendelen")
        unlock.deleteLater()

    def _draw_empty_room(self) -> None:
        window = self._window(cheap_session(self._work / "leeg"))
        self._keep(window, "b2-opnamen-leeg")
        window.close()

    def _draw_room(self) -> None:
        window = self._window(demo_session(self._work / "vol"))
        self._keep(window, "b-opnamen")
        window.add_recordings([])
        add = window._add
        self._keep(window, "c0-toevoegen")
        facts = MediaFacts("mp4", 42 * 60_000, 1920, 1080, 25.0, 0, "h264", "aac")
        add._candidate = ImportCandidate(Path("/media/KAART/DCIM/MOV001.MP4"), facts, 2_100_000_000, None)
        add._form.show_reading()
        add._form.show_candidate(add._candidate)
        add._consent.show_persons([*add._consent.persons, *in_view()], add._form.keep_until)
        add._on_until_changed()
        add._show_readiness()
        add._form.show_progress("Versleutelen", 64, "Nog ongeveer 2 minuten. Je kunt gewoon doorgaan.")
        self._keep(window, "c-toevoegen")
        self._draw_consent(window)
        window.show_place("fragments")
        self._keep(window, "fragmenten")
        self._draw_safety(window)
        window._on_help()
        self._keep(window, "j1-hulp")
        window.close()

    def _draw_safety(self, window) -> None:
        session, safety = window.session, window._places["safety"]
        thrown, *others = session.recordings.list()
        session.retention.move_to_bin(thrown.recording_id)
        for days, recording in zip((3, 11, 18, 43), others, strict=False):
            session.retention.set_keep_until(recording.recording_id, local_now().date() + timedelta(days=days))
            asked = PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN, Purpose.TEAM}), given_by=("zelf",))
            session.consent.set_person(recording.recording_id, asked)
        window.show_place("safety")
        for section in safety.sections:
            safety.go_to(section)
            self._keep(window, f"i-{section}")

    def _draw_consent(self, window: MainWindow) -> None:
        """The kept recording with its original, its consent, its closed shutters, and the last look."""
        session, add = window.session, window._add
        recordings = session.recordings.list()
        add._form.show_nothing()
        add._candidate, add._added = None, recordings[0]
        add._done.show_recording(recordings[0], "", has_next=False)
        add._standing.show_path(Path("/media/KAART/DCIM/MOV001.MP4"))
        add._show_readiness()
        self._keep(window, "c2-bewaard")
        window.show_place("recordings")
        window.ways.open_consent(recordings[0].recording_id)
        self._keep(window, "c3-toestemming")
        window.show_place("recordings")
        session.consent.set_person(recordings[1].recording_id, in_view()[1])
        window.open_recording(recordings[1].recording_id)
        self._keep(window, "c4-luik-dicht")
        window.show_place("recordings")
        for recording in recordings[2:4]:
            session.retention.set_keep_until(recording.recording_id, local_now().date() - timedelta(days=1))
        window.ways.look_at_what_is_due()
        self._keep(window, "c5-laatste-blik")

    def _window(self, session) -> MainWindow:
        window = MainWindow(self._theme, self._jobs, PreferencesFile(self._work), Preferences(), self._work / "geen")
        window.enter(session)
        return window

    def _keep(self, widget: QWidget, name: str) -> None:
        widget.resize(*self._look.size)
        widget.show()
        for _ in range(4):
            self._jobs.wait_all(60)
            self._application.processEvents()
        widget.grab().save(str(self._folder / f"{name}-{self._look.name}.png"))


def in_view() -> list[PersonConsent]:
    """The people of the drawing: a mother who said yes, a young person whose father was not asked yet."""
    young = person("jongere", "own supervision team", AgeGroup.TWELVE_TO_15, required_from=("zelf", "moeder", "vader"))
    return [person("moeder", "own supervision team"), replace(young, given_by=("zelf", "moeder"))]


def main(folder: Path) -> None:
    application = make_application()
    for look in LOOKS:
        Album(application, look, folder).draw_all()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
