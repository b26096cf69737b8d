-- The ballot box of one station in one election: version 1. The program runs this file as it is when
-- it makes a box, so it never changes once released; what comes after is a script of its own.
--
-- What no row may hold: a time, a counter that grows with each ballot, anything about a person.

-- Which box this is. One row, written when the box is made.
CREATE TABLE box (
  only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  election_id  BLOB    NOT NULL CHECK (length(election_id) = 32),
  station      BLOB    NOT NULL CHECK (length(station) = 20),
  chain_id     INTEGER NOT NULL CHECK (chain_id > 0),
  contract     BLOB    NOT NULL CHECK (length(contract) = 20),
  option_count INTEGER NOT NULL CHECK (option_count BETWEEN 2 AND 16),
  max_ballots  INTEGER NOT NULL CHECK (max_ballots > 0)
) STRICT;

-- Polling days. At most one is open.
CREATE TABLE polling_day (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
  open   INTEGER NOT NULL CHECK (open IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX one_open_day ON polling_day (open) WHERE open = 1;

-- Batches, cut at a day's close. Only the state ever changes, and only forward.
CREATE TABLE batch (
  sequence     INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
  day          INTEGER NOT NULL REFERENCES polling_day (number),
  ballot_count INTEGER NOT NULL CHECK (ballot_count > 0),
  ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32),
  signature    BLOB    NOT NULL CHECK (length(signature) = 65),
  state        INTEGER NOT NULL CHECK (state IN (0, 1, 2)) -- signed, exported, settled
) STRICT;

-- Ballots, by nullifier. Without rowid: a rowid would be the order of casting.
CREATE TABLE ballot (
  nullifier BLOB NOT NULL PRIMARY KEY CHECK (length(nullifier) = 32),
  words     BLOB NOT NULL CHECK (substr(words, 33, 32) = nullifier),
  batch     INTEGER REFERENCES batch (sequence) -- null until the day's close
) STRICT, WITHOUT ROWID;

CREATE TRIGGER box_stays BEFORE UPDATE ON box
BEGIN SELECT RAISE(ABORT, 'the box never changes'); END;

CREATE TRIGGER batch_stays BEFORE UPDATE ON batch
WHEN new.sequence <> old.sequence OR new.day <> old.day OR new.ballot_count <> old.ballot_count
  OR new.ballots_hash <> old.ballots_hash OR new.signature <> old.signature OR new.state < old.state
BEGIN SELECT RAISE(ABORT, 'a batch once cut never changes'); END;

CREATE TRIGGER batch_is_kept BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END;

CREATE TRIGGER ballot_stays BEFORE UPDATE ON ballot
WHEN new.nullifier <> old.nullifier OR new.words <> old.words OR old.batch IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a ballot never changes'); END;

CREATE TRIGGER ballot_is_kept BEFORE DELETE ON ballot
BEGIN SELECT RAISE(ABORT, 'a ballot is never deleted'); END;
