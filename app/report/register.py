"""The register on paper, for a privacy officer."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.report.document import PaperDocument


@dataclass(frozen=True)
class RegisterPage:
    """What is printed; every text is ready to read. `rows` are number, time, sentence, short id."""

    vault_id: str
    made_on: str
    rows: Sequence[tuple[str, str, str, str]]
    is_selection: bool
    count: int
    digest: str
    is_intact: bool


def register_pdf(page: RegisterPage) -> bytes:
    """Return the PDF."""
    document = PaperDocument("Logboek van een kluis", footer=f"Kluis {page.vault_id[:8]} · gemaakt op {page.made_on}")
    document.paragraph(
        "Dit is wat er in deze kluis gebeurde: toestemming, bewaren, vernietigen, kopieën en sleutels. Er staat geen inhoud in: geen beeld, "
        "geen woorden uit een gesprek, geen namen. Opnamen, fragmenten en kopieën hebben een willekeurig nummer."
    )
    if page.is_selection:
        document.paragraph("Dit is een deel van het logboek. De nummers laten zien waar regels zijn weggelaten.", bold=True)
    document.table(("Nr", "Wanneer", "Wat er gebeurde", "Over"), page.rows or [("", "", "Er zijn geen regels.", "")], (1.1, 2.6, 10, 1.8))
    with document.together():
        _add_proof(document, page)
    return document.render()


def _add_proof(document: PaperDocument, page: RegisterPage) -> None:
    document.heading("Klopt dit logboek?")
    if page.is_intact:
        document.paragraph(
            f"Ja. Alle {page.count} regels volgen op elkaar. Het einde klopt met wat het sleutelbestand van de kluis weet. "
            "Er is niets tussenuit gehaald of later veranderd."
        )
    else:
        document.paragraph(
            "Nee. Er missen regels, of er zijn regels veranderd. Misschien is een oude kopie van de kluis teruggezet. Vraag na wat er is gebeurd.",
            bold=True,
        )
    document.note(f"Kluis {page.vault_id}\nAantal regels {page.count}\nKop van de keten (BLAKE2b-256) {page.digest}")
    document.note(
        "Elke regel bevat de vingerafdruk van de regel ervoor. Wie deze kop bewaart, kan later zien of er aan oudere regels iets is veranderd."
    )
