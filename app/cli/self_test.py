"""`kijkkamer self-test`: what a help desk runs on the installed program."""

import shutil
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.cli.arguments import output_options
from app.cli.console import Console
from app.cli.demo import agree_to_exercise
from app.common.errors import AppError, CancelledError, RefusedError, SystemProblem
from app.common.paths import resource_path, settings_folder
from app.common.version import program_version
from app.domain.anonymise_plan import AnonymisePlan, VoiceLevel
from app.domain.caption import Caption
from app.domain.recording import Recording
from app.domain.timecode import TimeRange
from app.error_texts import error_text
from app.services.kijkkader import KaderService
from app.services.passphrases import propose_passphrase
from app.services.session import Session, create_session, open_session

_FIVE_FRAMES = TimeRange(6_000, 6_200)
_SPEECH = TimeRange(4_000, 9_000)
_NOBODYS_KEY = "age1qpd9nq5fhcz8fsydaz5l0nxxkrk6w52rzjnz0acha4dxe7wsevds9c3khk"
"""An age recipient whose secret half was thrown away."""
_PLAY_PATIENCE_S = 20.0
_POLL_S = 0.02


def add_commands(nouns: Any) -> None:
    """Add the command."""
    parser = nouns.add_parser("self-test", parents=[output_options()], help="werkt elk onderdeel van dit programma op deze computer?")
    parser.set_defaults(run=_run)


def _run(_options: Namespace, console: Console) -> int:
    folder = settings_folder() / f"zelftest-{uuid4().hex}"
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise SystemProblem("no_permission") from error
    trial = _Trial(folder / "proef.kluis", console)
    try:
        results = [_tried(name, step) for name, step in trial.steps()]
    finally:
        trial.close()
        # Only the exercise clip was in it.
        shutil.rmtree(folder, ignore_errors=True)
    is_fine = all(result["ok"] for result in results)
    lines = [f"{'goed ' if result['ok'] else 'STUK '} {result['name']}{result.get('message', '')}" for result in results]
    console.answer({"ok": is_fine, "program_version": program_version(), "steps": results}, lines)
    return 0 if is_fine else 1


def _tried(name: str, step: Callable[[], None]) -> dict[str, Any]:
    try:
        step()
    except CancelledError:
        raise
    except AppError as error:
        return {"name": name, "ok": False, "code": error.code, "message": f": {error_text(error)}"}
    except (ImportError, OSError) as error:  # a native part that does not load: its own words help the help desk most
        return {"name": name, "ok": False, "code": "part_missing", "message": f": {error}"}
    return {"name": name, "ok": True}


class _Trial:
    """The steps, each building on the one before it."""

    def __init__(self, folder: Path, console: Console) -> None:
        self._folder = folder
        self._console = console
        self._passphrase = propose_passphrase()
        self._session: Session | None = None
        self._recording: Recording | None = None

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """Return name and work of each step, in order."""
        return [
            ("kijkkader", self._read_kader),
            ("vault", self._make_vault),
            ("organisation", self._let_organisation_in),
            ("import", self._bring_in),
            ("play", self._play),
            ("render", self._make_unrecognisable),
            ("listen", self._hear_who_speaks),
            ("speak", self._speak),
            ("paper", self._write_on_paper),
            ("reopen", self._open_again),
        ]

    def close(self) -> None:
        """Lock what is open."""
        if self._session:
            self._session.lock()
            self._session = None

    @staticmethod
    def _read_kader() -> None:
        KaderService().current()

    def _make_vault(self) -> None:
        self._session, _ = create_session(self._folder, self._passphrase)

    def _let_organisation_in(self) -> None:
        keys = self._opened().keys
        try:
            keys.set_organisation(_NOBODYS_KEY)
        except RefusedError as refusal:
            if refusal.code != "organisation_not_here":  # on this kind of computer that is right
                raise
        keys.set_organisation(None)

    def _bring_in(self) -> None:
        clip = resource_path("oefenclip", "gesprek-van-twee.mp4")
        self._recording = self._opened().recordings.import_file(clip, title="Zelftest", context=self._console.context)
        agree_to_exercise(self._opened(), self._recording.recording_id)

    def _play(self) -> None:
        """Play until one second of pictures has come by."""
        playback = self._opened().playback.open_recording(self._brought_in().recording_id, sound=False)
        try:
            playback.play()
            deadline = time.monotonic() + _PLAY_PATIENCE_S
            has_picture = False
            while not (has_picture and playback.position_ms() >= 1_000):
                has_picture = playback.poll().picture is not None or has_picture
                if time.monotonic() > deadline:
                    raise SystemProblem("self_test_no_picture")
                time.sleep(_POLL_S)
        finally:
            playback.close()

    def _make_unrecognisable(self) -> None:
        session, context = self._opened(), self._console.context
        fragment = session.fragments.add(self._brought_in().recording_id, _FIVE_FRAMES)
        plan = session.anonymise.detect(fragment.fragment_id, context).plan
        if not plan.tracks:
            raise SystemProblem("self_test_no_faces")
        session.anonymise.make_unreviewed_clip(plan, context)

    def _hear_who_speaks(self) -> None:
        session = self._opened()
        fragment = session.fragments.add(self._brought_in().recording_id, _SPEECH)
        if not session.voices.spoken_spans(fragment.fragment_id, self._console.context):
            raise SystemProblem("self_test_no_speech")

    def _speak(self) -> None:
        session = self._opened()
        fragment = session.fragments.add(self._brought_in().recording_id, _FIVE_FRAMES)
        length_ms = fragment.range.duration_ms
        syllable = (Caption(TimeRange(0, length_ms), "A", "ja"),)
        plan = AnonymisePlan(fragment.fragment_id, fragment.range, 2, 2, (0,), (), voice=VoiceLevel.SPOKEN, captions=syllable)
        if not session.voices.preview(plan, 0, length_ms, self._console.context).any():
            raise SystemProblem("voice_missing")

    def _write_on_paper(self) -> None:
        self._opened().registers.export_pdf(self._folder.with_name("logboek.pdf"))

    def _open_again(self) -> None:
        self.close()
        self._session = open_session(self._folder, self._passphrase)
        if any(finding.severity == "damage" for finding in self._session.check(self._console.context, deep=True)):
            raise SystemProblem("self_test_vault_damaged")

    def _opened(self) -> Session:
        if self._session is None:
            raise SystemProblem("self_test_step_missing")
        return self._session

    def _brought_in(self) -> Recording:
        if self._recording is None:
            raise SystemProblem("self_test_step_missing")
        return self._recording
