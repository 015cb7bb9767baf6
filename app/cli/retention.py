"""`kijkkamer retention list|set|bin|take-back|destroy-due|notes`."""

from argparse import Namespace
from typing import Any

from app.cli.arguments import day, vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError
from app.common.ids import RecordingId, checked_id
from app.domain.recording import Recording
from app.services.register_texts import counted, written_day
from app.services.retention import Due, KeptNote, RetentionSettings


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("retention", help="hoe lang opnamen blijven, en de prullenbak").add_subparsers(metavar="OPDRACHT", required=True)
    verbs.add_parser("list", parents=[vault_options()], help="tot wanneer alles blijft, en wat weg moet").set_defaults(run=_list)
    change = verbs.add_parser("set", parents=[vault_options()], help="verander de bewaartijd van een opname of van de kluis")
    change.add_argument("--recording", metavar="ID", help="de opname, samen met --until")
    change.add_argument("--until", type=day, metavar="DATE", help="de laatste dag dat die opname blijft")
    change.add_argument("--keep-weeks", type=int, metavar="N", help="hoeveel weken nieuwe opnamen blijven")
    change.add_argument("--bin-days", type=int, metavar="N", help="hoeveel dagen de prullenbak wacht; 0 is meteen vernietigen")
    change.set_defaults(run=_set)
    for verb, run, explanation in (
        ("bin", _bin, "leg een opname in de prullenbak"),
        ("take-back", _take_back, "haal een opname uit de prullenbak"),
    ):
        parser = verbs.add_parser(verb, parents=[vault_options()], help=explanation)
        parser.add_argument("recording", metavar="ID", help="het nummer van de opname")
        parser.set_defaults(run=run)
    destroy = verbs.add_parser("destroy-due", parents=[vault_options()], help="vernietig alles waarvan de tijd voorbij is")
    destroy.add_argument("--yes", action="store_true", help="ja, dit kan niet terug")
    destroy.add_argument("--keep-notes", action="store_true", help="bewaar je eigen woorden, zonder beeld, tijd of titel")
    destroy.set_defaults(run=_destroy_due)
    verbs.add_parser("notes", parents=[vault_options()], help="eigen notities die bleven toen hun opname wegging").set_defaults(run=_notes)


def due_document(due: Due) -> dict[str, list[str]]:
    """Return what must go, by its numbers."""
    return {
        "ended": [recording.recording_id for recording in due.ended],
        "bin_over": [recording.recording_id for recording in due.bin_over],
    }


def due_lines(due: Due) -> list[str]:
    """Return what must go, in words; nothing when there is nothing."""
    if not due:
        return []
    count = len(due.ended) + len(due.bin_over)
    return [f"Van {count} {'opname' if count == 1 else 'opnamen'} is de tijd voorbij. Vernietig ze met 'kijkkamer retention destroy-due'."]


def _list(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        settings, due = session.retention.settings(), session.retention.due()
        recordings, binned = session.recordings.list(), session.retention.bin()
    document = {
        "keep_weeks": settings.keep_weeks,
        "bin_days": settings.bin_days,
        "recordings": [_document(recording) for recording in sorted(recordings, key=lambda each: each.keep_until)],
        "bin": [_document(recording) for recording in binned],
        "due": due_document(due),
    }
    lines = [_settings_line(settings)]
    lines += [f"{each.recording_id}  {each.title}  tot en met {written_day(each.keep_until)}" for each in recordings]
    lines += [f"{each.recording_id}  {each.title}  in de prullenbak" for each in binned]
    console.answer(document, lines + due_lines(due))
    return 0


def _settings_line(settings: RetentionSettings) -> str:
    weeks, days = counted(settings.keep_weeks, "week", "weken"), counted(settings.bin_days, "dag", "dagen")
    return f"Nieuwe opnamen blijven {weeks}. De prullenbak wacht {days}."


def _set(options: Namespace, console: Console) -> int:
    is_of_recording = options.recording is not None and options.until is not None
    is_of_vault = options.keep_weeks is not None or options.bin_days is not None
    if (not is_of_recording and not is_of_vault) or (options.recording is None) != (options.until is None):
        raise InputError("nothing_to_set")
    with opened_vault(options) as session:
        settings = session.retention.settings()
        if is_of_vault:
            weeks, days = options.keep_weeks, options.bin_days
            settings = RetentionSettings(settings.keep_weeks if weeks is None else weeks, settings.bin_days if days is None else days)
        if is_of_recording:
            session.retention.set_keep_until(RecordingId(checked_id(options.recording)), options.until)
        if is_of_vault:
            session.retention.set_settings(settings)
    document: dict[str, Any] = {"keep_weeks": settings.keep_weeks, "bin_days": settings.bin_days}
    lines = [_settings_line(settings)]
    if is_of_recording:
        document |= {"recording_id": options.recording, "keep_until": options.until.isoformat()}
        lines = [f"Deze opname blijft tot en met {written_day(options.until)}.", *(lines if is_of_vault else [])]
    console.answer(document, lines)
    return 0


def _bin(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording))
    with opened_vault(options) as session:
        days = session.retention.settings().bin_days
        session.retention.move_to_bin(recording_id)
    sentence = f"De opname ligt in de prullenbak, nog {counted(days, 'dag', 'dagen')}." if days else "De opname is vernietigd."
    console.answer({"recording_id": recording_id, "bin_days": days, "destroyed": days == 0}, [sentence])
    return 0


def _take_back(options: Namespace, console: Console) -> int:
    recording_id = RecordingId(checked_id(options.recording))
    with opened_vault(options) as session:
        session.retention.take_back(recording_id)
    console.answer({"recording_id": recording_id}, ["De opname is terug uit de prullenbak."])
    return 0


def _destroy_due(options: Namespace, console: Console) -> int:
    if not options.yes:
        raise InputError("confirmation_missing")
    with opened_vault(options) as session:
        due, kept = session.retention.destroy_due(keep_notes=options.keep_notes)
    count = len(due.ended) + len(due.bin_over)
    lines = [f"Vernietigd: {counted(count, 'opname', 'opnamen')}. In oudere reservekopieën kunnen ze nog staan."]
    lines += [f"Bewaard: {counted(kept, 'eigen notitie', 'eigen notities')}, zonder beeld."] if kept else []
    console.answer({"destroyed": due_document(due), "notes_kept": kept}, lines if count else ["Er is niets waarvan de tijd voorbij is."])
    return 0


def _notes(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        notes = session.retention.notes()
    lines = [line for note in notes for line in _note_lines(note)]
    console.answer([_note_document(note) for note in notes], lines or ["Er zijn geen bewaarde notities."])
    return 0


def _document(recording: Recording) -> dict[str, Any]:
    return {
        "recording_id": recording.recording_id,
        "title": recording.title,
        "keep_until": recording.keep_until.isoformat(),
        "binned_at": recording.binned_at.isoformat() if recording.binned_at else None,
    }


def _note_document(note: KeptNote) -> dict[str, Any]:
    return {
        "note_id": note.note_id,
        "kept_on": note.kept_on.isoformat(),
        "kind": note.kind.value if note.kind else None,
        "indicators": list(note.indicators),
        "see": note.see,
        "next": note.next,
        "then": note.then,
        "now": note.now,
        "learning_question": note.learning_question,
        "intention": note.intention,
    }


def _note_lines(note: KeptNote) -> list[str]:
    heading = " ".join(part for part in (note.kind.value if note.kind else "", ", ".join(note.indicators)) if part)
    answers = (("ik zie", note.see), ("daarna", note.next), ("toen", note.then), ("nu", note.now))
    words = (*answers, ("leervraag", note.learning_question), ("voornemen", note.intention))
    return [f"{note.note_id}  {heading}".rstrip(), *(f"  {name}: {text}" for name, text in words if text)]
