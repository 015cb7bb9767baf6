from dataclasses import replace

import pytest

from app.common.errors import InputError
from app.common.ids import RecordingId
from app.common.progress import JobContext
from app.domain.anonymise_plan import AnonymisePlan, Track
from app.domain.consent import AgeGroup, PersonConsent, Purpose
from app.domain.found_name import FoundName, NameKind
from app.domain.own_word import MAX_OWN_WORDS, OwnWord
from app.domain.timecode import TimeRange
from app.domain.transcript import Transcript, TranscriptOrigin, Turn, Word, spread, without_range
from app.services.session import Session
from app.transcript.recogniser import is_recogniser_installed
from app.vault.vault import Vault
from tests.support.backups import put_back
from tests.support.source_tree import ROOT
from tests.support.spoken_clips import spoken_clip
from tests.support.vaults import PASSPHRASE, add_recording, new_vault

OWN = (OwnWord("Jesse"), OwnWord("De Wissel", "school"))


@pytest.fixture
def session(tmp_path):
    session = Session(new_vault(tmp_path / "kluis"))
    yield session
    session.lock()


@pytest.fixture
def recording_id(session):
    return add_recording(session._vault).recording_id


def a_transcript(recording_id, *turns):
    return Transcript(recording_id, turns, TranscriptOrigin.TYPED)


def timed(speaker, *words):
    return Turn(speaker, tuple(Word(text, from_ms, to_ms) for text, from_ms, to_ms in words))


def prepare(session, recording_id):
    turns = (
        timed("Moeder", ("Ja,", 10_000, 10_300), ("Jesse", 10_400, 10_900), ("wilde", 11_000, 11_300)),
        spread("A", "Hij gaat naar De Wissel.", TimeRange(15_000, 18_000)),
        timed("Moeder", ("Jesse", 40_000, 40_500)),
    )
    session.transcripts.save(a_transcript(recording_id, *turns))
    session.names.set_own_words(recording_id, OWN)
    return session.fragments.add(recording_id, TimeRange(10_000, 20_000))


def plan_of(fragment, *tracks):
    return AnonymisePlan(fragment.fragment_id, fragment.range, 100, 100, (0,), tracks)


def test_a_transcript_and_own_words_come_back_and_go_with_the_recording(session, recording_id):
    assert session.transcripts.get(recording_id) is None
    prepare(session, recording_id)
    transcript = session.transcripts.get(recording_id)
    assert [turn.text for turn in transcript.turns] == ["Ja, Jesse wilde", "Hij gaat naar De Wissel.", "Jesse"]
    session.transcripts.save(transcript)
    assert session.transcripts.get(recording_id) == transcript
    assert session.names.own_words(recording_id) == OWN
    session._vault.remove_recording(recording_id)
    for table in ("transcripts", "transcript_turns", "own_words"):
        assert session._vault._parts.database.rows(f"SELECT * FROM {table}") == []


def test_a_withdrawn_yes_takes_what_is_said_along_and_a_back_up_brings_it_back(session, recording_id, tmp_path):
    prepare(session, recording_id)
    said = session.transcripts.get(recording_id)
    (tmp_path / "stick").mkdir()
    session._vault.back_up(tmp_path / "stick", JobContext())
    (folder,) = (tmp_path / "stick").iterdir()
    put_back(folder, tmp_path / "terug")
    restored = Session(Vault.open(tmp_path / "terug", PASSPHRASE))
    assert (restored.transcripts.get(recording_id), restored.names.own_words(recording_id)) == (said, OWN)
    restored.lock()
    session.consent.set_person(recording_id, PersonConsent("moeder", AgeGroup.ADULT, frozenset({Purpose.OWN}), given_by=("zelf",)))
    session.consent.withdraw(recording_id, "moeder", keep_notes=True)
    for table in ("transcripts", "transcript_turns", "own_words"):
        assert session._vault._parts.database.rows(f"SELECT * FROM {table}") == []


def test_a_list_of_consents_on_its_way_out_has_no_own_word(session, recording_id, tmp_path):
    prepare(session, recording_id)
    person = PersonConsent(
        "vriend van Jesse", AgeGroup.UNDER_TWELVE, frozenset({Purpose.OWN}), given_by=("ouder",), authority_checked="Jesse wees het aan"
    )
    session.consent.set_person(recording_id, person)
    session.consent.export_csv(tmp_path / "lijst.csv")
    text = (tmp_path / "lijst.csv").read_text("utf-8-sig")
    assert "Jesse" not in text
    assert "[naam] wees het aan" in text
    assert session.consent.import_csv(tmp_path / "lijst.csv") == 1


def test_names_are_found_within_the_fragment_and_hidden_at_once(session, recording_id):
    fragment = prepare(session, recording_id)
    assert session.names.find(fragment.fragment_id) == (
        FoundName(TimeRange(400, 900), "Jesse", NameKind.OWN, is_hidden=True),
        FoundName(TimeRange(5_000, 8_000), "De Wissel", NameKind.OWN, is_hidden=True),  # the whole line: its times are a guess
    )


def test_captions_hold_no_name_but_one_that_was_kept(session, recording_id):
    fragment = prepare(session, recording_id)
    plan = plan_of(fragment, Track("track-1", "B", "moeder", ()))
    texts = [(line.letter, line.text) for line in session.names.captions(plan, ())]
    assert texts == [("B", "Ja, [naam] wilde"), ("A", "Hij gaat naar [school].")]
    names = session.names.find(fragment.fragment_id)
    kept = (replace(names[0], is_hidden=False, reason="is een ander"), names[1])
    assert session.names.captions(plan, kept)[0].text == "Ja, Jesse wilde"


@pytest.mark.parametrize(
    ("bleep", "texts"),
    [
        (TimeRange(1_050, 1_100), ["Ja, [naam] [weggelaten]", "Hij gaat naar [school]."]),
        (TimeRange(7_900, 7_950), ["Ja, [naam] wilde", "[weggelaten] [school]."]),
    ],
)
def test_what_is_said_under_a_bleep_drawn_by_hand_stays_out_of_the_captions(session, recording_id, bleep, texts):
    plan = replace(plan_of(prepare(session, recording_id)), bleeps=(bleep,))
    assert [caption.text for caption in session.names.captions(plan, ())] == texts


@pytest.mark.parametrize(
    ("bleep", "text"),
    [
        (TimeRange(5_000, 8_000), "dwerghond"),
        (TimeRange(5_000, 6_000), "dwerghond"),  # trimmed on the time line
        (TimeRange(4_000, 7_500), "dwerghond"),  # the line reached from elsewhere then
        (TimeRange(5_000, 8_000), "Dwerghond"),
    ],
)
def test_a_word_hidden_by_hand_stays_out_of_the_captions_when_line_or_bleep_got_another_time(session, recording_id, bleep, text):
    fragment = prepare(session, recording_id)
    line = spread("A", "Waar is dwerghond- nu?", TimeRange(15_000, 18_000))
    session.transcripts.save(a_transcript(recording_id, line))
    names = (FoundName(bleep, text, NameKind.BY_HAND, is_hidden=True),)
    assert [caption.text for caption in session.names.captions(plan_of(fragment), names)] == ["Waar is [weggelaten] nu?"]


def test_of_two_same_words_in_a_guessed_line_a_trimmed_bleep_hides_both(session, recording_id):
    fragment = prepare(session, recording_id)
    session.transcripts.save(a_transcript(recording_id, spread("A", "de dwerghond en de dwerghond", TimeRange(15_000, 18_000))))
    kept = FoundName(TimeRange(5_000, 8_000), "dwerghond", NameKind.BY_HAND, is_hidden=False, reason="van de buren")
    trimmed = FoundName(TimeRange(7_000, 7_500), "dwerghond", NameKind.BY_HAND, is_hidden=True)
    (caption,) = session.names.captions(plan_of(fragment), (kept, trimmed))
    assert caption.text == "de [weggelaten] en de [weggelaten]"


def test_a_speaker_who_is_nobody_in_the_picture_gets_a_letter_of_their_own(session, recording_id):
    fragment = prepare(session, recording_id)
    plan = plan_of(fragment, Track("track-1", "A", "vader", ()), Track("track-2", "B", "", ()))
    assert [line.letter for line in session.names.captions(plan, ())] == ["C", "A"]


def test_a_text_on_its_way_out_is_cleaned(session, recording_id):
    prepare(session, recording_id)
    assert session.names.clean(recording_id, "Hoe vond Jesse De Wissel?") == "Hoe vond [naam] [school]?"


def test_a_destroyed_transcript_leaves_bleeps_in_a_plan_but_no_word(session, recording_id):
    fragment = prepare(session, recording_id)
    plan = session.names.found_again(plan_of(fragment))
    session.anonymise.save_plan(replace(plan, bleeps=(TimeRange(100, 200),)))
    session.transcripts.remove(recording_id)
    kept = session.anonymise.plan(fragment.fragment_id)
    assert (kept.names, kept.captions) == ((), ())
    assert kept.bleeps == (TimeRange(100, 200), *(name.range for name in plan.names))


def test_a_list_has_its_limits(session, recording_id):
    with pytest.raises(InputError, match="own_words_too_many"):
        session.names.set_own_words(recording_id, [OwnWord(f"naam{number}") for number in range(MAX_OWN_WORDS + 1)])
    with pytest.raises(InputError, match="unknown_id"):
        session.names.set_own_words(RecordingId("0" * 32), OWN)
    for text in ("", "...", " Jesse", "x" * 100):
        with pytest.raises(InputError, match="own_word_invalid"):
            OwnWord(text)


def test_a_transcript_belongs_to_the_recording_it_is_in(session, recording_id):
    with pytest.raises(InputError, match="time_outside_recording"):
        session.transcripts.save(a_transcript(recording_id, spread("", "te laat", TimeRange(60_000, 61_000))))
    with pytest.raises(InputError, match="unknown_id"):
        session.transcripts.save(a_transcript(RecordingId("0" * 32), spread("", "te laat", TimeRange(0, 1000))))


def test_a_file_is_taken_over_all_of_it_or_nothing(session, recording_id, tmp_path):
    file = tmp_path / "gesprek.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:03,000\nA: Dag Jesse.\n", "utf-8")
    transcript = session.transcripts.import_file(recording_id, file, JobContext())
    assert transcript.origin is TranscriptOrigin.IMPORTED
    assert session.transcripts.get(recording_id) == transcript
    file.write_text("1\n00:00:01,000 --> 00:00:00,000\nA: Dag.\n", "utf-8")
    with pytest.raises(InputError, match="transcript_time_invalid"):
        session.transcripts.import_file(recording_id, file, JobContext())
    assert session.transcripts.get(recording_id) == transcript
    with pytest.raises(InputError, match="file_unreadable"):
        session.transcripts.import_file(recording_id, tmp_path / "weg.srt", JobContext())
    session.transcripts.remove(recording_id)
    assert session.transcripts.get(recording_id) is None
    with pytest.raises(InputError, match="unknown_id"):
        session.transcripts.remove(recording_id)


def test_words_no_list_knows_are_asked_about_until_somebody_read_the_draft(session, recording_id):
    fragment = session.fragments.add(recording_id, TimeRange(0, 5000), "")
    said = a_transcript(recording_id, spread("", "toen kwam mijouwen langs", TimeRange(0, 3000)))
    session.transcripts.save(replace(said, origin=TranscriptOrigin.DRAFT))
    assert [(name.text, name.kind, name.is_hidden) for name in session.names.find(fragment.fragment_id)] == [("mijouwen", NameKind.UNCLEAR, None)]
    session.transcripts.save(said)
    assert session.names.find(fragment.fragment_id) == ()


def test_what_is_drafted_anew_replaces_words_of_that_part_only():
    turns = (timed("A", ("een", 0, 500), ("twee", 500, 1500), ("drie", 2000, 2500)), spread("B", "los hier", TimeRange(1000, 4000)))
    left = without_range(turns, TimeRange(1000, 2000))
    assert [turn.text for turn in left] == ["een drie", "los hier"]  # of a guess nobody knows which word lies where
    assert [turn.text for turn in without_range(turns, TimeRange(1000, 4000))] == ["een"]


@pytest.mark.skipif(not is_recogniser_installed(), reason="the recogniser is optional: start.py setup --spraak")
def test_a_draft_is_kept_and_says_that_it_is_one(session, tmp_path):
    (tmp_path / "zin.mkv").write_bytes(spoken_clip(ROOT / "tests" / "media" / "zin_nathalie.flac"))
    recording = session.recordings.import_file(tmp_path / "zin.mkv", title="Zin", context=JobContext())
    transcript = session.transcripts.draft(recording.recording_id, TimeRange(0, recording.facts.duration_ms), JobContext())
    assert transcript.origin is TranscriptOrigin.DRAFT
    assert session.transcripts.get(recording.recording_id) == transcript
    assert "vandaag" in transcript.turns[0].text
