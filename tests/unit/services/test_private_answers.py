"""Self-inquiry: only for the eyes of the worker until one answer is shared, and even then in nothing that leaves the vault."""

import pytest

from app.cli.main import run
from app.common.errors import InputError
from app.common.progress import JobContext
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.search import TextFilter
from app.services.private_answers import Asked, QuietFrame
from app.services.session import Session
from app.vault import opening
from app.vault.vault import Vault
from tests.support.backups import put_back
from tests.support.marked_words import OF_RECORDING, PRIVATE, mark, plant
from tests.support.source_tree import ROOT
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_clip, add_recording, cheap_kdf, new_vault

MARK = "Veenpluis raakt mij hier"
"""Stands in every answer, and nowhere else."""
READERS = {
    "app/services/private_answers.py": "the one service",
    "app/services/session.py": "makes it",
    "app/vault/vault.py": "has the table",
}
"""Who may touch the answers; screens of the worker come on top, see `SCREENS`."""
SCREENS = "app/ui/growth/"


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


@pytest.fixture
def recording_id(session):
    return add_recording(session._vault).recording_id


def ask(recording_id, number=1, frame=QuietFrame.SELF_INQUIRY):
    return Asked(recording_id, frame, f"sz-{number}", "Wat gebeurt er bij mij in dit contact?")


def test_an_answer_is_private_until_it_is_shared_and_only_that_one(session, recording_id):
    for number in (1, 2):
        session.private_answers.write(ask(recording_id, number), f"{MARK} {number}")
    assert session.private_answers.shared(recording_id) == []
    session.private_answers.share(ask(recording_id, 1))
    assert [each.text for each in session.private_answers.shared(recording_id)] == [f"{MARK} 1"]
    session.private_answers.take_back(ask(recording_id, 1))
    assert session.private_answers.shared(recording_id) == []
    assert len(session.private_answers.of_recording(recording_id)) == 2


def test_other_words_than_were_shared_are_private_again(session, recording_id):
    session.private_answers.write(ask(recording_id), "een")
    session.private_answers.share(ask(recording_id))
    session.private_answers.write(ask(recording_id), "een")
    assert len(session.private_answers.shared(recording_id)) == 1
    session.private_answers.write(ask(recording_id), "een en meer")
    assert session.private_answers.shared(recording_id) == []


def test_sharing_and_writing_can_be_taken_back(session, recording_id):
    session.private_answers.write(ask(recording_id), "een")
    session.private_answers.share(ask(recording_id))
    session.undo.undo()
    assert session.private_answers.shared(recording_id) == []
    session.undo.redo()
    assert len(session.private_answers.shared(recording_id)) == 1
    session.private_answers.write(ask(recording_id), "")
    assert session.private_answers.of_recording(recording_id) == []
    session.undo.undo()
    assert session.private_answers.of_recording(recording_id)[0].text == "een"


def test_nothing_in_place_of_nothing_is_no_step_to_take_back(session, recording_id):
    session.private_answers.write(ask(recording_id), "  ")
    assert not session.undo.can_undo


def test_a_choice_alone_is_an_answer_and_nothing_cannot_be_shared(session, recording_id):
    solo = ask(recording_id, frame=QuietFrame.TOGETHER_OR_SOLO)
    session.private_answers.write(solo, "", "soms")
    assert session.private_answers.of_recording(recording_id)[0].choice == "soms"
    with pytest.raises(InputError, match="unknown_id"):
        session.private_answers.share(ask(recording_id, 8))


def test_only_the_worker_s_own_screen_asks_for_the_answers():
    sources = [path.relative_to(ROOT) for path in (ROOT / "app").rglob("*.py") if ".private_answers" in path.read_text("utf-8")]
    asking = {str(path.as_posix()) for path in sources}
    assert {path for path in asking if not path.startswith(SCREENS)} == set(READERS)
    assert not [path for path in (ROOT / "app").rglob("*.py") if "private_answers" in path.read_text("utf-8") and path.parts[-2] in ("cli", "report")]


def test_no_way_out_takes_an_answer_along_not_even_a_shared_one(session, recording_id, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(opening, "policy", cheap_kdf)
    for number in range(1, 9):
        session.private_answers.write(ask(recording_id, number), f"{MARK} {number}")
        session.private_answers.share(ask(recording_id, number))
    plant(session, recording_id)
    session._vault.moments.add(a_moment(recording_id))
    fragment = a_fragment(recording_id)
    session._vault.fragments.add(fragment)
    clip = add_clip(session._vault, fragment.fragment_id)
    session.consent.set_person(recording_id, PersonConsent("moeder", AgeGroup.ADULT, frozenset(Purpose), given_by=("zelf",)))
    out = tmp_path / "uit"
    out.mkdir()
    session.registers.export_csv(out / "logboek.csv")
    session.registers.export_pdf(out / "logboek.pdf")
    session.consent.export_csv(out / "toestemming.csv")
    session.anonymise.save_clip(clip.clip_id, out / "kopie.mp4", JobContext())
    for number, frame in enumerate(session.kijkkader.available()):
        session.own_kaders.export(frame.kader_id, frame.version, out / f"kader-{number}.yaml")
        session.own_kaders.export(frame.kader_id, frame.version, out / f"kader-{number}.csv")
    told = [str(session.moments.list()), str(session.moments.list(search=MARK)), str(session.fragments.list()), str(session.recordings.list())]
    told += [str(session.events()), str(session.facts()), str(session._vault.clips.get(clip.clip_id).report), str(session.retention.notes())]
    told += [str(session.search.find("", TextFilter())), str(session.collections.list()), str(session.chapters.list(recording_id))]
    assert session.moments.recordings_with("Veenpluis") == set()
    session.lock()
    (tmp_path / "wachtzin").write_text(PASSPHRASE + "\n")
    listings = (
        *(("recording", "list"), ("moment", "list"), ("fragment", "list"), ("vault", "log"), ("vault", "info"), ("vault", "check")),
        *(("retention", "list"), ("retention", "notes"), ("consent", "list", "--recording", recording_id), ("kader", "list")),
        *(("transcript", "show", "--recording", recording_id), ("moment", "list", "--search", "Veenpluis")),
    )
    for words in listings:
        code = run([*words, "--vault", str(tmp_path / "kluis"), "--passphrase-file", str(tmp_path / "wachtzin"), "--json"])
        assert code == 0, words
    told.append("".join(capsys.readouterr()))
    assert "Moeder schuift haar stoel" in told[-1]
    files = {path.name: path.read_bytes() for path in out.iterdir()}
    assert len(files) == 4 + 2 * 2
    assert [name for name in files if mark("kaderoud").encode() in files[name]]
    # Of what is thought of the recording and the worker no list tells either; of the rest only a list in the vault does, and no file.
    quiet = ["Veenpluis", *map(mark, PRIVATE | {"voorspeld", "anders", "teruggezien", "oordeel", "getypt", "weggehaald"})]
    assert [word for word in quiet if any(word in text for text in told)] == []
    assert [(name, word) for name, content in files.items() for word in [*quiet, *map(mark, OF_RECORDING)] if word.encode() in content] == []


def test_notes_that_stay_have_no_answer_in_them_and_the_rows_are_gone(session, recording_id):
    session.private_answers.write(ask(recording_id), MARK)
    session.private_answers.share(ask(recording_id))
    session._vault.moments.add(a_moment(recording_id, then="ik dacht even niets"))
    session.retention.destroy([recording_id], ground="user", keep_notes=True)
    assert len(session.retention.notes()) == 1
    assert MARK not in str(session.retention.notes())
    assert session._vault._parts.database.rows("SELECT * FROM private_answers") == []


def test_a_back_up_is_the_vault_itself_and_brings_them_back_as_private_as_they_were(session, recording_id, tmp_path):
    session.private_answers.write(ask(recording_id, 1), MARK)
    session.private_answers.write(ask(recording_id, 2), MARK)
    session.private_answers.share(ask(recording_id, 2))
    (tmp_path / "stick").mkdir()
    session._vault.back_up(tmp_path / "stick", JobContext())
    assert not [path for path in (tmp_path / "stick").rglob("*") if path.is_file() and b"Veenpluis" in path.read_bytes()]
    (folder,) = (tmp_path / "stick").iterdir()
    put_back(folder, tmp_path / "terug")
    restored = Session(Vault.open(tmp_path / "terug", PASSPHRASE))
    assert len(restored.private_answers.of_recording(recording_id)) == 2
    assert [each.question_id for each in restored.private_answers.shared(recording_id)] == ["sz-2"]
    restored.lock()
