-- Version 2: each ballot carries a check of its own, and what no longer fits to its check has a place
-- of its own, so that one flipped bit costs one ballot and not its batch.

-- SHA-256("urna.ballot-box.v1" ‖ words), in the same write as the words; it finds damage and holds
-- off nobody. Empty in a box that version 1 made, until this program has opened it once.
ALTER TABLE ballot ADD COLUMN checksum BLOB NOT NULL DEFAULT x'' CHECK (length(checksum) IN (0, 32));

-- Ballots that were found damaged, as they were found. Kept, counted and named; never in a batch
-- again.
CREATE TABLE set_aside (
  id        BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 32), -- hash of the two columns below
  nullifier BLOB    NOT NULL,
  words     BLOB    NOT NULL,
  checksum  BLOB    NOT NULL CHECK (length(checksum) = 32), -- of what was cast
  day       INTEGER NOT NULL CHECK (day > 0), -- the one that it was found on, or that its batch is of
  batch     INTEGER REFERENCES batch (sequence) -- null if it was in none
) STRICT, WITHOUT ROWID;

DROP TRIGGER ballot_stays;

CREATE TRIGGER ballot_stays BEFORE UPDATE ON ballot
WHEN new.nullifier <> old.nullifier OR new.words <> old.words
  OR (old.batch IS NOT NULL AND new.batch IS NOT old.batch)
  OR (new.checksum <> old.checksum AND length(old.checksum) <> 0)
BEGIN SELECT RAISE(ABORT, 'a ballot never changes'); END;

CREATE TRIGGER set_aside_stays BEFORE UPDATE ON set_aside
BEGIN SELECT RAISE(ABORT, 'a ballot that was set aside never changes'); END;

CREATE TRIGGER set_aside_is_kept BEFORE DELETE ON set_aside
BEGIN SELECT RAISE(ABORT, 'a ballot is never deleted'); END;
