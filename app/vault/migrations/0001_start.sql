CREATE TABLE media (
    media_id     TEXT PRIMARY KEY,
    role         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('bezig', 'klaar')),
    key          BLOB NOT NULL CHECK (length(key) = 32),
    created_at   TEXT NOT NULL,
    plain_size   INTEGER NOT NULL DEFAULT 0,
    cipher_size  INTEGER NOT NULL DEFAULT 0,
    segments     INTEGER NOT NULL DEFAULT 0,
    sha256       TEXT NOT NULL DEFAULT '',
    blake2b      BLOB NOT NULL DEFAULT x''
) STRICT;

-- Media whose key was destroyed: a file that is still there is removed at the next opening instead of set aside.
CREATE TABLE tombstones (
    media_id    TEXT PRIMARY KEY,
    removed_at  TEXT NOT NULL
) STRICT;

CREATE TABLE recordings (
    recording_id             TEXT PRIMARY KEY,
    title                    TEXT NOT NULL,
    case_code                TEXT NOT NULL,
    talk                     TEXT NOT NULL,
    recorded_on              TEXT,
    imported_at              TEXT NOT NULL,
    media_id                 TEXT NOT NULL UNIQUE REFERENCES media (media_id),
    container                TEXT NOT NULL,
    duration_ms              INTEGER NOT NULL,
    width                    INTEGER NOT NULL,
    height                   INTEGER NOT NULL,
    fps                      REAL NOT NULL,
    rotation                 INTEGER NOT NULL,
    video_codec              TEXT NOT NULL,
    audio_codec              TEXT,
    has_variable_frame_rate  INTEGER NOT NULL,
    size_bytes               INTEGER NOT NULL,
    sha256                   TEXT NOT NULL,
    last_position_ms         INTEGER NOT NULL
) STRICT;

CREATE TABLE derived_media (
    recording_id  TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    role          TEXT NOT NULL,
    media_id      TEXT NOT NULL UNIQUE REFERENCES media (media_id),
    PRIMARY KEY (recording_id, role)
) STRICT;

CREATE TABLE moments (
    moment_id      TEXT PRIMARY KEY,
    recording_id   TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    at_ms          INTEGER NOT NULL,
    until_ms       INTEGER,
    kind           TEXT,
    kader_id       TEXT NOT NULL,
    kader_version  TEXT NOT NULL,
    indicators     TEXT NOT NULL,
    who            TEXT NOT NULL,
    see            TEXT NOT NULL,
    "next"         TEXT NOT NULL,
    "then"         TEXT NOT NULL,
    now            TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    changed_at     TEXT NOT NULL
) STRICT;
CREATE INDEX moments_of_recording ON moments (recording_id, at_ms);

CREATE TABLE fragments (
    fragment_id   TEXT PRIMARY KEY,
    recording_id  TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    from_ms       INTEGER NOT NULL,
    to_ms         INTEGER NOT NULL,
    question      TEXT NOT NULL,
    moments       TEXT NOT NULL,
    created_at    TEXT NOT NULL
) STRICT;
CREATE INDEX fragments_of_recording ON fragments (recording_id);

CREATE TABLE plans (
    fragment_id  TEXT PRIMARY KEY REFERENCES fragments (fragment_id) ON DELETE CASCADE,
    plan         TEXT NOT NULL
) STRICT;

CREATE TABLE clips (
    clip_id      TEXT PRIMARY KEY,
    fragment_id  TEXT NOT NULL REFERENCES fragments (fragment_id) ON DELETE CASCADE,
    media_id     TEXT NOT NULL UNIQUE REFERENCES media (media_id),
    made_at      TEXT NOT NULL,
    duration_ms  INTEGER NOT NULL,
    size_bytes   INTEGER NOT NULL,
    sha256       TEXT NOT NULL,
    report       TEXT NOT NULL
) STRICT;
CREATE INDEX clips_of_fragment ON clips (fragment_id);

CREATE TABLE settings (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT;

-- Append-only: every line's digest covers the line before it, and the last digest stands in the vault's header.
CREATE TABLE events (
    number   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    event    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    facts    TEXT NOT NULL,
    digest   BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
