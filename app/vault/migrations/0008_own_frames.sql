-- Every version of a frame that was made or taken over here, and of the shipped one that moments were made with. content is the
-- file itself (kijkkader/1); name and indicators are of it, so that a list of versions need not read them all.
CREATE TABLE kader_versions (
    kader_id    TEXT NOT NULL,
    version     TEXT NOT NULL,
    name        TEXT NOT NULL,
    indicators  INTEGER NOT NULL,
    saved_at    TEXT NOT NULL,
    content     TEXT NOT NULL,
    PRIMARY KEY (kader_id, version)
) STRICT;

-- What is being written and not saved as a version yet; content is JSON of the same shape, and may still be incomplete.
CREATE TABLE kader_drafts (
    kader_id    TEXT PRIMARY KEY,
    changed_at  TEXT NOT NULL,
    content     TEXT NOT NULL
) STRICT;

-- The frame of one recording, where it is another than the vault's.
CREATE TABLE kader_choices (
    recording_id  TEXT PRIMARY KEY REFERENCES recordings (recording_id) ON DELETE CASCADE,
    kader_id      TEXT NOT NULL
) STRICT;
