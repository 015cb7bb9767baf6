"""Every kind of mistake a writer of a frame can make is named, at the line where it stands."""

import pytest

from app.common.paths import kijkkader_path
from app.domain.kijkkader import KaderError
from app.kader.reader import check_kader

SHIPPED = kijkkader_path("kijkkader-samen.yaml").read_text("utf-8")
MARK = "@@"

# name: (text in the shipped file, what it becomes, path, words of the message). The expected line is that of MARK,
# which is taken out again; without MARK it is the line where the replaced text began.
MISTAKES = {
    "unclosed quote": ('label: {nl: "Checken", en', '@@label: {nl: "Checken, en', "", "opmaak"),
    "unclosed brace": ('naam: {nl: "Band", en: "Bond"}', '@@naam: {nl: "Band", en: "Bond"', "", "opmaak"),
    "missing colon": ("        bron: [MSW, EIND]\n", "        bron [MSW, EIND]@@\n", "", "opmaak"),
    "wrong indentation": ("    kolom: o2\n", "     kolom: o2@@\n", "", "opmaak"),
    "tab as indentation": ("    kolom: o2\n", "\tkolom: o2@@\n", "", "tab"),
    "second document": ("# ------------------------------------------------------------------ fasen", "--- @@", "", "tweede document"),
    "anchor": ("kern_nl: ", "kern_nl: &kern @@", "vakken[0]", "anker"),
    "alias": ("    herkomst: uitwerking\n", "    herkomst: *kern @@\n", "vakken[0]", "anker"),
    "tag": ("        start: true\n", "        start: !!bool true @@\n", "vakken[0].indicatoren[1]", "type-aanduiding"),
    "python tag": ("kern_nl: ", "kern_nl: !!python/object/apply:os.system @@", "vakken[0]", "type-aanduiding"),
    "control character": ("Ruimte en stilte", "Ruimte\x07 en stilte@@", "", "teken"),
    "lone surrogate": ('"Ruimte en stilte"', '"Ruimte \\ud800 stilte"@@', "vakken[0].indicatoren[0].label", "teken"),
    "escape beyond unicode": ('"Ruimte en stilte"', '@@"Ruimte \\UFFFFFFFF"', "", "opmaak"),
    "key twice": ("        meer_personen: true\n", "        meer_personen: true\n        meer_personen: true@@\n", "meer_personen", "twee keer"),
    "list as key": ("kern_nl: ", "? [kern_nl]@@\n    : ", "vakken[0]", "een naam"),
    "deep nesting": ("begrippen:\n", "begrippen: @@" + "[" * 100 + "]" * 100 + "\nbegrippen_oud:\n", "[0][0]", "te diep"),
    "version missing": ('versie: "0.1.0"\n', "", "versie", "'versie' ontbreekt"),
    "version is a number": ('versie: "0.1.0"', "versie: 0.1@@", "versie", "hoort tekst"),
    "version of two numbers": ('versie: "0.1.0"', 'versie: "0.1"@@', "versie", "drie getallen"),
    "other format": ('schema: "kijkkader/1"', 'schema: "kijkkader/2"@@', "schema", "kijkkader/1"),
    "id with capitals": ("id: kijkkader-samen", "id: Kijkkader Samen@@", "id", "kleine letters"),
    "id with line end": ("id: kijkkader-samen", 'id: "kijkkader-samen\\n"@@', "id", "kleine letters"),
    "unknown language": ("talen: [nl, en]", "talen: [nl, fr]@@", "talen[1]", "nl, en"),
    "unknown status": ("status: concept", "status: klaar@@", "status", "concept"),
    "notice missing": ("mededeling:\n", "mededelingen:\n", "mededelingen", "Bedoel je 'mededeling'?"),
    "key misspelt": ("        schuurt_nl: ", "        schuurd_nl: @@", "vakken[0].indicatoren[0].schuurd_nl", "Bedoel je 'schuurt_nl'?"),
    "key unknown": ("        start: true\n", "        start: true\n        xyz: 1@@\n", "vakken[0].indicatoren[1].xyz", "niet bekend"),
    "label missing": (
        '      - id: kk-101\n        label: {nl: "Ruimte en stilte", en: "Space and silence"}\n',
        "      - id: kk-101@@\n",
        "vakken[0].indicatoren[0].label",
        "'label' ontbreekt",
    ),
    "label is text": ('label: {nl: "Checken", en: "Checking"}', "label: Checken@@", "vakken[3].indicatoren[1].label", "een blok"),
    "dutch missing": ('label: {nl: "Checken", en', "label: {en", "vakken[3].indicatoren[1].label.nl", "'nl' ontbreekt"),
    "english missing": (', en: "Checking"', "", "vakken[3].indicatoren[1].label.en", "Engelse tekst"),
    "text empty": ('kern_nl: "Krijgt de ander ruimte, en is te merken dat die er mag zijn?"', 'kern_nl: "  "@@', "vakken[0].kern_nl", "leeg"),
    "text null": ('kern_nl: "Krijgt de ander ruimte, en is te merken dat die er mag zijn?"', "kern_nl:@@", "vakken[0].kern_nl", "hoort tekst"),
    "text endless": ('nl: "Wat gebeurde er in de stilte?"', f'nl: "{"stil " * 900}"@@', "vakken[0].indicatoren[0].vragen[0].nl", "te lang"),
    "no questions": (
        """        vragen:
          - {nl: "Hoe hielp dit onderwerp het gezin vooruit?", en: "How did this topic move the family forward?"}
""",
        "        vragen: []@@\n",
        "vakken[4].indicatoren[3].vragen",
        "te weinig",
    ),
    "questions as text": (
        """        vragen:
          - {nl: "Hoe hielp dit onderwerp het gezin vooruit?", en: "How did this topic move the family forward?"}
""",
        "        vragen: Hoe dan?@@\n",
        "vakken[4].indicatoren[3].vragen",
        "een lijst",
    ),
    "yes instead of true": ("        start: true\n", "        start: yes@@\n", "vakken[0].indicatoren[1].start", "true of false"),
    "one instead of true": (
        "        meer_personen: true\n",
        "        meer_personen: 1@@\n",
        "vakken[3].indicatoren[0].meer_personen",
        "true of false",
    ),
    "indicator id twice": ("- id: kk-505", "- id: kk-101@@", "vakken[10].indicatoren[4].id", "al gebruikt op regel"),
    "cell id twice": ("- id: v12", "- id: v11@@", "vakken[1].id", "al gebruikt op regel"),
    "indicator with the id of a cell": ("- id: kk-505", "- id: v11@@", "vakken[10].indicatoren[4].id", "al gebruikt op regel"),
    "level id twice": ("      - id: a3\n", "      - id: a2@@\n", "dimensies.afstemming.niveaus[2].id", "al gebruikt op regel"),
    "role twice": ("- {id: ouder,", "- {id: werker,@@", "markering.wie[1].id", "al gebruikt op regel"),
    "rule of the talk twice": ("{id: sr-2,", "{id: sr-1,@@", "dialoog.spelregels[1].id", "al gebruikt op regel"),
    "unknown row": ("    rij: a1\n", "    rij: a9@@\n", "vakken[0].rij", "'a9' bestaat niet"),
    "unknown row of several": ("rij: [a1, a2, a3]", "rij: [a1, a2, a9]@@", "vakken[9].rij[2]", "'a9' bestaat niet"),
    "unknown column": ("    kolom: o2\n", "    kolom: o7@@\n", "vakken[1].kolom", "'o7' bestaat niet"),
    "row outside the cell": ("        rij: a3\n", "        rij: a4@@\n", "vakken[9].indicatoren[4].rij", "hoort niet bij dit vak"),
    "row of an indicator missing": (
        "      - id: kk-401\n        rij: a1\n",
        "      - id: kk-401@@\n",
        "vakken[9].indicatoren[0].rij",
        "in welke rij",
    ),
    "two cells in one place": (
        "  - id: v12\n    rij: a1\n    kolom: o2\n",
        "  - id: v12@@\n    rij: a1\n    kolom: o1\n",
        "vakken[1]",
        "staat al een vak",
    ),
    "unknown source": ("        bron: [MSW, EIND]\n", "        bron: [MSW, EINDE]@@\n", "vakken[3].indicatoren[2].bron[1]", "'EINDE' bestaat niet"),
    "unknown column of a phase": ("kolommen: [o2, o4]", "kolommen: [o2, o9]@@", "fasen.lijst[1].kolommen[1]", "'o9' bestaat niet"),
    "retired in the start set": (
        "        start: true\n",
        "        start: true@@\n        vervallen: true\n",
        "vakken[0].indicatoren[1].start",
        "startset",
    ),
    "fifth mark": (
        "    - {id: helpt,",
        "    - {id: mooi, nl: Mooi, en: Fine}\n    - {id: helpt,",
        "markering.kleur[0].id",
        "helpt, schuurt, kans, open",
    ),
    "renamed mark": ("    - {id: helpt,", "    - {id: goed,@@", "markering.kleur[0].id", "helpt, schuurt, kans, open"),
    "moment field missing": ("    - {id: daarna,", "    - {id: erna,", "markering.velden_per_moment[1].id", "ik_zie, daarna, toen, nu"),
    "minutes below zero": ("{id: wb-1, minuten: 5,", "{id: wb-1, minuten: -5,@@", "dialoog.een_op_een.stappen[1].minuten", "te laag"),
    "minutes beyond reason": ("{id: wb-1, minuten: 5,", "{id: wb-1, minuten: 99999,@@", "dialoog.een_op_een.stappen[1].minuten", "te hoog"),
    "minutes as endless number": ("{id: wb-1, minuten: 5,", "{id: wb-1, minuten: " + "9" * 5000 + ",@@", "minuten", "een heel getal of"),
    "unknown role of a step": ("wie: [kijker, stoel]\n", "wie: [kijker, kruk]@@\n", "dialoog.teamsessie.stappen[4].wie[1]", "'kruk' bestaat niet"),
    "unknown kind of contribution": (
        "toegestaan: [idee]",
        "toegestaan: [raad]@@",
        "dialoog.teamsessie.stappen[8].toegestaan[0]",
        "'raad' bestaat niet",
    ),
    "unknown person at the scales": ("invullers: [ouder,", "invullers: [oom,@@", "secundaire_kaders[1].invullers[0]", "'oom' bestaat niet"),
    "secondary frame of another kind": ("- id: sk-vensters", "- id: sk-ramen@@", "secundaire_kaders[2].id", "sk-zelf, sk-schalen"),
    "layer of a self-inquiry question missing": (
        "{id: sz-1, laag: voelen,",
        "{id: sz-1,@@",
        "secundaire_kaders[0].vragen[0].laag",
        "'laag' ontbreekt",
    ),
    "misspelt part of a dialogue": ("  een_op_een:", "  een_op_eem:@@", "dialoog.een_op_eem", "Bedoel je 'een_op_een'?"),
    "minutes not a number": ("{id: wb-1, minuten: 5,", "{id: wb-1, minuten: .nan,@@", "dialoog.een_op_een.stappen[1].minuten", "een heel getal of"),
}


def with_mistake(old: str, new: str) -> tuple[str, int]:
    """Return the shipped frame with one mistake, and the line where it should be found."""
    assert old in SHIPPED
    before, after = SHIPPED.split(old, 1)
    marked = before + new + after
    if MARK in new:
        return marked.replace(MARK, ""), marked.split(MARK)[0].count("\n") + 1
    return marked, before.count("\n") + 1


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_named_at_its_line(name: str):
    old, new, path, words = MISTAKES[name]
    text, line = with_mistake(old, new)
    found = check_kader(text.encode("utf-8", "surrogatepass"))
    assert any(each.line == line and each.path.endswith(path) and words in each.message for each in found), (line, found)


@pytest.mark.parametrize("name", ["label missing", "key misspelt", "unknown source", "indicator id twice", "minutes below zero", "unknown language"])
def test_one_mistake_is_not_blamed_on_the_whole_file(name: str):
    old, new, _, _ = MISTAKES[name]
    found = check_kader(with_mistake(old, new)[0].encode())
    assert len(found) == 1
    assert found[0].line == with_mistake(old, new)[1]


def test_all_mistakes_are_found_at_once_and_in_order():
    text = SHIPPED
    for name in ("id with capitals", "text empty", "unknown source", "unknown column of a phase", "minutes below zero"):
        old, new, _, _ = MISTAKES[name]
        text = text.replace(old, new.replace(MARK, ""), 1)
    lines = [each.line for each in check_kader(text.encode())]
    assert len(lines) == 5
    assert lines == sorted(lines)


def test_second_use_of_an_id_says_where_the_first_is():
    text, _ = with_mistake("- id: kk-505", "- id: kk-101")
    first = SHIPPED[: SHIPPED.index("- id: kk-101")].count("\n") + 1
    assert [each.message for each in check_kader(text.encode())] == [
        f"De id 'kk-101' is al gebruikt op regel {first}. Een id wordt nooit hergebruikt."
    ]


def test_retired_id_cannot_be_used_again():
    text = SHIPPED.replace("      - id: kk-113\n", "      - id: kk-113\n        vervallen: true\n").replace("- id: kk-121", "- id: kk-113")
    assert [each.path for each in check_kader(text.encode())] == ["vakken[2].indicatoren[0].id"]


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"# alleen een opmerking\n"])
def test_file_without_anything_is_empty(content: bytes):
    assert check_kader(content) == [KaderError(1, "", "Het bestand is leeg.")]


@pytest.mark.parametrize("content", [b"hallo", b"- een\n- lijst\n", b"12", b"null", b"---\n...\n"])
def test_something_else_than_a_frame_is_refused(content: bytes):
    assert "een blok met namen en waarden" in check_kader(content)[0].message


def test_bytes_that_are_no_text_are_refused_at_their_line():
    assert check_kader(b"versie: x\nid: \xff\xfe\n") == [KaderError(2, "", "Hier staan tekens die geen UTF-8 zijn. Bewaar het bestand als UTF-8.")]


def test_byte_order_mark_of_a_windows_editor_is_no_mistake():
    assert check_kader(b"\xef\xbb\xbf" + SHIPPED.encode()) == []


def test_windows_line_ends_keep_the_lines():
    text, line = with_mistake("    rij: a1\n", "    rij: a9\n")
    assert [each.line for each in check_kader(text.replace("\n", "\r\n").encode())] == [line]


def test_file_over_two_megabytes_is_refused_unread():
    assert check_kader(SHIPPED.encode() + b"#" * (2 * 1024 * 1024)) == [KaderError(1, "", "Het bestand is te groot. Een kijkkader is hooguit 2 MB.")]


def test_billion_laughs_does_not_grow():
    bomb = "a0: &a0 [lol, lol, lol, lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    found = check_kader(bomb.encode())
    assert "anker" in found[0].message
    assert len(found) <= 500


def test_merge_key_merges_nothing():
    text, line = with_mistake("        start: true\n", "        <<: {start: true}\n")
    assert (line, "vakken[0].indicatoren[1].<<") in {(each.line, each.path) for each in check_kader(text.encode())}


@pytest.mark.parametrize(
    "nest", [b"[" * 100_000, b"{a: " * 100_000, b"- " * 100_000, b"? " * 50_000, b"".join(b" " * n + b"a:\n" for n in range(900))]
)
def test_bottomless_nesting_is_refused_quickly(nest: bytes):
    found = check_kader(nest)
    assert len(found) == 1
    assert found[0].message.startswith(("Dit is te diep genest", "Hier hoort een naam"))


def test_endless_list_is_cut_short():
    found = check_kader(b"vakken: [" + b"a," * 150_000 + b"]")
    assert "te veel onderdelen" in found[0].message


def test_list_of_mistakes_is_cut_short():
    assert len(check_kader(b"".join(b"x%d: 1\n" % number for number in range(5000)))) == 500


def test_message_shows_no_control_characters_of_the_file():
    found = check_kader(b'"a\\e[31m\\u202e\\0":  1\n')
    assert all(each.message.isprintable() and each.path.isprintable() for each in found)
