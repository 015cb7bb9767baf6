import re

from tests.support.source_tree import ROOT, place, python_files, texts_on_screen

# Unrecognisable is not anonymous (GDPR): who was there can still know who it is. The word is only used to deny it.
# Not the one who names things: com.canonical.Unity.
ANONYMOUS = re.compile(r"(?<!c)anoni", re.IGNORECASE)
DENIED = re.compile(r"(niet|nooit)( hetzelfde als)? anoniem", re.IGNORECASE)
TEXT_FILES = {".csv", ".html", ".json", ".md", ".qss", ".svg", ".ts", ".txt", ".yaml"}


def _promises_anonymity(text):
    return bool(ANONYMOUS.search(DENIED.sub("", text)))


def test_the_check_itself_knows_a_promise_from_a_denial():
    assert _promises_anonymity("De kopie is anoniem.")
    assert _promises_anonymity("Geanonimiseerd fragment, niet anoniem")
    assert not _promises_anonymity("Onherkenbaar is niet hetzelfde als anoniem.")
    assert not _promises_anonymity("anonymise")
    assert not _promises_anonymity("com.canonical.Unity")


def test_no_sentence_on_screen_promises_anonymity():
    files = [*python_files("app"), *python_files("build_scripts")]
    assert not [f"{place(file, node)} {text}" for file in files for node, text in texts_on_screen(file) if _promises_anonymity(text)]


def test_no_shipped_text_promises_anonymity():
    shipped = [file for folder in ("resources", "kijkkader_data") for file in sorted((ROOT / folder).rglob("*")) if file.suffix in TEXT_FILES]
    assert shipped
    assert not [
        f"{file.relative_to(ROOT)}:{number} {line.strip()}"
        for file in shipped
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if _promises_anonymity(line)
    ]
