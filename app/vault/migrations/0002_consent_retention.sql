-- Recordings of before this shape get the time every recording gets: eight weeks from the day they came in.
ALTER TABLE recordings ADD COLUMN keep_until TEXT NOT NULL DEFAULT '';
ALTER TABLE recordings ADD COLUMN binned_at TEXT;
UPDATE recordings SET keep_until = date(imported_at, '+56 days');

-- One row a person in a recording: a role, never a name. person is the role without case, so that nobody is in it twice.
CREATE TABLE consents (
    recording_id       TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    person             TEXT NOT NULL,
    role               TEXT NOT NULL,
    age_group          TEXT NOT NULL,
    purposes           TEXT NOT NULL,
    refused            TEXT NOT NULL,
    given_by           TEXT NOT NULL,
    required_from      TEXT NOT NULL,
    authority_checked  TEXT NOT NULL,
    asked_before       TEXT,
    asked_after        TEXT,
    asked_showing      TEXT,
    until              TEXT,
    has_interpreter    INTEGER NOT NULL,
    said_no_is_fine    INTEGER NOT NULL,
    PRIMARY KEY (recording_id, person)
) STRICT;

-- What a worker wrote and kept when the recording was destroyed. Nothing points back to it.
CREATE TABLE kept_notes (
    note_id        TEXT PRIMARY KEY,
    kept_on        TEXT NOT NULL,
    kind           TEXT,
    kader_id       TEXT NOT NULL,
    kader_version  TEXT NOT NULL,
    indicators     TEXT NOT NULL,
    see            TEXT NOT NULL,
    "next"         TEXT NOT NULL,
    "then"         TEXT NOT NULL,
    now            TEXT NOT NULL
) STRICT;
