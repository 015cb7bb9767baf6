"""The Dutch sentence for every mistake a frame file can hold, for the person who writes the file."""

from app.domain.kijkkader import KaderError

_MESSAGES: dict[str, str] = {
    "too_large": "Het bestand is te groot. Een kijkkader is hooguit {limit} MB.",
    "not_utf8": "Hier staan tekens die geen UTF-8 zijn. Bewaar het bestand als UTF-8.",
    "control_character": "Hier staat een teken dat niet in een tekst hoort.",
    "syntax": "Hier klopt de opmaak niet. Kijk naar het inspringen, de dubbele punten, de haakjes en de aanhalingstekens.",
    "tab": "Hier staat een tab. Spring in met spaties.",
    "empty": "Het bestand is leeg.",
    "several_documents": "Hier begint een tweede document. Een bestand bevat één kijkkader.",
    "alias": "Een anker (&) of verwijzing (*) mag niet. Schrijf de tekst voluit.",
    "tag": "Een type-aanduiding (!) mag niet.",
    "too_deep": "Dit is te diep genest. Meer dan {limit} lagen mag niet.",
    "too_many": "Het bestand bevat te veel onderdelen. Meer dan {limit} mag niet.",
    "key_not_text": "Hier hoort een naam te staan.",
    "duplicate_key": "'{key}' staat hier twee keer.",
    "wrong_type": "Hier hoort {expected} te staan.",
    "wrong_value": "Dit kan niet. Kies uit: {choices}.",
    "wrong_form": "Deze schrijfwijze mag niet. Nodig is: {form}.",
    "text_missing": "Deze tekst is leeg.",
    "text_too_long": "Deze tekst is te lang. Meer dan {limit} tekens mag niet.",
    "too_low": "Dit getal is te laag. Het laagste is {limit}.",
    "too_high": "Dit getal is te hoog. Het hoogste is {limit}.",
    "too_few": "Hier staat te weinig. Nodig is minstens {limit}.",
    "too_many_items": "Hier staat te veel. Meer dan {limit} mag niet.",
    "key_missing": "'{key}' ontbreekt.",
    "key_unknown": "'{key}' is hier niet bekend.",
    "key_misspelt": "'{key}' is hier niet bekend. Bedoel je '{guess}'?",
    "format_unknown": "Deze versie van het bestandsformaat kent de app niet. De app leest {choices}.",
    "duplicate_id": "De id '{id}' is al gebruikt op regel {first}. Een id wordt nooit hergebruikt.",
    "reference_unknown": "'{id}' bestaat niet bij {where}.",
    "row_missing": "Dit vak loopt over meer rijen. Zeg bij elke indicator in welke rij hij hoort.",
    "row_outside_cell": "Rij '{id}' hoort niet bij dit vak.",
    "pane_taken": "Op deze plek (rij {row}, kolom {column}) staat al een vak, op regel {first}.",
    "retired_in_start_set": "Een vervallen indicator kan niet in de startset.",
    "translation_missing": "De Engelse tekst ('en') ontbreekt. Bij 'talen' staat dat die er is.",
    "version_taken": "Versie {version} van dit kijkkader is er al, met een andere inhoud. Geef het bestand een hogere versie.",
    "id_is_shipped": "'{id}' is de id van het kijkkader van de app. Geef je eigen kader een eigen id.",
    "id_gone": "Indicator '{id}' stond in versie {version} en ontbreekt hier. Laat hem staan, met 'vervallen: true'.",
    "id_revived": "Indicator '{id}' verviel in versie {version}. Een vervallen id komt niet terug. Geef de indicator een nieuwe id.",
    "id_unknown_later": "Indicator '{id}' ontbreekt in versie {version}, die later is. Een indicator verdwijnt nooit.",
    "id_retired_earlier": "Indicator '{id}' is hier vervallen, maar niet in versie {version}, die later is.",
    "column_missing": "De kolom '{name}' ontbreekt. Zet de namen van de kolommen in de eerste rij.",
    "column_unknown": "De kolom '{name}' is niet bekend. Kies uit: {choices}.",
    "column_twice": "De kolom '{name}' staat er twee keer.",
    "kind_unknown": "'{name}' is geen soort. Kies uit: {choices}.",
    "yes_or_no": "Vul ja of nee in, of laat leeg.",
    "one_kader": "Er hoort precies één rij te zijn met de soort 'kader'.",
    "fixed_ids": "Hier horen precies deze ids te staan: {choices}.",
}


def mistake(code: str, line: int, path: str, **facts: str | int) -> KaderError:
    """Return the mistake with its sentence filled in."""
    return KaderError(line, path, _MESSAGES[code].format(**facts))
