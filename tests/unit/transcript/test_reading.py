import pytest

from app.common.errors import CancelledError, InputError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.domain.transcript import Word
from app.transcript.lines import MAX_BYTES, MAX_LINE
from app.transcript.reading import read_turns

MINUTE = TimeRange(0, 60_000)
SRT = """1
00:00:01,000 --> 00:00:03,000
A: Fijn dat jullie er zijn.

2
00:00:03,500 --> 00:00:06,000
<i>B: Ja, Jesse</i>
wilde eerst niet.
"""


def read(text, recording=MINUTE, encoding="utf-8"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return read_turns(content, recording, JobContext())


def said(turns):
    return [(turn.speaker, turn.text, turn.range.from_ms, turn.range.to_ms) for turn in turns]


def test_a_text_of_one_word_is_no_utf_16():
    assert said(read("Ja")) == [("", "Ja", 0, 60_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_srt_is_read_in_every_encoding(encoding, newline):
    text = SRT.replace("Fijn", "Financiën").replace("\n", newline)
    assert said(read(text, encoding=encoding)) == [
        ("A", "Financiën dat jullie er zijn.", 1000, 3000),
        ("B", "Ja, Jesse wilde eerst niet.", 3500, 6000),
    ]


def test_words_of_a_subtitle_share_its_time_and_say_that_it_is_a_guess():
    (first, _) = read(SRT)
    assert first.words[0].from_ms == 1000
    assert first.words[-1].to_ms == 3000
    assert all(word.is_estimated for word in first.words)


def test_webvtt_with_voices_notes_styles_and_settings():
    turns = read(
        "WEBVTT - gesprek\nKind: captions\n\nNOTE wij waren hier\n--> geen tijd\n\nSTYLE\n::cue { color: red }\n\n"
        "eerste\n00:01.000 --> 00:02.500 align:start position:10%\n<v.luid Moeder>Ja &amp; nee</v>\n\n"
        "00:00:03.000 --> 00:00:04.000\n<v Vader>Kom</v> <v Moeder>Nu</v>\n"
    )
    assert said(turns) == [("Moeder", "Ja & nee", 1000, 2500), ("Vader", "Kom", 3000, 4000), ("Moeder", "Nu", 3000, 4000)]


def test_webvtt_with_a_time_for_each_word_gives_real_times():
    (turn,) = read("WEBVTT\n\n00:00.500 --> 00:02.000\n<v A>hallo<00:00:01.000><c> Jesse</c></v>\n")
    assert turn.words == (Word("hallo", 500, 1000), Word("Jesse", 1000, 2000))


def test_a_time_that_holds_two_words_leaves_the_line_a_guess():
    (turn,) = read("WEBVTT\n\n00:00.500 --> 00:02.000\nhallo daar<00:00:01.000> Jesse\n")
    assert all(word.is_estimated for word in turn.words)
    assert turn.text == "hallo daar Jesse"


def test_two_people_in_one_subtitle_are_two_turns_with_the_whole_time():
    turns = read("1\n00:00:01,000 --> 00:00:03,000\n- Kom je?\n- Ja, zo.\n")
    assert said(turns) == [("", "Kom je?", 1000, 3000), ("", "Ja, zo.", 1000, 3000)]


def test_plain_text_with_times_and_speakers():
    turns = read("[00:05] Moeder: Jesse wil niet.\n\n[0:00:20,5] A: Hoe komt dat?\nZegt hij iets?\n")
    assert said(turns) == [
        ("Moeder", "Jesse wil niet.", 5000, 20_500),
        ("A", "Hoe komt dat?", 20_500, 60_000),
        ("", "Zegt hij iets?", 20_500, 60_000),
    ]


def test_text_without_times_may_be_said_anywhere_in_the_recording():
    assert [turn.range for turn in read("Een regel.\nNog een regel.\n")] == [MINUTE, MINUTE]


def test_what_stands_before_a_colon_stays_among_the_words_unless_it_is_a_speaker():
    assert [(turn.speaker, turn.text) for turn in read("Jesse zei: nee.\nLet op: dit.\nPien: ja\nPien: nee\n")] == [
        ("", "Jesse zei: nee."),
        ("", "Let op: dit."),
        ("Pien", "ja"),
        ("Pien", "nee"),
    ]


def test_invisible_signs_cannot_split_a_word():
    (turn,) = read("1\n00:00:01,000 --> 00:00:03,000\nJe\u200bs\u00adse \u202ewil niet\n")
    assert turn.text == "Jesse wil niet"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (SRT.replace("00:00:06,000", "00:00:03,000"), "transcript_time_invalid", 6),
        (SRT.replace("00:00:06,000", "00:61:06,000"), "transcript_time_invalid", 6),
        (SRT.replace("00:00:06,000", "straks"), "transcript_time_invalid", 6),
        (SRT.replace("00:00:03,500 --> 00:00:06,000\n", ""), "transcript_time_missing", 5),
        (SRT.replace("00:00:03,500 --> 00:00:06,000", "00:01:03,500 --> 00:01:06,000"), "transcript_outside_recording", 6),
        (SRT.replace("Fijn", "x" * 130), "transcript_words_invalid", 2),
        (SRT.replace("Fijn", "x " * MAX_LINE), "transcript_line_too_long", 3),
        (b"PK\x03\x04\0\0\x81", "transcript_not_text", 1),
        (b"\x00\xff", "transcript_not_text", 1),
        (b"een\ntwee\x81\n", "transcript_not_text", 2),
        ("[00:20] een\n[00:10] twee\n", "transcript_time_invalid", 2),
        ("", "transcript_empty", None),
        ("WEBVTT\n\nNOTE niets\n", "transcript_empty", None),
        (b"a" * (MAX_BYTES + 1), "transcript_too_large", None),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, code, line):
    with pytest.raises(InputError) as caught:
        read(text)
    assert (caught.value.code, caught.value.details.get("line")) == (code, line)


def test_reading_can_be_cancelled():
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        read_turns(SRT.encode(), MINUTE, context)
