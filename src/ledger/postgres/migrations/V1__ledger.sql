-- Facts about the ledger itself, such as the check value of its key.
CREATE TABLE lawful_meta (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);

-- One row for each person; `person` and `salt` are gone once the person is erased.
CREATE TABLE lawful_person (
    pseudonym uuid PRIMARY KEY,
    person    uuid UNIQUE,
    salt      bytea,
    sequence  bigint NOT NULL,
    head      bytea NOT NULL
);

-- The events of a person, in the order of recording.
CREATE TABLE lawful_entry (
    pseudonym uuid NOT NULL,
    sequence  bigint NOT NULL,
    event     uuid UNIQUE,
    body      bytea NOT NULL,
    link      bytea NOT NULL,
    PRIMARY KEY (pseudonym, sequence)
);

-- Whom the ledger has erased, by a keyed hash of the id.
CREATE TABLE lawful_erased (
    mark bytea PRIMARY KEY
);
