"""Consent, withdrawal, retention and the register on a real vault."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.anonymise.render import RenderedClip
from app.anonymise.second_look import SecondLook
from app.common.errors import AppError, InputError, RefusedError, SystemProblem
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, approve
from app.domain.consent import AgeGroup, Purpose
from app.error_texts import error_text
from app.services.consent_words import ROLES, verdict_sentence
from app.services.moments import MomentDraft
from app.services.session import Session
from app.vault.media_store import MediaRole
from app.vault.vault import Vault
from tests.support.consents import EVERYTHING, a_person, everybody_agrees
from tests.support.vaults import PASSPHRASE, a_fragment, a_moment, add_clip, add_recording, new_vault

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NONE = "0" * 32


@pytest.fixture
def vault(tmp_path):
    opened = new_vault(tmp_path / "kluis")
    yield opened
    opened.close()


@pytest.fixture
def session(vault):
    made = Session(vault)
    made.consent._now = made.retention._now = lambda: NOW
    return made


def refused(call, *arguments, **options):
    with pytest.raises(AppError) as caught:
        call(*arguments, **options)
    return caught.value


def with_everything(vault, session):
    """A recording with a fragment, a copy that was saved, moments and a picture."""
    recording = add_recording(vault)
    everybody_agrees(session, recording.recording_id)
    fragment = a_fragment(recording.recording_id)
    vault.fragments.add(fragment)
    clip = add_clip(vault, fragment.fragment_id)
    vault.add_derived(recording.recording_id, MediaRole.PICTURES, b"beeldje")
    words = {"see": "Moeder huilt.", "next": "Jongere loopt weg.", "then": "Ik schrok.", "now": "Ik zou wachten."}
    vault.moments.add(a_moment(recording.recording_id, **words))
    vault.moments.add(a_moment(recording.recording_id, see="Stilte.", next=""))
    vault.moments.add(a_moment(recording.recording_id, see="", next=""))
    return recording, fragment, clip


def test_people_are_kept_in_order_and_a_role_is_one_person(vault, session):
    recording_id = add_recording(vault).recording_id
    full = a_person(
        "jongere",
        AgeGroup.TWELVE_TO_15,
        purposes=frozenset({Purpose.OWN}),
        refused=frozenset({Purpose.TEAM}),
        given_by=("zelf", "ouder1"),
        required_from=("ouder1", "ouder2"),
        authority_checked="beiden gevraagd",
        asked_after=date(2026, 11, 13),
        asked_showing=date(2026, 11, 14),
        until=date(2027, 1, 1),
        has_interpreter=True,
    )
    session.consent.set_person(recording_id, a_person("moeder"))
    session.consent.set_person(recording_id, full)
    session.consent.set_person(recording_id, a_person("Moeder", purposes=frozenset()))
    assert session.consent.persons(recording_id) == [a_person("Moeder", purposes=frozenset()), full]
    assert session.consent.person(recording_id, " JONGERE ") == full
    other_id = add_recording(vault, b"2").recording_id
    session.consent.set_person(other_id, a_person("vader"))
    everybody = session.consent.everybody()
    assert {known: list(people) for known, people in everybody.items()} == {each: session.consent.persons(each) for each in (recording_id, other_id)}
    session.consent.remove_person(recording_id, "moeder")
    assert session.consent.persons(recording_id) == [full]
    assert session.consent.verdict(recording_id, Purpose.OWN).who == ("ouder2",)


def test_consent_is_still_there_after_the_shutters_closed(vault, session, tmp_path):
    recording_id = add_recording(vault).recording_id
    session.consent.set_person(recording_id, a_person())
    vault.close()
    again = Session(Vault.open(tmp_path / "kluis", PASSPHRASE))
    assert again.consent.persons(recording_id) == [a_person()]
    again.lock()


@pytest.mark.parametrize("call", ["persons", "verdicts", "reach"])
def test_an_unknown_recording_is_said(session, call):
    assert refused(getattr(session.consent, call), NONE).code == "unknown_id"


def test_too_many_people_are_refused_and_the_same_ones_may_answer_again(vault, session):
    recording_id = add_recording(vault).recording_id
    for number in range(20):
        session.consent.set_person(recording_id, a_person(f"rol {number}"))
    assert refused(session.consent.set_person, recording_id, a_person("nog een")).code == "people_too_many"
    session.consent.set_person(recording_id, a_person("rol 3", purposes=frozenset()))
    assert len(session.consent.persons(recording_id)) == 20


@pytest.mark.parametrize("purpose", Purpose)
def test_what_is_missing_is_said_with_whose_answer_it_is(vault, session, purpose):
    recording_id = add_recording(vault).recording_id
    nobody = refused(session.consent.require, recording_id, purpose)
    assert isinstance(nobody, RefusedError)
    assert (nobody.code, nobody.details["purpose"], nobody.details["who"]) == ("consent_missing", purpose.value, "")
    session.consent.set_person(recording_id, a_person("jongere", AgeGroup.TWELVE_TO_15, required_from=("vader",)))
    assert "Vader heeft nog geen ja gezegd." in error_text(refused(session.consent.require, recording_id, purpose))
    session.consent.set_person(recording_id, a_person("jongere", purposes=EVERYTHING - {purpose}, refused=frozenset({purpose})))
    assert "Jongere zei nee." in error_text(refused(session.consent.require, recording_id, purpose))
    session.consent.set_person(recording_id, a_person("jongere", until=NOW.date() - timedelta(days=1)))
    assert "Het ja van jongere is voorbij." in error_text(refused(session.consent.require, recording_id, purpose))
    session.consent.set_person(recording_id, a_person("jongere", until=NOW.date()))
    session.consent.require(recording_id, purpose)
    assert verdict_sentence(session.consent.verdict(recording_id, purpose)) == "Iedereen heeft ja gezegd."


def test_no_way_goes_round_the_gate(vault, session, tmp_path):
    recording, fragment, clip = with_everything(vault, session)
    recording_id = recording.recording_id
    own = [
        lambda: session.playback.open_recording(recording_id),
        lambda: session.playback.still(recording_id, 0),
        lambda: session.recordings.thumbnails(recording_id),
    ]
    team = [
        lambda: session.playback.open_clip(clip.clip_id, JobContext()),
        lambda: session.playback.clip_thumbnails(clip.clip_id, JobContext()),
        lambda: session.anonymise.save_clip(clip.clip_id, tmp_path / "x.mp4", JobContext()),
        lambda: session.anonymise.make_clip(_Plan(fragment.fragment_id), "jij", JobContext()),
        lambda: session.anonymise.make_unreviewed_clip(_Plan(fragment.fragment_id), JobContext()),
    ]
    for gated, purpose in ((own, Purpose.OWN), (team, Purpose.TEAM)):
        session.consent.set_person(recording_id, a_person("moeder", purposes=EVERYTHING - {purpose}))
        assert [refused(call).details.get("purpose") for call in gated] == [purpose.value] * len(gated)
    everybody_agrees(session, recording_id)
    session.retention.move_to_bin(recording_id)
    binned = [*own, *team, lambda: session.anonymise.detect(fragment.fragment_id, JobContext())]
    assert {refused(call).code for call in binned} == {"recording_in_bin"}
    assert not (tmp_path / "x.mp4").exists()


class _Plan:
    """Only its fragment is looked at before the gate."""

    def __init__(self, fragment_id):
        self.fragment_id = fragment_id


def test_withdrawal_says_what_it_reaches_and_erases_it(vault, session, tmp_path):
    other = add_recording(vault, b"ander")
    recording, fragment, clip = with_everything(vault, session)
    session.anonymise.save_clip(clip.clip_id, tmp_path / "uit.mp4", JobContext())
    told = []
    session.changes.subscribe(told.append)
    reach = session.consent.reach(recording.recording_id)
    assert (reach.title, reach.fragments, reach.clips, len(reach.moments), reach.pictures) == (
        "Regenboog",
        (fragment.fragment_id,),
        (clip.clip_id,),
        3,
        1,
    )
    assert [(copy.clip_id, copy.sha256) for copy in reach.saved_copies] == [(clip.clip_id, clip.sha256)]

    erased = session.consent.withdraw(recording.recording_id, "MOEDER", keep_notes=True)
    assert erased == replace(reach, notes_kept=1)
    assert [each.recording_id for each in vault.recordings.list()] == [other.recording_id]
    assert (vault.fragments.list(), vault.clips.list(), vault.moments.list()) == ([], [], [])
    assert len(list((tmp_path / "kluis" / "media").rglob("*.media"))) == 1
    assert any(change.recordings and change.consents for change in told)
    (note,) = session.retention.notes()
    assert (note.see, note.next, note.then, note.now) == ("", "", "Ik schrok.", "Ik zou wachten.")
    assert (tmp_path / "uit.mp4").exists(), "what went out is not in our power"
    events = [line["event"] for line in vault.log.list()]
    assert events[-3:] == ["consent_withdrawn", "notes_kept", "recording_destroyed"]


def test_a_copy_that_went_out_is_known_after_its_clip_is_gone(vault, session, tmp_path):
    recording, fragment, clip = with_everything(vault, session)
    session.anonymise.save_clip(clip.clip_id, tmp_path / "uit.mp4", JobContext())
    session.fragments.remove(fragment.fragment_id)
    assert [copy.clip_id for copy in session.consent.reach(recording.recording_id).saved_copies] == [clip.clip_id]


def test_withdrawal_by_nobody_erases_nothing(vault, session):
    recording, _, _ = with_everything(vault, session)
    before = len(vault.log.list())
    assert refused(session.consent.withdraw, recording.recording_id, "opa", keep_notes=False).code == "person_unknown"
    assert (len(vault.log.list()), len(vault.recordings.list())) == (before, 1)


def test_notes_kept_when_the_time_is_over_hold_all_four_answers_and_lead_nowhere(vault, session):
    recording, _, _ = with_everything(vault, session)
    assert session.retention.destroy([recording.recording_id], ground="retention", keep_notes=True) == 2
    notes = session.retention.notes()
    assert {(note.see, note.then) for note in notes} == {("Moeder huilt.", "Ik schrok."), ("Stilte.", "")}
    assert all(recording.recording_id not in str(vars(note)) and "Regenboog" not in str(vars(note)) for note in notes)
    assert all(recording.recording_id not in str(line) for line in vault.log.list() if line["event"] == "notes_kept")
    session.retention.remove_note(notes[0].note_id)
    assert session.retention.notes() == notes[1:]
    assert refused(session.retention.remove_note, notes[0].note_id).code == "unknown_id"


def test_destroying_one_that_is_not_there_destroys_none(vault, session):
    recording = add_recording(vault)
    with pytest.raises(InputError):
        session.retention.destroy([recording.recording_id, NONE], ground="user", keep_notes=False)
    assert vault.recordings.list() == [recording]


def test_the_register_holds_nothing_that_was_typed(vault, session):
    recording, _, _ = with_everything(vault, session)
    typed = {"role": "Fatima uit Assen", "given_by": ("tante Annie",), "authority_checked": "bij de griffie van Zwolle"}
    session.consent.set_person(
        recording.recording_id, a_person(typed["role"], given_by=typed["given_by"], authority_checked=typed["authority_checked"])
    )
    session.consent.remove_person(recording.recording_id, typed["role"])
    session.consent.set_person(recording.recording_id, a_person("vader", AgeGroup.TWELVE_TO_15, given_by=("vader", "Ouder1")))
    session.consent.withdraw(recording.recording_id, "vader", keep_notes=True)
    written = str(vault.log.list()) + str(session.registers.lines())
    assert not [word for word in ("Fatima", "Assen", "Annie", "Zwolle", "Regenboog", "schrok", "K-12") if word in written]
    by = [line["by"] for line in vault.log.list() if line["event"] == "consent_set"]
    assert by[-2:] == ["anders", "zelf,ouder1"]


def test_the_fixed_roles_are_roles():
    assert len(ROLES) == len(set(ROLES))
    assert all(role == role.casefold() for role in ROLES)


def test_a_list_of_consents_comes_back_whole_or_not_at_all(vault, session, tmp_path):
    first, second = add_recording(vault), add_recording(vault, b"2")
    everybody_agrees(session, first.recording_id)
    session.consent.set_person(second.recording_id, a_person("=kind", AgeGroup.UNDER_TWELVE, given_by=("ouder1",)))
    assert session.consent.export_csv(tmp_path / "lijst.csv") == 3
    known = [session.consent.persons(each.recording_id) for each in (first, second)]
    for each in (first, second):
        for person in session.consent.persons(each.recording_id):
            session.consent.remove_person(each.recording_id, person.role)
    assert session.consent.import_csv(tmp_path / "lijst.csv") == 3
    assert [session.consent.persons(each.recording_id) for each in (first, second)] == known

    session.consent.remove_person(first.recording_id, "werker")
    content = (tmp_path / "lijst.csv").read_text("utf-8-sig").replace(second.recording_id, NONE)
    (tmp_path / "vreemd.csv").write_text(content, "utf-8")
    assert refused(session.consent.import_csv, tmp_path / "vreemd.csv").code == "unknown_id"
    assert [person.role for person in session.consent.persons(first.recording_id)] == ["moeder"]
    assert refused(session.consent.import_csv, tmp_path / "weg.csv").code == "file_unreadable"
    assert refused(session.consent.export_csv, tmp_path / "lijst.csv").code == "file_exists"


def test_changes_are_told_when_they_are_durable_and_never_when_they_were_rolled_back(vault, session, tmp_path):
    recording_id = add_recording(vault).recording_id
    everybody_agrees(session, recording_id)
    session.consent.export_csv(tmp_path / "lijst.csv")
    told = []
    session.changes.subscribe(lambda changes: told.append((changes, vault._parts.database.is_in_transaction)))
    content = (tmp_path / "lijst.csv").read_text("utf-8-sig")
    lines = content.splitlines(keepends=True)
    (tmp_path / "vreemd.csv").write_text(lines[0] + lines[1] + lines[2].replace(recording_id, NONE), "utf-8")
    assert refused(session.consent.import_csv, tmp_path / "vreemd.csv").code == "unknown_id"
    assert told == []
    session.consent.withdraw(recording_id, "moeder", keep_notes=False)
    assert [(changes.destroyed, is_inside) for changes, is_inside in told] == [(True, False)]


def test_the_bin_hides_what_was_made_of_a_recording_until_it_is_taken_back(vault, session):
    recording, fragment, _ = with_everything(vault, session)
    other = add_recording(vault, b"ander")
    vault.moments.add(a_moment(other.recording_id, see="Moeder lacht."))
    session.retention.move_to_bin(recording.recording_id)
    assert session.fragments.list() == []
    assert [moment.see for moment in session.moments.list(search="moeder")] == ["Moeder lacht."]
    assert [each.fragment_id for each in session.fragments.list(recording.recording_id)] == [fragment.fragment_id]
    session.retention.take_back(recording.recording_id)
    assert len(session.moments.list(search="moeder")) == 2


def test_what_is_destroyed_cannot_come_back_by_undo_nor_stay_in_memory(vault, session):
    recording = add_recording(vault)
    moment = session.moments.add(MomentDraft(recording.recording_id, 1000, see="Moeder huilt."))
    session.moments.remove(moment.moment_id)
    assert session.undo.can_undo
    session.recordings.delete(recording.recording_id)
    assert not session.undo.can_undo
    assert not session.undo.can_redo


def test_a_copy_that_was_being_kept_while_somebody_took_back_their_yes_does_not_stay_behind(vault, session, monkeypatch):
    recording, fragment, _ = with_everything(vault, session)
    keep = vault.media.add

    def keep_and_withdraw(*arguments, **options):
        stored = keep(*arguments, **options)
        session.consent.withdraw(recording.recording_id, "moeder", keep_notes=False)
        return stored

    monkeypatch.setattr(vault.media, "add", keep_and_withdraw)
    session.consent.set_person(recording.recording_id, a_person("moeder"))
    plan = AnonymisePlan(fragment.fragment_id, fragment.range, 64, 64, (0,), ())
    with pytest.raises(InputError):
        session.anonymise._keep(approve(plan, "ik", NOW), RenderedClip(b"gezicht" * 100, "0" * 64, 1000, 1, has_sound=False), SecondLook(1, ()))
    assert vault.media.rows() == []
    assert list((vault.folder / "media").rglob("*.media")) == []


def test_no_copy_goes_out_of_which_the_register_does_not_know(vault, session, tmp_path):
    _, _, clip = with_everything(vault, session)
    place = tmp_path / "uit.mp4"
    vault.settings.set("copy_being_saved", str(place))
    database = vault._parts.database
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    while refused_by_full_disk(lambda: vault.log.add("vault_checked", vault.vault_id, damaged=0)) is None:
        pass
    assert refused(session.anonymise.save_clip, clip.clip_id, place, JobContext()).code == "disk_became_full"
    assert list(tmp_path.glob("*uit.mp4*")) == []


def refused_by_full_disk(call):
    try:
        call()
    except SystemProblem as problem:
        return problem
    return None
