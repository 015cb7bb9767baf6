"""`kijkkamer transcript import|show|draft|remove` and `kijkkamer words set|list`."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.arguments import vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError
from app.common.ids import RecordingId, checked_id
from app.domain.timecode import TimeRange, format_time, parse_time
from app.domain.transcript import Transcript, TranscriptOrigin, Turn
from app.services.names import OwnWord
from app.services.session import Session

_MAX_LIST_BYTES = 64 * 1024
_ORIGIN_LINES = {
    TranscriptOrigin.TYPED: "Getypt.",
    TranscriptOrigin.IMPORTED: "Uit een bestand.",
    TranscriptOrigin.DRAFT: "Concept: lees na. Vooral namen hoort de app vaak verkeerd.",
}


def add_commands(nouns: Any) -> None:
    """Add both nouns with their verbs."""
    _add_transcript(nouns.add_parser("transcript", help="wat er gezegd wordt in een opname").add_subparsers(metavar="OPDRACHT", required=True))
    _add_words(nouns.add_parser("words", help="woorden die verborgen moeten blijven").add_subparsers(metavar="OPDRACHT", required=True))


def _add_transcript(verbs: Any) -> None:
    bring_in = _verb(verbs, "import", "neem een tekst over: ondertitels (.srt, .vtt) of gewone tekst (.txt)", _import)
    bring_in.add_argument("file", type=Path, metavar="FILE", help="het bestand; de tekst komt in de kluis, in plaats van de vorige")
    _verb(verbs, "show", "laat zien wat er gezegd wordt; namen staan er gewoon in", _show)
    draft = _verb(verbs, "draft", "laat de app uitschrijven wat er gezegd wordt, als concept (een los onderdeel: setup --spraak)", _draft)
    draft.add_argument("--from", dest="begin", type=parse_time, metavar="T", help="vanaf hier; anders vanaf het begin")
    draft.add_argument("--to", dest="end", type=parse_time, metavar="T", help="tot hier; anders tot het einde")
    remove = _verb(verbs, "remove", "vernietig de tekst van een opname", _remove)
    remove.add_argument("--yes", action="store_true", help="ja, ik weet het zeker")


def _add_words(verbs: Any) -> None:
    listed = _verb(verbs, "set", "zet woorden op de lijst van een opname, in plaats van de vorige lijst", _set_words)
    listed.add_argument("word", nargs="*", metavar="WORD", help="een naam, of WOORD=school voor wat er dan staat")
    listed.add_argument("--file", metavar="FILE", help="lees ze hieruit, een per regel; - is de invoer. Zo staan ze niet in je opdrachten van eerder")
    _verb(verbs, "list", "welke woorden op de lijst van een opname staan", _list_words)


def _verb(verbs: Any, name: str, explanation: str, run: Any) -> Any:
    parser = verbs.add_parser(name, parents=[vault_options()], help=explanation)
    parser.add_argument("--recording", required=True, metavar="ID", help="het nummer van de opname")
    parser.set_defaults(run=run)
    return parser


def _import(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        transcript = session.transcripts.import_file(_recording(options), options.file, console.context)
    console.answer(_counts(transcript), [f"Overgenomen: {len(transcript.turns)} regels. Deze tekst blijft in de kluis."])
    return 0


def _show(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        transcript = session.transcripts.read(_recording(options))
    if transcript is None:
        console.answer({"origin": None, "turns": []}, ["Er is nog geen tekst bij deze opname."])
    else:
        document = {"origin": transcript.origin.value, "turns": [_turn_document(turn) for turn in transcript.turns]}
        console.answer(document, [_ORIGIN_LINES[transcript.origin], *(_line(turn) for turn in transcript.turns)])
    return 0


def _draft(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        recording_id = _recording(options)
        transcript = session.transcripts.draft(recording_id, _chosen(session, recording_id, options), console.context)
    console.answer(_counts(transcript), [f"Uitgeschreven: {len(transcript.turns)} regels.", _ORIGIN_LINES[transcript.origin]])
    return 0


def _chosen(session: Session, recording_id: RecordingId, options: Namespace) -> TimeRange:
    duration_ms = session.recordings.get(recording_id).facts.duration_ms
    return TimeRange(options.begin or 0, duration_ms if options.end is None else min(options.end, duration_ms))


def _remove(options: Namespace, console: Console) -> int:
    if not options.yes:
        raise InputError("confirmation_missing")
    with opened_vault(options) as session:
        session.transcripts.remove(_recording(options))
    console.answer({"removed": True}, ["De tekst is vernietigd."])
    return 0


def _set_words(options: Namespace, console: Console) -> int:
    lines = [*options.word, *(_lines_of(options.file) if options.file else [])]
    words = [_own_word(line) for line in lines if line.strip()]
    with opened_vault(options) as session:
        session.names.set_own_words(_recording(options), words)
        kept = session.names.own_words(_recording(options))
    console.answer(_words_document(kept), [f"Op de lijst: {len(kept)} woorden."])
    return 0


def _list_words(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        words = session.names.own_words(_recording(options))
    console.answer(_words_document(words), [f"{word.text}  ({word.stands_for})" for word in words] or ["Er staan nog geen woorden op de lijst."])
    return 0


def _lines_of(file_name: str) -> list[str]:
    try:
        if file_name == "-":
            untrusted_content = sys.stdin.buffer.read(_MAX_LIST_BYTES + 1)
        else:
            with Path(file_name).open("rb") as file:
                untrusted_content = file.read(_MAX_LIST_BYTES + 1)
        if len(untrusted_content) > _MAX_LIST_BYTES:
            raise InputError("file_unreadable")
        return untrusted_content.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("file_unreadable") from error


def _own_word(line: str) -> OwnWord:
    text, is_told, stands_for = (part.strip() for part in line.partition("="))
    return OwnWord(" ".join(text.split()), stands_for) if is_told else OwnWord(" ".join(text.split()))


def _recording(options: Namespace) -> RecordingId:
    return RecordingId(checked_id(options.recording))


def _counts(transcript: Transcript) -> dict[str, Any]:
    return {"origin": transcript.origin.value, "turns": len(transcript.turns), "words": sum(len(turn.words) for turn in transcript.turns)}


def _turn_document(turn: Turn) -> dict[str, Any]:
    words = [{"text": word.text, "from_ms": word.from_ms, "to_ms": word.to_ms, "estimated": word.is_estimated} for word in turn.words]
    return {"speaker": turn.speaker, "from_ms": turn.range.from_ms, "to_ms": turn.range.to_ms, "text": turn.text, "words": words}


def _words_document(words: tuple[OwnWord, ...]) -> list[dict[str, str]]:
    return [{"text": word.text, "stands_for": word.stands_for} for word in words]


def _line(turn: Turn) -> str:
    return f"{format_time(turn.range.from_ms)}  {turn.speaker + ': ' if turn.speaker else ''}{turn.text}"
