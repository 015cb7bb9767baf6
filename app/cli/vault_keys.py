"""`kijkkamer vault passphrase|recover|renew-keys|recovery-code|organisation`."""

from argparse import Namespace
from typing import Any

from app.cli.arguments import place_options, vault_options
from app.cli.console import Console
from app.cli.opening import next_passphrase_of, opened_vault, organisation_key_of, passphrase_of, recovery_code_of
from app.cli.recovery_sheet import add_sheet_option, keep_sheet, require_room_for_sheet
from app.services.passphrases import passphrase_strength
from app.services.session import Session, open_session, recover_vault, recover_vault_for_organisation

_OLD_COPIES = "Oude reservekopieën en andere kopieën van de kluis gaan nog open met de oude. Vervang of vernietig ze als dat niet mag."
_OLD_CODE = "De oude code werkt niet meer. Gooi het oude papier weg."


def add_commands(verbs: Any) -> None:
    """Add the verbs about getting in to the noun `vault`."""
    passphrase = verbs.add_parser("passphrase", parents=[vault_options()], help="geef de kluis een andere wachtzin")
    _add_new_passphrase(passphrase)
    passphrase.set_defaults(run=_passphrase)
    recover = verbs.add_parser("recover", parents=[place_options()], help="open de kluis zonder wachtzin en geef hem een nieuwe")
    secret = recover.add_mutually_exclusive_group()
    secret.add_argument("--recovery-code-file", metavar="FILE", help="lees de herstelcode uit dit bestand; anders wordt erom gevraagd")
    secret.add_argument("--organisation-key-file", metavar="FILE", help="open met de geheime age-sleutel van de organisatie in dit bestand")
    _add_new_passphrase(recover)
    add_sheet_option(recover)
    recover.set_defaults(run=_recover)
    renew = verbs.add_parser("renew-keys", parents=[vault_options()], help="vernieuw de sleutels van de kluis, bij twijfel of er een is uitgelekt")
    add_sheet_option(renew)
    renew.set_defaults(run=_renew_keys)
    code = verbs.add_parser("recovery-code", parents=[vault_options()], help="maak een nieuwe herstelcode; de oude werkt dan niet meer")
    add_sheet_option(code)
    code.set_defaults(run=_recovery_code)
    organisation = verbs.add_parser("organisation", parents=[vault_options()], help="welke organisatie de kluis ook kan openen")
    change = organisation.add_mutually_exclusive_group()
    change.add_argument("--recipient", metavar="AGE1...", help="laat deze openbare age-sleutel de kluis ook openen")
    change.add_argument("--remove", action="store_true", help="laat geen organisatie de kluis meer openen")
    organisation.set_defaults(run=_organisation)


def _add_new_passphrase(parser: Any) -> None:
    parser.add_argument("--new-passphrase-file", metavar="FILE", help="lees de nieuwe wachtzin uit dit bestand; anders wordt erom gevraagd")


def _passphrase(options: Namespace, console: Console) -> int:
    session = open_session(options.vault, passphrase_of(options))
    try:
        new = _new_passphrase(options, console)
        session.keys.set_passphrase(new)
    finally:
        session.lock()
    console.answer({}, ["De kluis heeft een andere wachtzin. De herstelcode is niet veranderd.", _OLD_COPIES])
    return 0


def _recover(options: Namespace, console: Console) -> int:
    require_room_for_sheet(options)
    session, code = _recovered(options, console)
    session.lock()
    lines = ["De kluis is weer open te krijgen, met de nieuwe wachtzin.", *keep_sheet(options, code, console), _OLD_CODE, _OLD_COPIES]
    console.answer({"recovery_code": code}, lines)
    return 0


def _recovered(options: Namespace, console: Console) -> tuple[Session, str]:
    if options.organisation_key_file is not None:
        identity = organisation_key_of(options)
        return recover_vault_for_organisation(options.vault, identity, _new_passphrase(options, console))
    code = recovery_code_of(options)
    return recover_vault(options.vault, code, _new_passphrase(options, console))


def _renew_keys(options: Namespace, console: Console) -> int:
    require_room_for_sheet(options)
    passphrase = passphrase_of(options)
    session = open_session(options.vault, passphrase)
    try:
        code = session.keys.renew_all(passphrase, console.context)
    finally:
        session.lock()
    lines = ["De kluis heeft nieuwe sleutels. Je wachtzin is dezelfde gebleven."]
    lines += [*keep_sheet(options, code, console), _OLD_CODE] if code else []
    lines += [_OLD_COPIES, "Wie de sleutel van een opname zelf al had, kan die opname nog lezen: voeg hem opnieuw toe en vernietig de oude."]
    console.answer({"recovery_code": code}, lines)
    return 0


def _recovery_code(options: Namespace, console: Console) -> int:
    require_room_for_sheet(options)
    with opened_vault(options) as session:
        code = session.keys.new_recovery_code()
    console.answer({"recovery_code": code}, [*keep_sheet(options, code, console), _OLD_CODE])
    return 0


def _organisation(options: Namespace, console: Console) -> int:
    with opened_vault(options) as session:
        if options.remove or options.recipient is not None:
            session.keys.set_organisation(options.recipient)
        recipient = session.keys.organisation()
    if recipient is None:
        lines = ["Geen organisatie kan deze kluis openen."]
        if options.remove:
            lines.append("Wie de sleutel en een oude kopie van de kluis heeft, kan die kopie nog openen. Met renew-keys vernieuw je de sleutels.")
    else:
        lines = ["Je organisatie kan deze kluis ook openen, zonder jouw wachtzin.", f"Openbare sleutel: {recipient}"]
    console.answer({"recipient": recipient}, lines)
    return 0


def _new_passphrase(options: Namespace, console: Console) -> str:
    passphrase = next_passphrase_of(options)
    if not passphrase_strength(passphrase).is_acceptable:
        console.warn("passphrase_weak", "Deze wachtzin is snel te raden. Vijf gewone woorden achter elkaar zijn veel sterker.")
    return passphrase
