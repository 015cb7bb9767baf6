-- What is being recorded in the app: its pieces stand in bezig/<capture_id>.opname until it has become a recording or a spoken note.
-- state: bezig while its pieces are what there is, klaar when it was kept and only the file has to go. about is JSON.
CREATE TABLE captures (
    capture_id  TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    key         BLOB NOT NULL CHECK (length(key) = 32),
    started_at  TEXT NOT NULL,
    about       TEXT NOT NULL
) STRICT;

-- A spoken note is tied to its moment by id only: taking the moment away can be undone. What has no moment, or was taken away itself,
-- is destroyed when the vault closes or opens.
CREATE TABLE spoken_notes (
    media_id      TEXT PRIMARY KEY REFERENCES media (media_id),
    recording_id  TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    moment_id     TEXT NOT NULL,
    duration_ms   INTEGER NOT NULL,
    made_at       TEXT NOT NULL,
    is_removed    INTEGER NOT NULL
) STRICT;
CREATE INDEX spoken_notes_of_moment ON spoken_notes (moment_id);
