"""The sheet of paper with the recovery code: to write over or print, and to keep far from the computer."""

from collections.abc import Sequence

from app.report.document import PaperDocument


def recovery_sheet_pdf(blocks: Sequence[str], vault_name: str, made_on: str) -> bytes:
    """Return the PDF; `made_on` is a day in words. Nothing on it tells whose it is, unless the vault's name does."""
    document = PaperDocument("Herstelcode van mijn kluis", footer="Wie dit blad heeft, kan de kluis openen")
    document.paragraph("Ben je je wachtzin kwijt? Dan gaat je kluis met deze code open. Niemand anders heeft een kopie van deze code.")
    document.blocks(blocks)
    document.note("Er staat nooit een 0, O, 1 of I in. Hoofdletters, spaties en streepjes maken bij het typen niet uit.")
    if vault_name:
        document.paragraph(f"Deze code hoort bij de kluis: {vault_name}")
    document.paragraph(f"Gemaakt op {made_on}. Maak je later een nieuwe code, dan werkt deze niet meer. Gooi dit blad dan weg.")
    document.heading("Zo bewaar je dit blad")
    document.paragraph(
        "Bewaar het op een plek die op slot kan, en niet bij de computer of de reservekopie.\n"
        "Niet mailen, niet fotograferen, niet in de cloud zetten."
    )
    document.paragraph(
        "Wie dit blad en de kluis heeft, ziet alles. Ben je het blad kwijt? Maak dan een nieuwe code, bij Veiligheid, Wachtzin en herstelcode."
    )
    document.heading("Zo gebruik je de code")
    document.paragraph(
        'Open de app en kies je kluis. Kies dan "Wachtzin vergeten? Gebruik je herstelcode". '
        "Ben je binnen? Kies een nieuwe wachtzin, en maak daarna een nieuwe code."
    )
    document.heading("Heb je dit als bestand?")
    document.paragraph(
        "Dit bestand is niet versleuteld. Print het en wis het daarna, ook uit de prullenbak. "
        "Op een stick of harde schijf is wissen nooit helemaal zeker, en een printer kan een kopie onthouden. Met de hand overschrijven kan ook.",
        bold=True,
    )
    return document.render()
