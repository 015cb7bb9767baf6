import pytest

from app.domain.own_word import OwnWord
from app.names.finder import cleaned, find_names

OWN = [OwnWord("Jesse"), OwnWord("De Wissel", "school"), OwnWord("Lindelaan", "straat"), OwnWord("Koen de Vries"), OwnWord("Anna")]


def hidden(text):
    words = text.split()
    return [" ".join(words[hit.first : hit.last + 1]) for hit in find_names(words, OWN) if hit.is_sure]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ja, Jesse wilde niet.", ["Jesse"]),
        ("ja jesse wilde niet", ["jesse"]),
        ("Jesse's moeder en Jesses vader", ["Jesse's", "Jesses"]),
        ("al die Jesjes en een Jessetje, Jesseke", ["Jesjes", "Jessetje,", "Jesseke"]),
        ("Jessie of Yesse of Jese", ["Jessie", "Yesse", "Jese"]),
        ("dat is Jessemoeder", ["Jessemoeder"]),
        ("kijk op www.jesse.nl of jesse_2014", ["www.jesse.nl", "jesse_2014"]),
        ("mijn J E S S E zegt", ["J E S S E"]),
        ("J.E.S.S.E. en jee-ee-es-es-ee", ["J.E.S.S.E.", "jee-ee-es-es-ee"]),
        ("met jee ee dubbel s ee geschreven", ["jee ee dubbel s ee"]),
        ("hij gaat naar De Wissel toe", ["De Wissel"]),
        ("de wissels van de trein", ["de wissels"]),
        ("op de linde laan", ["linde laan"]),
        ("aan de Lindelaan.", ["Lindelaan."]),
        ("meester Koen belde", ["Koen"]),
        ("meneer de vries belde", ["de vries"]),
        ("Annetje en Anna's jas", ["Annetje", "Anna's"]),
        ("toen ging ik naar huis en dat was goed", []),
        ("dan moet je door de straat en het plein op", []),
    ],
)
def test_an_own_word_is_found_in_all_its_shapes(text, found):
    assert hidden(text) == found


def test_a_text_is_cleaned_of_own_words_and_keeps_its_shape():
    text = "“Jesse”, zei ik, gaat naar De Wissel!\nDe rest   blijft."
    assert cleaned(text, OWN) == "“[naam]”, zei ik, gaat naar [school]!\nDe rest   blijft."
    assert cleaned("", OWN) == ""
