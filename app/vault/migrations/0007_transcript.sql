-- What is said in a recording. words is a list of [text, from_ms, to_ms, 1 when its time is only a guess within the turn].
CREATE TABLE transcripts (
    recording_id  TEXT PRIMARY KEY REFERENCES recordings (recording_id) ON DELETE CASCADE,
    origin        TEXT NOT NULL
) STRICT;

CREATE TABLE transcript_turns (
    recording_id  TEXT NOT NULL REFERENCES transcripts (recording_id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    speaker       TEXT NOT NULL,
    words         TEXT NOT NULL,
    PRIMARY KEY (recording_id, number)
) STRICT, WITHOUT ROWID;

-- The worker's own list of what must not be heard or read of this recording.
CREATE TABLE own_words (
    recording_id  TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    word          TEXT NOT NULL,
    stands_for    TEXT NOT NULL,
    PRIMARY KEY (recording_id, number)
) STRICT, WITHOUT ROWID;
