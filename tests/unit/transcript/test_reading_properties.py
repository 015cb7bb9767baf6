from hypothesis import given, settings
from hypothesis import strategies as st

from app.common.errors import AppError
from app.common.progress import JobContext
from app.domain.timecode import TimeRange
from app.transcript.reading import read_turns

HOUR = TimeRange(0, 3_600_000)
SPOKEN = st.lists(st.text("abcdefgéèij'", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)
SOME = settings(max_examples=150, deadline=None)


def stamp(at_ms, mark):
    seconds, ms = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{ms:03}"


@SOME
@given(
    st.lists(st.tuples(st.integers(0, 3_500_000), st.integers(1, 9000), SPOKEN), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_subtitles_come_back_as_they_were_written(cues, is_webvtt, encoding):
    mark = "." if is_webvtt else ","
    blocks = [f"{number}\n{stamp(at, mark)} --> {stamp(at + length, mark)}\n{text}\n" for number, (at, length, text) in enumerate(cues, 1)]
    content = ("WEBVTT\n\n" if is_webvtt else "") + "\n".join(blocks)
    turns = read_turns(content.encode(encoding), HOUR, JobContext())
    wanted = sorted(((at, at + length, text) for at, length, text in cues), key=lambda cue: cue[0])
    assert [(turn.range.from_ms, turn.range.to_ms, turn.text) for turn in turns] == wanted


@SOME
@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(
            st.sampled_from(["WEBVTT", "1", "00:00:01,000 --> 00:00:02,000", "<v A>ja</v>", "[00:01] A: x", "", "-->", "NOTE"]), max_size=12
        ).map(lambda lines: "\n".join(lines).encode()),
    )
)
def test_strange_bytes_are_read_or_refused(content):
    try:
        turns = read_turns(content, HOUR, JobContext())
    except AppError:
        return
    assert turns
    assert all(turn.range.from_ms < HOUR.to_ms for turn in turns)
