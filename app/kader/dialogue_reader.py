"""The dialogues and the secondary frames of a checked frame file."""

from app.domain.dialogue import (
    ContributionKind,
    Dialogue,
    DialogueRole,
    Dialogues,
    DialogueStep,
    GroundRule,
    ReviewStatement,
    StepQuestion,
)
from app.domain.secondary_frames import (
    FiveWindows,
    OuterWindow,
    Rung,
    ScaleItem,
    Scales,
    SelfInquiry,
    SelfQuestion,
    SoloAnswer,
    SoloStatement,
    TogetherOrSolo,
)
from app.domain.words import NO_WORDS
from app.kader.texts import Part, pair, pairs, words

SELF_INQUIRY, SCALES, FIVE_WINDOWS, TOGETHER_OR_SOLO = "sk-zelf", "sk-schalen", "sk-vensters", "sk-solo"


def dialogues(part: Part) -> Dialogues:
    """Return the part `dialoog`."""
    return Dialogues(
        alone=_dialogue(part.get("alleen")),
        one_to_one=_dialogue(part.get("een_op_een")),
        team=_dialogue(part.get("teamsessie")),
        contribution_kinds=tuple(ContributionKind(each["id"], words(each)) for each in part.get("soorten_bijdrage", ())),
        ground_rules=tuple(GroundRule(each["id"], words(each)) for each in part.get("spelregels", ())),
    )


def _dialogue(part: Part | None) -> Dialogue:
    if part is None:
        return Dialogue()
    minutes, minutes_short = _minutes(part.get("duur_min", 0))
    people = part.get("deelnemers", {"min": 1, "max": 1})
    return Dialogue(
        dialogue_id=part["id"],
        name=words(part["naam"]),
        minutes=minutes,
        minutes_short=minutes_short,
        least_people=people["min"],
        most_people=people["max"],
        roles=tuple(DialogueRole(each["id"], words(each), pair(each, "taak")) for each in part.get("rollen", ())),
        steps=tuple(_step(each) for each in part["stappen"]),
        review=tuple(ReviewStatement(each["id"], words(each)) for each in part.get("terugblik_op_gesprek", {}).get("vragen", ())),
    )


def _step(part: Part) -> DialogueStep:
    minutes, minutes_short = _minutes(part["minuten"])
    return DialogueStep(
        step_id=part["id"],
        name=words(part["naam"]),
        instruction=pair(part, "doen"),
        minutes=minutes,
        minutes_short=minutes_short,
        role_ids=tuple(part.get("wie", ())),
        contribution_ids=tuple(part.get("toegestaan", ())),
        starters=pairs(part, "starters"),
        redirection=pair(part, "bijsturen"),
        done_when=pair(part, "klaar_als"),
        kind_id=part.get("soort", ""),
        watching_minutes=part.get("kijkminuten", 0),
        heading=words(part["kop"]) if "kop" in part else NO_WORDS,
        aside=words(part["terzijde"]) if "terzijde" in part else NO_WORDS,
        questions=tuple(StepQuestion(each["id"], each.get("soort", ""), words(each)) for each in part.get("vragen", ())),
    )


def _minutes(part: int | Part) -> tuple[int, int]:
    return (part, part) if isinstance(part, int) else (part["lang"], part["kort"])


def secondary_frames(parts: list[Part]) -> dict[str, Part]:
    """Return the secondary frames of the file by id."""
    return {each["id"]: each for each in parts}


def self_inquiry(part: Part | None) -> SelfInquiry:
    """Return the secondary frame `sk-zelf`, or the empty one."""
    if part is None:
        return SelfInquiry()
    questions = tuple(SelfQuestion(each["id"], each["laag"], words(each)) for each in part["vragen"])
    return SelfInquiry(words(part["naam"]), pair(part, "waarvoor"), questions)


def five_windows(part: Part | None) -> FiveWindows:
    """Return the secondary frame `sk-vensters`, or the empty one."""
    if part is None:
        return FiveWindows()
    windows = tuple(OuterWindow(each["id"], words(each["naam"]), tuple(map(words, each["vragen"]))) for each in part["vensters"])
    return FiveWindows(words(part["naam"]), pair(part, "waarvoor"), windows)


def together_or_solo(part: Part | None) -> TogetherOrSolo:
    """Return the secondary frame `sk-solo`, or the empty one."""
    if part is None:
        return TogetherOrSolo()
    ladder = part.get("stand_van_samenwerken", {})
    return TogetherOrSolo(
        name=words(part["naam"]),
        purpose=pair(part, "waarvoor"),
        answers=tuple(SoloAnswer(each["id"], words(each)) for each in part["antwoorden"]),
        solo_statements=tuple(SoloStatement(each["id"], words(each)) for each in part["solisme"]),
        domain_statements=tuple(SoloStatement(each["id"], words(each)) for each in part["domein"]),
        follow_up=tuple(map(words, part.get("vervolg", ()))),
        ladder_note=pair(ladder, "let_op"),
        ladder=tuple(Rung(each["id"], words(each)) for each in ladder.get("treden", ())),
    )


def scales(part: Part | None) -> Scales:
    """Return the secondary frame `sk-schalen`, or the empty one."""
    if part is None:
        return Scales()
    scale = part["schaal"]
    return Scales(
        name=words(part["naam"]),
        purpose=pair(part, "waarvoor"),
        note=pair(part, "let_op"),
        lowest=scale["min"],
        highest=scale["max"],
        step=scale.get("stap", 1),
        left=pair(scale, "links"),
        right=pair(scale, "rechts"),
        filled_in_by=tuple(part.get("invullers", ())),
        how_to_ask=pairs(part, "afname"),
        how_to_show=pair(part, "weergave"),
        items=tuple(_scale_item(each) for each in part["items"]),
    )


def _scale_item(part: Part) -> ScaleItem:
    return ScaleItem(part["id"], words(part["naam"]), words(part["client"]), words(part["werker"]), pair(part, "kind"))
