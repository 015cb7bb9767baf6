"""`kijkkamer fragment add|list|detect|export`."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.cli.arguments import time_span, vault_options
from app.cli.console import Console
from app.cli.opening import opened_vault
from app.common.errors import InputError, RefusedError
from app.common.files import write_new_file
from app.common.ids import FragmentId, MomentId, RecordingId, checked_id
from app.domain.anonymise_plan import AnonymisePlan, MaskStyle, Track, VoiceLevel
from app.domain.clip import AnonymisedClip
from app.domain.consent import Purpose
from app.domain.found_name import FoundName
from app.domain.fragment import Fragment
from app.domain.name_choices import decide, with_found
from app.domain.spoken_names import instead_of
from app.domain.timecode import TimeRange, format_time, parse_time
from app.services.anonymise import doubtful_spans
from app.services.clip_reports import report_file
from app.services.session import Session


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("fragment", help="fragmenten kiezen en onherkenbaar maken").add_subparsers(metavar="OPDRACHT", required=True)
    add = verbs.add_parser("add", parents=[vault_options()], help="kies een stuk van een opname")
    add.add_argument("--recording", required=True, metavar="ID", help="het nummer van de opname")
    add.add_argument("--from", dest="begin", type=parse_time, required=True, metavar="T", help="begin, zoals 18:44")
    add.add_argument("--to", dest="end", type=parse_time, required=True, metavar="T", help="einde")
    add.add_argument("--question", default="", metavar="TEXT", help="je vraag bij dit fragment")
    add.add_argument("--moment", action="append", default=[], metavar="ID", help="een moment dat erbij hoort; mag vaker")
    add.set_defaults(run=_add)
    verbs.add_parser("list", parents=[vault_options()], help="welke fragmenten er zijn").set_defaults(run=_list)
    detect = verbs.add_parser(
        "detect", parents=[vault_options()], help="zoek gezichten in elk beeld van een fragment, en namen in wat er gezegd wordt"
    )
    detect.add_argument("fragment", metavar="FRAGMENT", help="het nummer van het fragment")
    detect.set_defaults(run=_detect)
    _add_export(verbs)


def _add_export(verbs: Any) -> None:
    export = verbs.add_parser(
        "export",
        parents=[vault_options()],
        help="maak een onherkenbare kopie en bewaar die buiten de kluis",
        description="Maakt een kopie waarin alle gevonden gezichten zijn afgedekt. Een mens kijkt voordat er iets naar buiten gaat: --approved-by. "
        "Met --unreviewed zegt de kopie zelf dat niemand heeft gekeken.",
    )
    export.add_argument("fragment", metavar="FRAGMENT", help="het nummer van het fragment")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.mp4", help="waar de kopie komt")
    export.add_argument("--report", type=Path, metavar="FILE.json|FILE.pdf", help="waar het verslag komt; de naam zegt in welke vorm")
    export.add_argument("--overwrite", action="store_true", help="vervang bestanden die er al staan")
    masks = ["solid", "silhouette", "text", "pixelate", "blur"]
    export.add_argument("--mask", choices=masks, default="solid", help="hoe mensen worden afgedekt; pixelate en blur zijn zwakker")
    voices = ["none", "captions", "spoken", "disguise"]
    export.add_argument("--voice", choices=voices, default="none", help="wat er van het geluid blijft; zonder keuze niets")
    export.add_argument("--bleep", type=time_span, action="append", default=[], metavar="T-T", help="piep over dit stuk van de opname; mag vaker")
    export.add_argument("--show", action="append", default=[], metavar="TRACK", help="laat dit spoor zichtbaar; mag vaker")
    export.add_argument("--keep-word", action="append", default=[], metavar="WORD", help="laat dit gevonden woord staan; mag vaker")
    export.add_argument("--reason", default="zo gevraagd op de opdrachtregel", metavar="TEXT", help="waarom dat mag, bij --show en --keep-word")
    who = export.add_mutually_exclusive_group()
    who.add_argument("--approved-by", metavar="NAME", help="wie de kopie heeft bekeken en goedgekeurd")
    who.add_argument("--unreviewed", action="store_true", help="niet door een mens bekeken; voor scripts en proeven")
    export.set_defaults(run=_export)


def _add(options: Namespace, console: Console) -> int:
    chosen = TimeRange(options.begin, options.end)
    moments = tuple(MomentId(checked_id(moment)) for moment in options.moment)
    with opened_vault(options) as session:
        fragment = session.fragments.add(RecordingId(checked_id(options.recording)), chosen, options.question, moments)
    document = {"fragment_id": fragment.fragment_id, "from_ms": fragment.range.from_ms, "to_ms": fragment.range.to_ms}
    console.answer(document, [f"Gekozen: {_line(fragment)}"])
    return 0


def _list(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        fragments = session.fragments.list()
    console.answer([_document(fragment) for fragment in fragments], [_line(fragment) for fragment in fragments] or ["Er zijn geen fragmenten."])
    return 0


def _detect(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        found = session.anonymise.detect(FragmentId(checked_id(options.fragment)), console.context)
        plan = with_found(found.plan, session.names.find(found.plan.fragment_id))
        session.anonymise.save_plan(plan)
    tracks = [_track_document(track, found.plan) for track in found.plan.tracks]
    document = {"tracks": tracks, "frames": len(found.plan.frame_times_ms), "seconds": round(found.seconds, 2)}
    document["names"] = [_name_document(name, plan) for name in plan.names]
    lines = [
        f"{track['track_id']} ({track['letter']}): {track['frames']} beelden, {len(track['doubtful_spans'])} plekken om na te kijken"
        for track in tracks
    ]
    lines += [f"{format_time(plan.range.from_ms + name.range.from_ms)}  {name.text} ({instead_of(name.kind)})" for name in plan.names]
    console.answer(document, [*lines, f"{len(tracks)} sporen in {document['frames']} beelden. De app zoekt; een mens kijkt of het klopt."])
    return 0


def _export(options: Namespace, console: Console) -> int:
    if not options.unreviewed and not (options.approved_by or "").strip():
        raise InputError("reviewer_missing")
    targets = [options.out, *([options.report] if options.report else [])]
    if not options.overwrite and any(target.exists() for target in targets):
        raise InputError("file_exists")
    with opened_vault(options) as session:
        clip = _make_clip(session, options, console)
        session.anonymise.save_clip(clip.clip_id, options.out, console.context, overwrite=options.overwrite)
    if options.report:
        write_report(clip, options.report, overwrite=options.overwrite)
    document = {"file": str(options.out), "sha256": clip.sha256, "duration_ms": clip.duration_ms, "report": clip.report}
    lines = [f"Onherkenbaar gemaakt: {options.out} ({format_time(clip.duration_ms)})"]
    if shortened := clip.report.get("shortened_captions"):
        lines.append(f"Bij {shortened} ondertitels was er te weinig tijd om alles te zeggen. Het einde van die zinnen is weg.")
    lines += ["Niet door een mens bekeken. Dat staat ook in de kopie zelf."] if options.unreviewed else []
    console.answer(document, lines)
    return 0


def _make_clip(session: Session, options: Namespace, console: Console) -> AnonymisedClip:
    fragment_id = FragmentId(checked_id(options.fragment))
    # Before minutes of work, and before any other mistake is told: without consent there is nothing to mend.
    session.consent.require(session.fragments.get(fragment_id).recording_id, Purpose.TEAM)
    plan = session.anonymise.plan(fragment_id) or session.anonymise.detect(fragment_id, console.context).plan
    plan = _with_choices(_with_words(session, plan, options), options)
    if options.unreviewed:
        return session.anonymise.make_unreviewed_clip(plan, console.context)
    return session.anonymise.make_clip(plan, options.approved_by, console.context)


def _with_choices(plan: AnonymisePlan, options: Namespace) -> AnonymisePlan:
    """Return the plan with what the options ask for. What they leave open gets the safe choice, not an earlier export's."""
    unknown = set(options.show) - {track.track_id for track in plan.tracks}
    if unknown:
        raise InputError("track_unknown")
    if options.voice in (VoiceLevel.CAPTIONS, VoiceLevel.SPOKEN) and not plan.captions:
        raise RefusedError("captions_missing")
    return replace(
        plan,
        tracks=tuple(
            replace(track, hidden=False, reason=options.reason) if track.track_id in options.show else replace(track, hidden=True)
            for track in plan.tracks
        ),
        mask=MaskStyle(options.mask),
        voice=VoiceLevel(options.voice),
    )


def _with_words(session: Session, plan: AnonymisePlan, options: Namespace) -> AnonymisePlan:
    """Return the plan with its bleeps and every name in the transcript hidden, but for the words to keep, and captions without the others.

    Captions are always made anew: those of a transcript that is gone, or was mended since, may say what may not be said now.
    """
    bleeps = tuple(_within(bleep, plan.range) for bleep in options.bleep) or plan.bleeps
    hidden = replace(plan, bleeps=bleeps, names=tuple(replace(name, is_hidden=True, reason="") for name in plan.names))
    plan = with_found(hidden, session.names.find(plan.fragment_id))
    for word in options.keep_word:
        index = next((number for number, name in enumerate(plan.names) if name.text.casefold() == word.casefold()), None)
        if index is None:
            raise InputError("name_not_found")
        plan = decide(plan, index, is_hidden=False, reason=options.reason)
    return replace(plan, captions=session.names.captions(plan, plan.names), copy_id=None)


def _name_document(name: FoundName, plan: AnonymisePlan) -> dict[str, Any]:
    times = {"from_ms": plan.range.from_ms + name.range.from_ms, "to_ms": plan.range.from_ms + name.range.to_ms}
    return {"text": name.text, "kind": name.kind.value, **times, "is_hidden": name.is_hidden}


def _within(bleep: TimeRange, fragment: TimeRange) -> TimeRange:
    """Return the part of the bleep that lies in the fragment, relative to its start."""
    begin, end = max(bleep.from_ms, fragment.from_ms), min(bleep.to_ms, fragment.to_ms)
    if begin >= end:
        raise InputError("bleep_outside_fragment")
    return TimeRange(begin - fragment.from_ms, end - fragment.from_ms)


def write_report(clip: AnonymisedClip, path: Path, *, overwrite: bool) -> None:
    """Write the clip's report, as PDF or JSON by the file's name; see `write_new_file` for what can go wrong."""
    write_new_file(path, [report_file(clip, path)], overwrite=overwrite)


def _track_document(track: Track, plan: AnonymisePlan) -> dict[str, Any]:
    spans = doubtful_spans(track, plan)
    return {
        "track_id": track.track_id,
        "letter": track.letter,
        "person": track.person,
        "frames": len(track.keys),
        "doubtful_spans": [{"from_ms": _time_of(plan, first), "to_ms": _time_of(plan, last)} for first, last in spans],
    }


def _time_of(plan: AnonymisePlan, frame: int) -> int:
    return plan.range.from_ms + plan.frame_times_ms[frame]


def _document(fragment: Fragment) -> dict[str, Any]:
    return {
        "fragment_id": fragment.fragment_id,
        "recording_id": fragment.recording_id,
        "from_ms": fragment.range.from_ms,
        "to_ms": fragment.range.to_ms,
        "question": fragment.question,
        "moments": list(fragment.moments),
        "created_at": fragment.created_at.isoformat(),
    }


def _line(fragment: Fragment) -> str:
    return f"{fragment.fragment_id}  {format_time(fragment.range.from_ms)} tot {format_time(fragment.range.to_ms)}  {fragment.question}".rstrip()
