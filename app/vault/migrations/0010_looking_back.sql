-- Looking back at a recording alone. step is the step of the frame to go on with, empty when all are done.
-- earlier_id is the recording whose intention came back here: only its number, so that its words go with it.
CREATE TABLE looking_back (
    recording_id   TEXT PRIMARY KEY REFERENCES recordings (recording_id) ON DELETE CASCADE,
    kader_id       TEXT NOT NULL,
    kader_version  TEXT NOT NULL,
    step           TEXT NOT NULL,
    earlier_id     TEXT REFERENCES recordings (recording_id) ON DELETE SET NULL,
    started_at     TEXT NOT NULL,
    changed_at     TEXT NOT NULL
) STRICT;

-- question is kept as it was asked, so that an answer stays readable when the frame changes.
CREATE TABLE looking_back_answers (
    recording_id  TEXT NOT NULL REFERENCES looking_back (recording_id) ON DELETE CASCADE,
    question_id   TEXT NOT NULL,
    kind          TEXT NOT NULL,
    question      TEXT NOT NULL,
    answer        TEXT NOT NULL,
    PRIMARY KEY (recording_id, question_id)
) STRICT, WITHOUT ROWID;

-- What a worker writes about himself in a quiet frame. Private while shared_at is empty; nothing that leaves the vault reads this table.
CREATE TABLE private_answers (
    recording_id   TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    frame          TEXT NOT NULL,
    question_id    TEXT NOT NULL,
    kader_id       TEXT NOT NULL,
    kader_version  TEXT NOT NULL,
    question       TEXT NOT NULL,
    answer         TEXT NOT NULL,
    choice         TEXT NOT NULL,
    shared_at      TEXT,
    changed_at     TEXT NOT NULL,
    PRIMARY KEY (recording_id, frame, question_id)
) STRICT, WITHOUT ROWID;

-- A learning question and an intention may stay when their recording goes, as the other notes may.
ALTER TABLE kept_notes ADD COLUMN learning_question TEXT NOT NULL DEFAULT '';
ALTER TABLE kept_notes ADD COLUMN intention TEXT NOT NULL DEFAULT '';
