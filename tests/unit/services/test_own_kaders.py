"""Frames of one's own in the vault: written, saved as versions, taken over, given away, and what a moment keeps of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.common.errors import InputError, RefusedError
from app.common.paths import kijkkader_path
from app.common.progress import JobContext
from app.domain.kader_editing import new_cell, new_indicator, new_theme, with_cell, with_indicator, with_theme, without_indicator, without_theme
from app.domain.kijkkader import Indicator, Kader
from app.domain.words import Words
from app.services.moments import MomentDraft
from app.services.private_answers import Asked, QuietFrame
from app.services.session import Session
from tests.support.vaults import add_recording, new_vault

SHIPPED = kijkkader_path("kijkkader-samen.yaml")


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


@pytest.fixture
def other(tmp_path):
    session = Session(new_vault(tmp_path / "andere"))
    yield session
    session.lock()


def own_frame(session: Session) -> Kader:
    shipped = session.kijkkader.shipped()
    return session.own_kaders.save(session.own_kaders.start_copy(shipped.kader_id, shipped.version, "Ons kader").kader_id)


def with_new_indicator(session: Session, kader: Kader) -> tuple[Kader, Indicator]:
    words = Words("Nieuw")
    added = new_indicator(kader, kader.cells[0], session.own_kaders.ids_saved(kader.kader_id))
    added = replace(added, name=words, description=words, helps=words, chafes=words, questions=(words,))
    return with_indicator(kader, added), added


def test_copy_is_a_frame_of_its_own_with_everything_in_it(session):
    saved, shipped = own_frame(session), session.kijkkader.shipped()
    assert (saved.version, saved.name.nl) == ("1.0.0", "Ons kader")
    assert saved.kader_id.startswith("eigen-")
    assert (saved.cells, saved.dialogues, saved.scales) == (shipped.cells, shipped.dialogues, shipped.scales)
    assert (saved.glossary, saved.phases, saved.talk_parts) == (shipped.glossary, shipped.phases, shipped.talk_parts)
    assert session.own_kaders.drafts() == []
    assert session.kijkkader.current() == shipped


def test_moment_keeps_the_version_it_was_made_with_and_the_names_of_then(session):
    first = own_frame(session)
    session.kijkkader.use(first.kader_id)
    recording_id = add_recording(session._vault).recording_id
    moment = session.moments.add(MomentDraft(recording_id, 1000, indicators=("kk-101",)))
    draft = session.own_kaders.start_next(first.kader_id)
    renamed = with_indicator(draft, replace(draft.indicator("kk-101"), name=Words("Stil zijn")))
    session.own_kaders.change(without_indicator(renamed, "kk-102", session.own_kaders.ids_saved(first.kader_id)))
    second = session.own_kaders.save(first.kader_id)
    assert second.version == "1.1.0"
    assert second.indicator("kk-102").is_retired
    assert session.kijkkader.current() == second
    assert (moment.kader_id, moment.kader_version) == (first.kader_id, "1.0.0")
    assert session.kijkkader.for_moment(moment).indicator("kk-101").name.nl == "Ruimte en stilte"
    with pytest.raises(InputError, match="indicator_retired"):
        session.moments.add(MomentDraft(recording_id, 2000, indicators=("kk-102",)))
    assert session.moments.change(replace(moment, see="stil")).kader_version == "1.0.0"
    assert session.moments.change(replace(moment, indicators=("kk-101", "kk-103"))).kader_version == "1.1.0"


def test_shipped_version_stays_readable_after_the_program_brings_another(session, tmp_path):
    recording_id = add_recording(session._vault).recording_id
    moment = session.moments.add(MomentDraft(recording_id, 1000, indicators=("kk-101",)))
    folder = tmp_path / "later"
    folder.mkdir()
    later = SHIPPED.read_text("utf-8").replace('versie: "0.1.0"', 'versie: "0.2.0"').replace("Ruimte en stilte", "Stiltes")
    (folder / "kijkkader-samen.yaml").write_text(later, "utf-8")
    session.kijkkader._folder, session.kijkkader._shipped = folder, None
    session.kijkkader._read.clear()
    assert session.kijkkader.current().indicator("kk-101").name.nl == "Stiltes"
    assert session.kijkkader.for_moment(moment).indicator("kk-101").name.nl == "Ruimte en stilte"
    assert [each.version for each in session.kijkkader.versions("kijkkader-samen")] == ["0.1.0", "0.2.0"]
    assert [each.version for each in session.kijkkader.available()] == ["0.1.0", "0.2.0"]


def test_better_words_make_a_patch_and_another_shape_a_minor_version(session):
    first = own_frame(session)
    draft = session.own_kaders.start_next(first.kader_id)
    session.own_kaders.change(with_indicator(draft, replace(draft.indicator("kk-101"), helps=Words("Zo helpt het."))))
    assert session.own_kaders.save(first.kader_id).version == "1.0.1"
    session.own_kaders.change(with_new_indicator(session, session.own_kaders.start_next(first.kader_id))[0])
    assert session.own_kaders.save(first.kader_id).version == "1.1.0"


def test_ids_are_never_given_a_second_time(session):
    first = own_frame(session)
    draft, added = with_new_indicator(session, session.own_kaders.start_next(first.kader_id))
    session.own_kaders.change(draft)
    session.own_kaders.save(first.kader_id)
    draft = session.own_kaders.start_next(first.kader_id)
    draft = without_indicator(draft, added.indicator_id, session.own_kaders.ids_saved(first.kader_id))
    session.own_kaders.change(draft)
    session.own_kaders.save(first.kader_id)
    again = new_indicator(session.own_kaders.start_next(first.kader_id), draft.cells[0], session.own_kaders.ids_saved(first.kader_id))
    assert (added.indicator_id, again.indicator_id) == ("ei-1", "ei-2")


def test_saved_indicator_cannot_be_dropped_with_its_column_and_a_new_one_can(session):
    first = own_frame(session)
    draft = session.own_kaders.start_next(first.kader_id)
    saved = session.own_kaders.ids_saved(first.kader_id)
    with pytest.raises(InputError, match="kader_part_in_use"):
        without_theme(draft, "o5", saved)
    theme = new_theme(draft, "Rust")
    wider = with_theme(draft, theme)
    cell = new_cell(wider, "a1", theme.theme_id, saved)
    assert without_theme(with_cell(wider, cell), theme.theme_id, saved) == draft


def test_fresh_copy_may_lose_a_column_with_its_phases(session):
    shipped = session.kijkkader.shipped()
    draft = session.own_kaders.start_copy(shipped.kader_id, shipped.version, "Kleiner")
    session.own_kaders.change(without_theme(draft, "o5", session.own_kaders.ids_saved(draft.kader_id)))
    saved = session.own_kaders.save(draft.kader_id)
    assert [theme.theme_id for theme in saved.themes] == ["o1", "o2", "o3", "o4"]
    assert saved.phase("afronden").theme_ids == ()
    assert len(saved.indicators) == 35


def test_unfinished_draft_is_kept_but_not_saved_and_says_what_it_lacks(session):
    first = own_frame(session)
    draft = session.own_kaders.start_next(first.kader_id)
    empty = new_indicator(draft, draft.cells[2], session.own_kaders.ids_saved(first.kader_id))
    unfinished = with_indicator(draft, empty)
    session.own_kaders.change(unfinished)
    lacking = session.own_kaders.unfinished(unfinished)
    assert {each.part_key for each in lacking} == {empty.indicator_id}
    assert len(lacking) == 5
    with pytest.raises(InputError, match="kader_draft_unfinished"):
        session.own_kaders.save(first.kader_id)
    assert session.own_kaders.draft(first.kader_id) == unfinished


def test_every_change_of_a_draft_can_be_undone_and_done_again(session):
    draft = session.own_kaders.start_copy("kijkkader-samen", "0.1.0", "Ons kader")
    session.own_kaders.change(replace(draft, name=Words("Anders")))
    session.own_kaders.drop(draft.kader_id)
    assert session.own_kaders.drafts() == []
    assert session.undo.undo()
    assert session.own_kaders.draft(draft.kader_id).name.nl == "Anders"
    assert session.undo.undo()
    assert session.own_kaders.draft(draft.kader_id).name.nl == "Ons kader"
    while session.undo.redo():
        pass
    assert session.own_kaders.drafts() == []


def test_draft_is_still_there_after_the_shutters_closed(tmp_path):
    vault = new_vault(tmp_path / "kluis")
    session = Session(vault)
    draft = session.own_kaders.start_copy("kijkkader-samen", "0.1.0", "Ons kader")
    assert Session(vault).own_kaders.drafts() == [draft]
    session.lock()


@pytest.mark.parametrize("number", [0, 1])
def test_any_version_goes_elsewhere_as_a_file_and_is_the_same_there(session, other, tmp_path: Path, number: int):
    first = own_frame(session)
    draft = session.own_kaders.start_next(first.kader_id)
    session.own_kaders.change(with_indicator(draft, replace(draft.indicator("kk-101"), is_retired=True)))
    version = (first, session.own_kaders.save(first.kader_id))[number]
    session.own_kaders.export(first.kader_id, version.version, tmp_path / "kader.yaml")
    assert other.own_kaders.take_over(other.own_kaders.read_file(tmp_path / "kader.yaml", JobContext()))
    assert other.kijkkader.version(version.kader_id, version.version) == version
    assert not other.own_kaders.take_over(other.own_kaders.read_file(tmp_path / "kader.yaml", JobContext()))
    other.own_kaders.export(version.kader_id, version.version, tmp_path / "terug.yaml")
    assert (tmp_path / "terug.yaml").read_bytes() == (tmp_path / "kader.yaml").read_bytes()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_filled_in_template_becomes_a_frame(session, tmp_path: Path, suffix: str):
    path = tmp_path / f"sjabloon.{suffix}"
    session.own_kaders.write_template(path, "Ons kader")
    read = session.own_kaders.read_file(path, JobContext())
    assert read.mistakes == ()
    assert session.own_kaders.take_over(read)
    session.kijkkader.use(read.kader.kader_id)
    current = session.kijkkader.current()
    assert (current.name.nl, current.version, len(current.indicators), len(current.start_set)) == ("Ons kader", "1.0.0", 40, 11)
    assert current.dialogues.alone.steps
    assert len(session.own_kaders.start_next(current.kader_id).cells) == 11


def test_taking_over_holds_a_file_against_the_versions_that_are_there(session, tmp_path: Path):
    first = own_frame(session)
    session.own_kaders.export(first.kader_id, "1.0.0", tmp_path / "kader.yaml")
    text = (tmp_path / "kader.yaml").read_text("utf-8").replace("versie: 1.0.0", "versie: 1.1.0").replace("id: kk-103", "id: kk-999")
    (tmp_path / "kader.yaml").write_text(text, "utf-8")
    read = session.own_kaders.read_file(tmp_path / "kader.yaml", JobContext())
    assert [each.path for each in read.mistakes] == ["vakken"]
    assert "'kk-103' stond in versie 1.0.0" in read.mistakes[0].message
    with pytest.raises(RefusedError, match="kader_invalid"):
        session.own_kaders.take_over(read)


def test_file_cannot_pass_for_the_frame_of_the_program(session, tmp_path: Path):
    text = SHIPPED.read_text("utf-8").replace('versie: "0.1.0"', 'versie: "0.9.0"')
    (tmp_path / "kader.yaml").write_text(text, "utf-8")
    with pytest.raises(RefusedError, match="kader_id_shipped"):
        session.own_kaders.take_over(session.own_kaders.read_file(tmp_path / "kader.yaml", JobContext()))
    with pytest.raises(InputError, match="kader_id_shipped"):
        session.own_kaders.start_next("kijkkader-samen")


def test_recording_may_have_a_frame_of_its_own(session):
    own = own_frame(session)
    first, second = (add_recording(session._vault).recording_id for _ in range(2))
    session.kijkkader.use_for(first, own.kader_id)
    assert session.moments.add(MomentDraft(first, 0)).kader_id == own.kader_id
    assert session.moments.add(MomentDraft(second, 0)).kader_id == "kijkkader-samen"
    assert session.looking_back.go_to(first, "kiezen").kader_id == own.kader_id
    asked = Asked(first, QuietFrame.SELF_INQUIRY, "z1", "Wat raakte je?")
    session.private_answers.write(asked, "Dat hij zweeg")
    assert [each.kader_id for each in session.private_answers.of_recording(first)] == [own.kader_id]
    assert [each.kader_id for each in session.kijkkader.all_in_use()] == ["kijkkader-samen", own.kader_id]
    session.kijkkader.use(own.kader_id)
    session.kijkkader.use_for(first, "kijkkader-samen")
    assert session.kijkkader.current(first).kader_id == "kijkkader-samen"
    assert session.kijkkader.current(second).kader_id == own.kader_id
    session.kijkkader.use_for(first, None)
    assert session.kijkkader.current(first).kader_id == own.kader_id
    with pytest.raises(InputError, match="kader_unknown"):
        session.kijkkader.use("er-niet")


def test_frame_without_ways_of_looking_back_gets_those_of_the_program(session, tmp_path: Path):
    text = SHIPPED.read_text("utf-8").replace("id: kijkkader-samen", "id: kort-kader")
    cut = text[: text.index("\ndialoog:") + 1] + text[text.index("\nbegrippen:") + 1 :]
    (tmp_path / "kort.yaml").write_text(cut, "utf-8")
    session.own_kaders.take_over(session.own_kaders.read_file(tmp_path / "kort.yaml", JobContext()))
    assert session.kijkkader.version("kort-kader", "0.1.0").dialogues.alone.steps == ()
    session.kijkkader.use("kort-kader")
    assert session.kijkkader.current().dialogues == session.kijkkader.shipped().dialogues
    assert session.kijkkader.current().self_inquiry.questions
