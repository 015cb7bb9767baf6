-- The list of recordings asks of each when its moments were last changed; without this it reads every moment.
CREATE INDEX moments_by_change ON moments (recording_id, changed_at);
