"""The report of a copy on one page: what was hidden and how, who looked, what the app found, and what nobody promises."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.domain.anonymise_plan import MaskStyle, TrackKind, VoiceLevel
from app.domain.timecode import format_time
from app.report.document import PaperDocument

_MASKS = {
    MaskStyle.SOLID: "Over het hele hoofd ligt een dicht vlak. Het is ingebrand: wat eronder zat, staat niet in de kopie.",
    MaskStyle.SILHOUETTE: "Over de hele persoon ligt een dicht vlak. Het is ingebrand: wat eronder zat, staat niet in de kopie.",
    MaskStyle.TEXT: "Er is geen beeld. Alleen wat er gezegd is, staat als tekst in de kopie.",
    MaskStyle.PIXELATE: "Hoofden zijn grove blokjes. Dat is zwakker dan een dicht vlak: software kan iemand soms nog herkennen.",
    MaskStyle.BLUR: "Hoofden zijn vervaagd. Dat is zwakker dan een dicht vlak: software kan iemand soms nog herkennen.",
}
_VOICES = {
    VoiceLevel.NONE: "Er zit geen geluid in de kopie.",
    VoiceLevel.CAPTIONS: "Er zit geen geluid in de kopie. Wat er gezegd is, staat als tekst in beeld.",
    VoiceLevel.SPOKEN: "De woorden zijn nagesproken door een computerstem. Van het echte geluid zit niets in de kopie.",
    VoiceLevel.DISGUISE: "De stemmen klinken anders, maar zijn met software terug te herkennen.",
}
_KINDS = {
    TrackKind.HEAD: ("hoofd", "hoofden"),
    TrackKind.BADGE: ("naamkaartje", "naamkaartjes"),
    TrackKind.PHOTO: ("foto", "foto's"),
    TrackKind.SCREEN: ("scherm", "schermen"),
    TrackKind.WINDOW: ("raam", "ramen"),
    TrackKind.TATTOO: ("tatoeage", "tatoeages"),
    TrackKind.LETTER: ("brief of doosje", "brieven of doosjes"),
    TrackKind.WRITING: ("stuk tekst", "stukken tekst"),
    TrackKind.OTHER: ("ander vlak", "andere vlakken"),
}


def clip_report_pdf(report: Mapping[str, Any], made_on: str, second_round: str = "") -> bytes:
    """Return the PDF of a copy's report; `made_on` is a day and time in words, `second_round` who looked again and when.

    Of the recording it holds numbers and lengths only: no picture, no word that was said, no name of anybody in it.
    """
    digest = str(report["output_sha256"])
    document = PaperDocument("Verslag van een onherkenbaar gemaakte kopie", footer=f"Kopie {digest[:16]} · gemaakt op {made_on}")
    length = format_time(report["to_ms"] - report["from_ms"])
    document.paragraph(f"Dit hoort bij een kopie van {length}, met {_number(report['frames'])} beelden. Hij is gemaakt op {made_on}.")
    document.heading("Wat is afgedekt, en hoe")
    document.table(("Onderdeel", "In deze kopie"), _covered(report), (1, 4))
    document.heading("Wie er keek")
    document.paragraph(_who_looked(report, second_round), bold="unreviewed" in report)
    document.heading("De tweede blik van de app")
    document.paragraph(_second_look(report))
    document.heading("Wat dit verslag niet belooft")
    document.paragraph(
        "Onherkenbaar gemaakt is niet hetzelfde als anoniem. Lichaam, manier van lopen, kleding en kamer kunnen iemand verraden. "
        "Het verhaal ook. Wie de mensen kent, kan ze herkennen. Herken je iemand? Zeg het meteen, dan stopt het kijken."
    )
    models = "\n".join(f"{model['name']}: {model['sha256']}" for model in report["models"])
    document.note(f"Kijkkamer {report['program_version']}\nVingerafdruk van de kopie (SHA-256): {digest}\n{models}")
    return document.render()


def _covered(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [("Beeld", _MASKS[MaskStyle(report["mask"])]), ("Vlakken", _regions(report))]
    visible = sum(not track["hidden"] for track in report["tracks"])
    if visible:
        rows.append(("Zichtbaar", f"{visible} keer koos een mens om iets niet af te dekken. De reden staat in de kluis."))
    rows.append(("Geluid", _VOICES[VoiceLevel(report["voice"])]))
    if report["bleeps"]:
        silenced = sum(end - start for start, end in report["bleeps"])
        rows.append(("Piepjes", f"{_number(len(report['bleeps']))}, samen {silenced / 1000:.1f} seconden".replace(".", ",")))
    rows.append(("Namen", f"{_number(report['names_replaced'])} keer weggehaald uit geluid of tekst"))
    rows.append(("Bestand", "Opnieuw gecodeerd. Er staan geen titel, datum, plaats of toestel in."))
    return rows


def _regions(report: Mapping[str, Any]) -> str:
    # Before there were kinds, every track was a head.
    counts = Counter(TrackKind(track.get("kind", TrackKind.HEAD)) for track in report["tracks"] if track["hidden"])
    if not counts:
        return "Er is niets afgedekt."
    parts = [f"{count} {_KINDS[kind][count != 1]}" for kind, count in counts.items()]
    seen, bridged = _number(report["frames_with_faces"]), _number(report["filled_gap_frames"])
    return f"{', '.join(parts)}. De app zag gezichten in {seen} beelden. In {bridged} beelden is een gat ertussen gedicht."


def _who_looked(report: Mapping[str, Any], second_round: str) -> str:
    if "unreviewed" in report:
        return "Niet door een mens bekeken. Dat staat ook in de kopie zelf."
    first = f"Beeld en geluid zijn nagekeken door: {report['reviewed_by']}."
    return f"{first}\nDe hele kopie is daarna bekeken door: {second_round}." if second_round else first


def _second_look(report: Mapping[str, Any]) -> str:
    look = report["second_look"]
    found, by = look["residual_face_frames"], look["detector"].replace("mirrored and smaller", "gespiegeld en kleiner")
    what = "Er is geen onbedekt gezicht gevonden." if not found else f"In {_number(found)} beelden is nog een gezicht gevonden."
    return (
        f"Na het maken zocht de app in alle {_number(report['frames'])} beelden van de kopie nog eens naar gezichten. {what} "
        f"Een app kan iets missen. Daarom kijkt er altijd een mens.\nGezocht met: {by}."
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
