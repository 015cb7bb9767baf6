-- The words of the moments without case and accents, and which moment holds which: a search reads these instead of every
-- text. They go with their moment, and a word that no moment holds any more goes too, so that nothing of it lingers.
CREATE TABLE search_words (
    word_id  INTEGER PRIMARY KEY,
    word     TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE search_recordings (
    number        INTEGER PRIMARY KEY,
    recording_id  TEXT NOT NULL UNIQUE REFERENCES recordings (recording_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE search_moments (
    number     INTEGER PRIMARY KEY,
    moment_id  TEXT NOT NULL UNIQUE REFERENCES moments (moment_id) ON DELETE CASCADE
) STRICT;

CREATE TABLE search_hits (
    word_id    INTEGER NOT NULL,
    recording  INTEGER NOT NULL,
    moment     INTEGER NOT NULL,
    PRIMARY KEY (word_id, recording, moment)
) STRICT, WITHOUT ROWID;
CREATE INDEX hits_of_moment ON search_hits (moment);

CREATE TRIGGER moment_leaves_search AFTER DELETE ON search_moments BEGIN
    DELETE FROM search_hits WHERE moment = old.number;
END;

CREATE TRIGGER word_leaves_search AFTER DELETE ON search_hits BEGIN
    DELETE FROM search_words WHERE word_id = old.word_id AND NOT EXISTS (SELECT 1 FROM search_hits WHERE word_id = old.word_id);
END;

-- What was written before there was a search.
INSERT INTO search_recordings (recording_id) SELECT DISTINCT recording_id FROM moments;
INSERT INTO search_moments (moment_id) SELECT moment_id FROM moments ORDER BY recording_id;
INSERT INTO search_words (word)
    SELECT DISTINCT value FROM moments, json_each(words_in(CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB)));
INSERT INTO search_hits (word_id, recording, moment)
    SELECT word_id, search_recordings.number, search_moments.number
    FROM moments JOIN search_recordings USING (recording_id) JOIN search_moments USING (moment_id),
        json_each(words_in(CAST(see || char(10) || "next" || char(10) || "then" || char(10) || now AS BLOB))) JOIN search_words ON word = value
    ORDER BY word_id, search_recordings.number, search_moments.number;
