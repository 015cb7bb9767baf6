-- What is typed at a moment and not finished: {"see": "...", ...}, only the answers that differ.
CREATE TABLE moment_drafts (
    moment_id  TEXT PRIMARY KEY REFERENCES moments (moment_id) ON DELETE CASCADE,
    words      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the worker looks for in a recording: a list of ids of indicators, and the phase of the contact ('' for none).
CREATE TABLE viewing_choices (
    recording_id  TEXT PRIMARY KEY REFERENCES recordings (recording_id) ON DELETE CASCADE,
    watched       TEXT NOT NULL,
    phase         TEXT NOT NULL
) STRICT, WITHOUT ROWID;
