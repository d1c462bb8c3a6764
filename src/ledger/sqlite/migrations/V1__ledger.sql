-- Facts about the ledger itself, such as the check value of its key.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each person; `person` and `salt` are gone once the person is erased.
CREATE TABLE person (
    number    INTEGER PRIMARY KEY,
    pseudonym BLOB NOT NULL UNIQUE,
    person    BLOB UNIQUE,
    salt      BLOB,
    sequence  INTEGER NOT NULL,
    head      BLOB NOT NULL
) STRICT;

-- The events of a person, in the order of recording.
CREATE TABLE entry (
    number   INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    event    BLOB,
    body     BLOB NOT NULL,
    link     BLOB NOT NULL,
    PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX entry_event ON entry (event) WHERE event IS NOT NULL;

-- Whom the ledger has erased, by a keyed hash of the id. Ordered by that hash alone: nothing leads to the row of the person.
CREATE TABLE erased (
    mark BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A stream of records of decisions; `base` is what comes before its first record.
CREATE TABLE stream (
    number        INTEGER PRIMARY KEY,
    stream        BLOB NOT NULL UNIQUE,
    base_sequence INTEGER NOT NULL,
    base          BLOB NOT NULL,
    sequence      INTEGER NOT NULL,
    head          BLOB NOT NULL
) STRICT;

-- Records of decisions; `person` is a pseudonym, `request` the question where it is kept and the person is not erased.
CREATE TABLE record (
    number   INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    person   BLOB,
    body     TEXT NOT NULL,
    request  TEXT,
    link     BLOB NOT NULL,
    PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_person ON record (person) WHERE person IS NOT NULL;
