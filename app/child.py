"""Entry of a child process: which jobs there are. The parent starts it as `kijkkamer --child`."""

from collections.abc import Callable

from app.sandbox.child import Job, serve


def _probe() -> Job:
    from app.media.probe import probe_job

    return probe_job


def _frames() -> Job:
    from app.media.frames import frames_job

    return frames_job


def _playable() -> Job:
    from app.media.playable import playable_job

    return playable_job


def _thumbnails() -> Job:
    from app.media.thumbnails import thumbnails_job

    return thumbnails_job


def _waveform() -> Job:
    from app.media.waveform import waveform_job

    return waveform_job


def _damage_times() -> Job:
    from app.media.damage_times import damage_times_job

    return damage_times_job


def _detect() -> Job:
    from app.anonymise.detect import detect_job

    return detect_job


def _follow() -> Job:
    from app.anonymise.follow import follow_job

    return follow_job


def _text() -> Job:
    from app.anonymise.text_finder import text_job

    return text_job


def _render() -> Job:
    from app.anonymise.render import render_job

    return render_job


def _example() -> Job:
    from app.anonymise.example import example_job

    return example_job


def _preview_sound() -> Job:
    from app.anonymise.preview_sound import preview_sound_job

    return preview_sound_job


def _who_speaks() -> Job:
    from app.voice.who_speaks import who_speaks_job

    return who_speaks_job


def _second_look() -> Job:
    from app.anonymise.second_look import second_look_job

    return second_look_job


def _speech_draft() -> Job:
    from app.transcript.recogniser import speech_draft_job

    return speech_draft_job


def _capture() -> Job:
    from app.capture.grab import capture_job

    return capture_job


def _capture_sources() -> Job:
    from app.capture.sources import sources_job

    return sources_job


def _capture_repair() -> Job:
    from app.capture.repair import repair_job

    return repair_job


def _note_sound() -> Job:
    from app.capture.note_sound import note_sound_job

    return note_sound_job


def _sheet() -> Job:
    from app.kader.sheet_rows import sheet_job

    return sheet_job


JOBS: dict[str, Callable[[], Job]] = {
    "probe": _probe,
    "frames": _frames,
    "playable": _playable,
    "thumbnails": _thumbnails,
    "waveform": _waveform,
    "damage_times": _damage_times,
    "detect": _detect,
    "follow": _follow,
    "text": _text,
    "render": _render,
    "example": _example,
    "second_look": _second_look,
    "speech_draft": _speech_draft,
    "capture": _capture,
    "capture_sources": _capture_sources,
    "capture_repair": _capture_repair,
    "note_sound": _note_sound,
    "preview_sound": _preview_sound,
    "who_speaks": _who_speaks,
    "sheet": _sheet,
}


def main() -> int:
    """Serve the one job the parent asks for."""
    return serve(JOBS)
