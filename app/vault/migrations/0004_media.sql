-- Importing no longer hashes the ciphertext: a back-up hashes what it copies itself.
ALTER TABLE media DROP COLUMN blake2b;

-- The database's key of the moment the media was destroyed: as long as that is still the key, destroying is not finished.
ALTER TABLE tombstones ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
