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
