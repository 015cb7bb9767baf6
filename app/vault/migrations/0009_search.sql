-- A chapter lasts until the next one begins. Its name is a part of the frame's list as it read then, or the worker's own words.
CREATE TABLE chapters (
    chapter_id    TEXT PRIMARY KEY,
    recording_id  TEXT NOT NULL REFERENCES recordings (recording_id) ON DELETE CASCADE,
    at_ms         INTEGER NOT NULL,
    name          TEXT NOT NULL
) STRICT;
CREATE INDEX chapters_of_recording ON chapters (recording_id, at_ms);

-- What the worker put together out of several conversations. An item leaves by itself when what it points to goes.
CREATE TABLE collections (
    collection_id  TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    created_at     TEXT NOT NULL
) STRICT;

CREATE TABLE collection_items (
    collection_id  TEXT NOT NULL REFERENCES collections (collection_id) ON DELETE CASCADE,
    place          INTEGER NOT NULL,
    moment_id      TEXT REFERENCES moments (moment_id) ON DELETE CASCADE,
    fragment_id    TEXT REFERENCES fragments (fragment_id) ON DELETE CASCADE,
    CHECK ((moment_id IS NULL) <> (fragment_id IS NULL)),
    UNIQUE (collection_id, moment_id),
    UNIQUE (collection_id, fragment_id)
) STRICT;
CREATE INDEX items_of_moment ON collection_items (moment_id);
CREATE INDEX items_of_fragment ON collection_items (fragment_id);

-- Not only moments are searched from here on: kind and owner say which row the words of a text stand in, part which of several.
-- recording is its number in search_recordings, 0 for what belongs to no recording.
CREATE TABLE search_texts (
    number     INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    owner      TEXT NOT NULL,
    part       INTEGER NOT NULL,
    recording  INTEGER NOT NULL,
    UNIQUE (kind, owner, part)
) STRICT;
CREATE INDEX texts_of_recording ON search_texts (recording);
INSERT INTO search_texts (number, kind, owner, part, recording)
    SELECT search_moments.number, 'moment', moment_id, 0, search_recordings.number
    FROM search_moments JOIN moments USING (moment_id) JOIN search_recordings USING (recording_id);
DROP TRIGGER moment_leaves_search;
DROP TABLE search_moments;
DROP INDEX hits_of_moment;
ALTER TABLE search_hits RENAME COLUMN moment TO text;
CREATE INDEX hits_of_text ON search_hits (text, word_id);

CREATE TRIGGER text_leaves_search AFTER DELETE ON search_texts BEGIN
    DELETE FROM search_hits WHERE text = old.number;
END;

CREATE TRIGGER moment_leaves_search AFTER DELETE ON moments BEGIN
    DELETE FROM search_texts WHERE kind = 'moment' AND owner = old.moment_id;
END;

CREATE TRIGGER fragment_leaves_search AFTER DELETE ON fragments BEGIN
    DELETE FROM search_texts WHERE kind = 'fragment' AND owner = old.fragment_id;
END;

CREATE TRIGGER turn_leaves_search AFTER DELETE ON transcript_turns BEGIN
    DELETE FROM search_texts WHERE kind = 'turn' AND owner = old.recording_id AND part = old.number;
END;

CREATE TRIGGER note_leaves_search AFTER DELETE ON kept_notes BEGIN
    DELETE FROM search_texts WHERE kind = 'note' AND owner = old.note_id;
END;

-- What was written before these were searched.
INSERT OR IGNORE INTO search_recordings (recording_id)
    SELECT recording_id FROM fragments UNION SELECT recording_id FROM transcript_turns;
INSERT INTO search_texts (kind, owner, part, recording)
    SELECT 'fragment', fragment_id, 0, search_recordings.number FROM fragments JOIN search_recordings USING (recording_id)
    UNION ALL
    SELECT 'turn', recording_id, transcript_turns.number, search_recordings.number
    FROM transcript_turns JOIN search_recordings USING (recording_id)
    UNION ALL
    SELECT 'note', note_id, 0, 0 FROM kept_notes;
CREATE TABLE search_unread (
    number     INTEGER PRIMARY KEY,
    recording  INTEGER NOT NULL,
    words      TEXT NOT NULL
) STRICT;
INSERT INTO search_unread (number, recording, words)
    SELECT t.number, t.recording, words_in(CAST(question AS BLOB))
    FROM search_texts t JOIN fragments ON kind = 'fragment' AND fragment_id = owner
    UNION ALL
    SELECT t.number, t.recording, words_in(CAST((SELECT group_concat(json_extract(value, '$[0]'), ' ') FROM json_each(words)) AS BLOB))
    FROM search_texts t JOIN transcript_turns ON kind = 'turn' AND recording_id = owner AND transcript_turns.number = part
    UNION ALL
    SELECT t.number, t.recording, words_in(CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB))
    FROM search_texts t JOIN kept_notes ON t.kind = 'note' AND note_id = owner;
INSERT OR IGNORE INTO search_words (word) SELECT value FROM search_unread, json_each(words);
INSERT INTO search_hits (word_id, recording, text)
    SELECT word_id, recording, search_unread.number FROM search_unread, json_each(words) JOIN search_words ON word = value;
DROP TABLE search_unread;
