-- The uploads of batches, from sealing to finality: version 1. The program runs this file as it is
-- when it makes an upload file, so it never changes once released; what comes after is a script of
-- its own.

-- What is uploaded, and how far it is. Of a row only the state ever changes.
CREATE TABLE upload (
  station      BLOB    NOT NULL CHECK (length(station) = 20),
  sequence     INTEGER NOT NULL CHECK (sequence > 0),
  ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32),
  state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4), -- sealed, submitted, included, final, refused
  PRIMARY KEY (station, sequence)
) STRICT, WITHOUT ROWID;

-- Transactions that were signed for it, of which at most one can be in a block.
CREATE TABLE attempt (
  station      BLOB    NOT NULL,
  sequence     INTEGER NOT NULL,
  position     INTEGER NOT NULL CHECK (position >= 0),
  hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
  raw          BLOB    NOT NULL,
  nonce        INTEGER NOT NULL CHECK (nonce >= 0),
  gas_limit    INTEGER NOT NULL CHECK (gas_limit > 0),
  max_fee      TEXT    NOT NULL, -- wei
  priority_fee TEXT    NOT NULL, -- wei
  signed_at    TEXT    NOT NULL, -- ISO 8601, UTC
  PRIMARY KEY (station, sequence, position),
  FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
) STRICT, WITHOUT ROWID;

-- Where the contract accepted it.
CREATE TABLE inclusion (
  station      BLOB    NOT NULL,
  sequence     INTEGER NOT NULL,
  ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32),
  outcomes     BLOB    NOT NULL CHECK (length(outcomes) % 65 = 0), -- code, nullifier, 1 if counted
  hash         BLOB    NOT NULL CHECK (length(hash) = 32),
  sender       BLOB    NOT NULL CHECK (length(sender) = 20),
  block        INTEGER NOT NULL CHECK (block >= 0),
  block_hash   BLOB    NOT NULL CHECK (length(block_hash) = 32),
  block_time   TEXT    NOT NULL, -- ISO 8601, UTC
  gas_used     INTEGER NOT NULL CHECK (gas_used > 0),
  gas_price    TEXT    NOT NULL, -- wei
  PRIMARY KEY (station, sequence),
  FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
) STRICT, WITHOUT ROWID;

-- Why the contract refuses it: the batch itself, and each ballot that is at fault.
CREATE TABLE refusal (
  station  BLOB    NOT NULL,
  sequence INTEGER NOT NULL,
  ballot   INTEGER NOT NULL CHECK (ballot >= -1), -- position in the batch, -1: the batch
  reason   TEXT    NOT NULL,
  details  TEXT    NOT NULL, -- lines of name=value
  PRIMARY KEY (station, sequence, ballot),
  FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER upload_stays BEFORE UPDATE ON upload
WHEN new.station <> old.station OR new.sequence <> old.sequence
  OR new.ballots_hash <> old.ballots_hash
BEGIN SELECT RAISE(ABORT, 'the batch of an upload never changes'); END;
