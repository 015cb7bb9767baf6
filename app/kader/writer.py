"""From a frame back to its file. Parts that the editor does not touch are taken from the file it came from."""

import copy
from typing import Any

import yaml

from app.domain.kijkkader import Cell, Indicator, Kader, Phase
from app.domain.words import Words
from app.kader.texts import Part


def frame_of(kader: Kader, base: Part) -> Part:
    """Return this frame as plain data; `base` is the frame it was made from, as plain data too."""
    frame = copy.deepcopy(base)
    frame["id"], frame["versie"] = kader.kader_id, kader.version
    frame["naam"], frame["mededeling"] = _block(kader.name), _block(kader.notice)
    frame["status"] = "concept" if kader.is_concept else "vastgesteld"
    attunement, agreement = frame["dimensies"]["afstemming"], frame["dimensies"]["overeenstemming"]
    attunement["niveaus"] = [{"id": each.level_id, "naam": _block(each.name), **_keys("uitleg", each.explanation)} for each in kader.levels]
    agreement["kolommen"] = [
        {"id": each.theme_id, "naam": _block(each.name), **_keys("uitleg", each.explanation), **({"uitbreiding": True} if each.is_extension else {})}
        for each in kader.themes
    ]
    before = {each["id"]: each for each in base["vakken"]}
    frame["vakken"] = [_cell(each, before.get(each.cell_id, {})) for each in kader.cells]
    if "fasen" in frame:
        frame["fasen"]["lijst"] = [_phase(each) for each in kader.phases]
    frame["talen"] = ["nl", "en"] if "en" in base["talen"] and not _lacks_english(frame) else ["nl"]
    return frame


def yaml_of(frame: Part) -> str:
    """Return the frame as the text of a file."""
    text: str = yaml.safe_dump(frame, allow_unicode=True, sort_keys=False, width=120)
    return text


def _cell(cell: Cell, before: Part) -> Part:
    indicators = {each["id"]: each for each in before.get("indicatoren", ())}
    return {
        **before,
        "id": cell.cell_id,
        "rij": cell.level_ids[0] if len(cell.level_ids) == 1 else list(cell.level_ids),
        "kolom": cell.theme_id,
        "naam": _block(cell.name),
        **_keys("kern", cell.core),
        "indicatoren": [_indicator(each, indicators.get(each.indicator_id, {}), spans=len(cell.level_ids) > 1) for each in cell.indicators],
    }


def _indicator(indicator: Indicator, before: Part, *, spans: bool) -> Part:
    flags = {"meer_personen": indicator.needs_several_people, "start": indicator.is_in_start_set, "vervallen": indicator.is_retired}
    kept = {key: value for key, value in before.items() if key in ("herkomst",)}
    return {
        "id": indicator.indicator_id,
        **({"rij": indicator.level_id} if spans else {}),
        "label": _block(indicator.name),
        **_keys("beschrijving", indicator.description),
        **_keys("helpt", indicator.helps),
        **_keys("schuurt", indicator.chafes),
        "vragen": [_block(each) for each in indicator.questions],
        **({"bron": list(indicator.sources)} if indicator.sources else {}),
        **kept,
        **{key: True for key, is_set in flags.items() if is_set},
    }


def _phase(phase: Phase) -> Part:
    return {"id": phase.phase_id, **_block(phase.name), "kolommen": list(phase.theme_ids), **_optional_keys("uitleg", phase.explanation)}


def _block(words: Words) -> Part:
    return {"nl": words.nl, "en": words.en} if words.en else {"nl": words.nl}


def _keys(name: str, words: Words) -> Part:
    return {f"{name}_nl": words.nl, **({f"{name}_en": words.en} if words.en else {})}


def _optional_keys(name: str, words: Words) -> Part:
    return _keys(name, words) if words.nl else {}


def _lacks_english(part: Any) -> bool:
    if isinstance(part, dict):
        return ("nl" in part and "en" not in part) or any(map(_lacks_english, part.values()))
    return isinstance(part, list) and any(map(_lacks_english, part))
