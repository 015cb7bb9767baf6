"""Z3: words that mean something to SQL, a spreadsheet, a terminal or a text engine are only words. Qt: tests/architecture/test_rich_text.py."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest

from app.common.errors import AppError, InputError
from app.common.ids import FragmentId, RecordingId
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.consent_csv import ConsentRow, csv_bytes, read_consents, write_consents
from app.services.session import Session
from app.vault.vault import Vault
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_recording, new_vault

HOSTILE = [
    "'; DROP TABLE media; --",
    '" OR 1=1 --',
    "%_%' ESCAPE '",
    "NEAR(\"a\" 'b') * ^ : AND OR NOT",
    '"""',
    '=HYPERLINK("//evil/x")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\u202egnirts\u202c rechts naar links",
    "nul\u200bbreedte\u200d\ufeff",
    "\x1b[2J\x1b]0;titel\x07",
    "<img src=file:///etc/passwd>",
    "{0.__class__}%s%(x)s${x}",
    "../../etc/passwd",
    "CON.txt:stroom",
    "\U0001f469\u200d\U0001f467 e\u0301 \u00e9",
]


def test_strange_words_come_back_as_they_were_typed_and_do_nothing(tmp_path, tally):
    vault = new_vault(tmp_path / "kluis")
    recordings = {words: add_recording(vault, b"film", title=words) for words in HOSTILE}
    for words, recording in recordings.items():
        vault.moments.add(a_moment(recording.recording_id, see=words, next=words, who=(words,), indicators=(words,)))
        vault.fragments.add(a_fragment(recording.recording_id, fragment_id=FragmentId(uuid4().hex), question=words))
        vault.settings.set(words, words)
    vault.close()
    vault = Vault.open(tmp_path / "kluis", PASSPHRASE)
    assert {recording.title for recording in vault.recordings.list()} == set(HOSTILE)
    assert [moment.see for moment in vault.moments.list()] == [moment.next for moment in vault.moments.list()]
    assert {moment.see for moment in vault.moments.list()} == set(HOSTILE)
    assert all(vault.settings.get(words) == words for words in HOSTILE)
    session = Session(vault)
    for words in HOSTILE:  # searching for them is no query of theirs
        found = session.moments.list(search=words)
        assert len(found) < len(HOSTILE)
    session.lock()
    tally("Z3", len(HOSTILE), "vreemde teksten in titel, moment, vraag, instelling en zoekveld", outcome="met gevolg")


@pytest.mark.parametrize("words", ["x'; DROP TABLE media", "0" * 31, "0" * 33, "../" + "0" * 29, "A" * 32, "\u0660" * 32, ""])
def test_an_id_that_is_none_is_refused_before_it_reaches_a_query(tmp_path, words):
    vault = new_vault(tmp_path / "kluis")
    session = Session(vault)
    with pytest.raises(AppError):
        session.recordings.get(RecordingId(words))
    session.lock()


def test_no_cell_of_a_list_is_a_formula_and_reading_it_gives_the_words_back(tally):
    rows = [[words.replace("\n", " ") for words in HOSTILE]]
    (cells,) = csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig")), delimiter=";")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    recording_id, kept, refused = RecordingId("0" * 32), 0, 0
    for words in HOSTILE:
        try:
            person = PersonConsent(words[:40], AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",), asked_before=date(2026, 11, 12))
        except InputError:
            refused += 1
            continue
        assert read_consents(write_consents([ConsentRow(recording_id, person)])) == [ConsentRow(recording_id, person)]
        kept += 1
    assert kept > 5
    tally("Z3", len(cells), f"cellen voor een rekenblad ({kept} gaan heen en terug, {refused} als rol geweigerd)", outcome="een formule")
