import pytest

from app.names.finder import cleaned, find_names
from app.names.number_words import number_of, ordinal_of


def hints(text):
    words = text.split()
    return [(" ".join(words[hit.first : hit.last + 1]).strip(".,"), hit.kind.value) for hit in find_names(words, [])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gisteren zei sanne dat het goed ging", [("sanne", "first_name")]),
        (
            "Mohammed en Fatima kwamen met Jan-Peter van der Berg.",
            [("Mohammed", "first_name"), ("Fatima", "first_name"), ("Jan-Peter van der Berg", "first_name")],
        ),
        ("roos is een mooie bloem en mijn zus heet roos", [("roos", "first_name")]),
        ("De roos bloeit. Gisteren was Roos er.", [("Roos", "first_name")]),
        ("Roos zegt dat het kan.", [("Roos", "first_name")]),
        ("toen kwam sanne aan want het was koud", [("sanne", "first_name")]),
        ("ik wil in mei de mark in mijn zak", []),
        ("dat is meneer mark met mijn zus mei", [("mark", "first_name"), ("mei", "first_name")]),
        ("meneer bakker en mevrouw van dijk", [("bakker", "surname"), ("van dijk", "surname")]),
        ("wij wonen in leiden maar wij leiden niemand", [("leiden", "place")]),
        ("We gaan naar Den Haag en naar Alphen aan den Rijn.", [("Den Haag", "place"), ("Alphen aan den Rijn", "place")]),
        ("zij ging van engeland naar urk", [("engeland", "place"), ("urk", "place")]),
        ("ze komt uit turkije", [("turkije", "place")]),
        ("aan de Lindelaan 12 of de beethoven laan", [("Lindelaan 12", "street"), ("beethoven laan", "street")]),
        ("hij speelt op het schoolplein", []),
        ("op basisschool De Wissel", [("De Wissel", "institution")]),
        ("het Montessoricollege en het UMCG", [("Montessoricollege", "institution"), ("UMCG", "institution")]),
        ("hij is vier en zij is twaalf jaar oud", [("vier", "age"), ("twaalf jaar oud", "age")]),
        ("een 12-jarige van vier jaar", [("12-jarige", "age"), ("vier jaar", "age")]),
        ("vier jaar geleden, het is vier uur", []),
        ("op 3 maart 2014 of de derde maart of 12-04-2011", [("3 maart 2014", "date"), ("derde maart", "date"), ("12-04-2011", "date")]),
        ("bel 06-12345678 of 0612 34 56 78", [("06-12345678", "phone"), ("0612 34 56 78", "phone")]),
        ("nul zes twaalf vierendertig zesenvijftig achtenzeventig", [("nul zes twaalf vierendertig zesenvijftig achtenzeventig", "phone")]),
        ("mijn bsn is 111222333 en dit is 111222334", [("111222333", "bsn"), ("111222334", "phone")]),
        ("stort op NL91ABNA0417164300, of nl91 abna 0417 1643 00", [("NL91ABNA0417164300", "bank"), ("nl91 abna 0417 1643 00", "bank")]),
        ("van BE68 5390 0754 7034 en BE69 5390 0754 7034", [("BE68 5390 0754 7034", "bank"), ("5390 0754 7034", "phone")]),
        ("ik gaf jan de bakker een hand", [("jan", "first_name"), ("de bakker", "surname")]),
        ("op 7041 XY of 7041xy of een vier twee drie a b", [("7041 XY", "postcode"), ("7041xy", "postcode"), ("een vier twee drie a b", "postcode")]),
        (
            "j.devries@voorbeeld.nl of jip apenstaartje gmail punt com",
            [("j.devries@voorbeeld.nl", "email"), ("jip apenstaartje gmail punt com", "email")],
        ),
        ("Dat was bij Grobbebol in de buurt.", [("Grobbebol", "surname")]),
    ],
)
def test_a_hint_is_given_without_own_words(text, found):
    assert hints(text) == found


def test_only_in_a_draft_a_word_no_list_knows_is_asked_about():
    words = ["en", "toen", "kwam", "mijouwen", "met", "kerstmuziek", "en", "een", "reisagent"]
    assert find_names(words, []) == []
    assert [(words[hit.first], hit.kind.value, hit.is_sure) for hit in find_names(words, [], is_draft=True)] == [("mijouwen", "unclear", False)]
    assert [hit.kind.value for hit in find_names(["bij", "sanne"], [], is_draft=True)] == ["first_name"]
    english = ["there", "would", "nobody", "have", "supposed", "such", "things"]
    assert [hit.first for hit in find_names([*english, *words], [], [0, len(english)], is_draft=True)] == [len(english) + 3]


def test_hints_are_never_hidden_without_a_person():
    assert not any(hit.is_sure for hit in find_names(["Sanne", "belt", "06-12345678"], []))


def test_a_text_on_its_way_out_loses_numbers_but_no_guesses():
    assert cleaned("Sanne belt 06-12345678, post naar 7041 XY.", []) == "Sanne belt [nummer], post naar [postcode]."
    assert cleaned("Stort op NL91 ABNA 0417 1643 00.", []) == "Stort op [nummer]."


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("nul", 0), ("eenentwintig", 21), ("drieentachtig", 83), ("honderd", 100), ("tweehonderdvijf", 205), ("negentienhonderdtachtig", 1980),
        ("tweeduizendveertien", 2014), ("47", 47), ("fiets", None), ("en", None), ("duizendpoot", None), ("honderdhonderd", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_said(word, number):
    assert number_of(word) == number


def test_ordinals_are_read():
    assert [ordinal_of(word) for word in ("derde", "3e", "3de", "twintigste", "beste")] == [3, 3, 3, 20, None]
