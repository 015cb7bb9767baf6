"""`kijkkamer vault create|info|check`; `backup`, `restore` and the verbs about getting in are next door."""

from argparse import Namespace
from typing import Any

from app.cli import backup, vault_keys
from app.cli.arguments import vault_options
from app.cli.console import Console
from app.cli.findings import finding_document, finding_line
from app.cli.opening import new_passphrase_of, opened_vault
from app.cli.recovery_sheet import add_sheet_option, keep_sheet, require_room_for_sheet
from app.cli.register import add_log_command
from app.cli.retention import due_document, due_lines
from app.common.errors import RefusedError
from app.error_texts import VAULT_PLACE_TEXTS
from app.services.passphrases import passphrase_strength
from app.services.places import export_place
from app.services.register_texts import counted
from app.services.session import create_session

_EXIT_DAMAGED = 3


def add_commands(nouns: Any) -> None:
    """Add the noun with its verbs."""
    verbs = nouns.add_parser("vault", help="een kluis maken, bekijken en nakijken").add_subparsers(metavar="OPDRACHT", required=True)
    create = verbs.add_parser("create", parents=[vault_options()], help="maak een nieuwe kluis in een lege of nieuwe map")
    create.add_argument("--no-recovery", action="store_true", help="zonder herstelcode: wie de wachtzin kwijt is, is alles kwijt")
    add_sheet_option(create)
    create.add_argument("--anyway", action="store_true", help="ook in een map die vanzelf naar een cloud gaat of in het netwerk staat")
    create.set_defaults(run=_create)
    verbs.add_parser("info", parents=[vault_options()], help="wat voor kluis het is en hoeveel erin zit").set_defaults(run=_info)
    check = verbs.add_parser("check", parents=[vault_options()], help="kijk na of alles er nog is")
    check.add_argument("--deep", action="store_true", help="lees elk bestand helemaal, ook als dat lang duurt")
    check.set_defaults(run=_check)
    backup.add_verbs(verbs)
    vault_keys.add_commands(verbs)
    add_log_command(verbs)


def _create(options: Namespace, console: Console) -> int:
    require_room_for_sheet(options)
    _require_safe_place(options, console)
    passphrase = new_passphrase_of(options)
    if not passphrase_strength(passphrase).is_acceptable:
        console.warn("passphrase_weak", "Deze wachtzin is snel te raden. Vijf gewone woorden achter elkaar zijn veel sterker.")
    session, recovery_code = create_session(options.vault, passphrase, with_recovery=not options.no_recovery)
    try:
        vault_id = session.facts().vault_id
    finally:
        session.lock()
    lines = [f"De kluis is gemaakt in {options.vault}.", *keep_sheet(options, recovery_code, console)]
    console.answer({"vault_id": vault_id, "recovery_code": recovery_code}, lines)
    return 0


def _require_safe_place(options: Namespace, console: Console) -> None:
    """Refuse a place where a vault can break or leaves this device, unless it is wanted so."""
    place = export_place(options.vault)
    if place.leaves_this_device and options.anyway:
        console.warn(f"vault_place_{place.kind}", VAULT_PLACE_TEXTS[place.kind].format(name=place.name))
    elif place.kind == "synced":
        raise RefusedError("vault_place_synced", name=place.name)
    elif place.kind == "network":
        raise RefusedError("vault_place_network")


def _info(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        facts, due, settings = session.facts(), session.retention.due(), session.retention.settings()
    document = {
        "vault_id": facts.vault_id,
        "format": facts.format,
        "recordings": facts.recordings,
        "moments": facts.moments,
        "media_bytes": facts.media_bytes,
        "kdf": facts.kdf,
        "organisation": facts.organisation,
        "keep_weeks": settings.keep_weeks,
        "bin_days": settings.bin_days,
        "due": due_document(due),
    }
    recordings, moments = counted(facts.recordings, "opname", "opnamen"), counted(facts.moments, "moment", "momenten")
    lines = [
        f"Kluis {facts.vault_id}, soort {facts.format}",
        f"{recordings} ({facts.media_bytes / 1e6:.1f} MB) en {moments}".replace(".", ","),
        "Sleutel: " + ", ".join(f"{name} {value}" for name, value in facts.kdf.items()),
        *due_lines(due),
    ]
    if facts.organisation:
        lines.append(f"Ook te openen door je organisatie: {facts.organisation}")
    console.answer(document, lines)
    return 0


def _check(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        findings = session.check(console.context, deep=options.deep)
    is_whole = all(finding.severity != "damage" for finding in findings)
    lines = [finding_line(finding) for finding in findings]
    lines.append("Alles is er en klopt." if is_whole else "Er is iets beschadigd. Zet het terug uit je reservekopie.")
    console.answer({"ok": is_whole, "findings": [finding_document(finding) for finding in findings]}, lines)
    return 0 if is_whole else _EXIT_DAMAGED
