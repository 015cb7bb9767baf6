import re
import zlib
from contextlib import nullcontext

import pytest

from app.report.document import PaperDocument


def a_document(rows=3, text="Een gewone zin met een trema: geïnd, één, €."):
    document = PaperDocument("Register", footer="Kluis 12")
    document.heading("Wat er gebeurde")
    document.paragraph(text)
    document.paragraph("Let op.", bold=True)
    document.note("Klein.")
    document.blocks(["ABCD", "EFGH", "JKLM", "NPQR", "STUV"])
    document.table(["Nr", "Wanneer", "Wat"], [[str(number), "22 november 2026", text] for number in range(rows)], [1, 3, 8])
    return document


def pages(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def streams(pdf):
    import base64

    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        raw = match.group(1)
        if b"~>" in raw:
            raw = base64.a85decode(raw.strip(), adobe=False) if not raw.strip().endswith(b"~>") else base64.a85decode(raw.strip()[:-2])
        found.append(zlib.decompress(raw))
    return found


def test_a_long_table_goes_on_over_pages():
    assert pages(a_document(3).render()) == 1
    assert pages(a_document(200).render()) > 3


def test_the_same_content_gives_the_same_bytes_and_no_time_of_making():
    first, second = a_document().render(), a_document().render()
    assert first == second
    assert b"D:2026" not in first


def test_nothing_says_who_made_it(monkeypatch):
    monkeypatch.setenv("USER", "jannekedevries")
    pdf = a_document().render()
    assert b"janneke" not in pdf
    assert b"nonymous" not in pdf
    assert b"/Author (Kijkkamer)" in pdf


def test_the_letters_are_in_the_file():
    pdf = a_document().render()
    assert pdf.count(b"/FontFile2") == 3
    assert b"Literata" in pdf
    assert b"Atkinson" in pdf


@pytest.mark.parametrize(
    "text", ["<b>vet</b> & <img src='file:///etc/passwd'/>", "<", "]]>", "<para>", "a" * 4000, "regel een\nregel twee", "", "\x07"]
)
def test_what_is_put_in_is_text_and_never_mark_up(text):
    assert pages(a_document(2, text).render()) >= 1


def test_a_settings_file_in_the_home_folder_is_not_run(tmp_path):
    import os
    import subprocess
    import sys

    (tmp_path / ".reportlab_mods").write_text("import pathlib\npathlib.Path(__import__('os').environ['HOME'], 'ran').touch()\n")
    (tmp_path / ".reportlab_settings").write_text("import pathlib\npathlib.Path(__import__('os').environ['HOME'], 'ran').touch()\n")
    program = "from app.report.document import PaperDocument; PaperDocument('x', footer='y').render()"
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "HOME": str(tmp_path)})
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("is_together", [True, False])
def test_what_is_kept_together_is_on_one_page(is_together):
    document = PaperDocument("Register", footer="x")
    document.table(["Wat"], [["regel"]] * 20, [1])
    with document.together() if is_together else nullcontext():
        for _ in range(20):
            document.paragraph("Dit hoort bij elkaar.")
    second_page = [stream for stream in streams(document.render()) if b" Tj" in stream][1]
    assert (second_page.count(b" Tj") == 20 + 2) is is_together, "the paragraphs, the footer and the page number"


def test_making_paper_loads_nothing_that_reaches_a_network():
    import subprocess
    import sys

    program = (
        "import sys; from app.report.document import PaperDocument; PaperDocument('x', footer='y').render(); "
        "print([name for name in ('socket', 'ssl', 'http.client', 'urllib.request') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() == "[]"
