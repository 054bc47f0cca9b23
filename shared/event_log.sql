-- A service's memory. The schema "log" is what must not be lost (and even it can be read again from Kafka);
-- the schema "views" is disposable and belongs to the service itself.
-- Run as the database's owner. The service's own role is a member of cspr_service: it may add, never change.
CREATE SCHEMA IF NOT EXISTS log;

CREATE TABLE IF NOT EXISTS log.event_log (
    position        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- the order in which we learned it
    source          text   NOT NULL,                                  -- the service that said it
    id              uuid   NOT NULL,
    subject         text   NOT NULL,                                  -- the case, and Kafka's key
    version         bigint NOT NULL CHECK (version > 0),              -- its place in (source, subject)
    type            text   NOT NULL,
    cause           uuid   NOT NULL,
    said_in         xid8   NOT NULL DEFAULT pg_current_xact_id(),     -- what was said together is published together
    wire            bytea  NOT NULL,                                  -- the very bytes: jsonb would not keep them
    kafka_partition int,
    kafka_offset    bigint,                                           -- the relay's mark on our own; where we heard the others'
    UNIQUE (source, id),                                              -- a repeat is refused here
    UNIQUE (subject, source, version)                                 -- a fork is refused here
);
CREATE INDEX IF NOT EXISTS event_log_unpublished ON log.event_log (position) WHERE kafka_offset IS NULL;
CREATE INDEX IF NOT EXISTS event_log_published ON log.event_log (source, kafka_partition, kafka_offset);

-- How far each topic has been taken in. Moved only by compare-and-set, in the transaction that takes it in.
CREATE TABLE IF NOT EXISTS log.consumed (
    topic       text   NOT NULL,
    partition   int    NOT NULL,
    cluster     text   NOT NULL,   -- an offset means nothing in another Kafka
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- Heard, but not yet understandable: an earlier event, or one it builds on, is still on its way.
CREATE TABLE IF NOT EXISTS log.parked (
    source          text   NOT NULL,
    subject         text   NOT NULL,
    version         bigint NOT NULL,
    wire            bytea  NOT NULL,
    kafka_partition int    NOT NULL,
    kafka_offset    bigint NOT NULL,
    parked_at       timestamptz NOT NULL DEFAULT now(),   -- real time: it measures our health, not the case
    PRIMARY KEY (subject, source, version)
);

-- One key per case, wrapped. Made here, or heard on the topic case-keys.
CREATE TABLE IF NOT EXISTS log.case_key (
    key_id       text  PRIMARY KEY,
    wrapped      bytea NOT NULL,
    made_here    boolean NOT NULL,
    kafka_offset bigint
);

CREATE INDEX IF NOT EXISTS case_key_unpublished ON log.case_key (key_id) WHERE made_here AND kafka_offset IS NULL;

-- Documents, sealed under their case's key: too large for Kafka, so they are in this database and its backups alone.
CREATE TABLE IF NOT EXISTS log.attachment (
    id      uuid  PRIMARY KEY,
    subject text  NOT NULL,
    box     bytea NOT NULL
);

-- What somebody began to type at the console and has not sent, sealed. No fact: lost with this database alone.
CREATE TABLE IF NOT EXISTS log.draft (
    id      uuid PRIMARY KEY,
    who     text NOT NULL,   -- empty for whoever had not said it: the first who does and knows the id
    path    text NOT NULL,   -- of the form
    title   text NOT NULL,
    subject text NOT NULL,   -- the case, or empty
    kept_at timestamptz NOT NULL,
    box     bytea NOT NULL
);
CREATE INDEX IF NOT EXISTS draft_of ON log.draft (who, kept_at);

GRANT USAGE ON SCHEMA log TO cspr_service;
GRANT SELECT, INSERT ON log.event_log TO cspr_service;
GRANT UPDATE (kafka_partition, kafka_offset) ON log.event_log TO cspr_service;
GRANT SELECT, INSERT, UPDATE ON log.consumed, log.case_key TO cspr_service;
GRANT SELECT, INSERT ON log.attachment TO cspr_service;
GRANT SELECT, INSERT, DELETE ON log.parked TO cspr_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON log.draft TO cspr_service;

-- As whom a service reads for whoever asks: its views, by the policies on them, and here where a subject was heard of.
GRANT USAGE ON SCHEMA log TO cspr_asker;
GRANT SELECT (subject, source, kafka_partition, kafka_offset) ON log.event_log TO cspr_asker;

-- The Kafka that our marks speak of, and the life of the server in which the log was compared with it.
CREATE TABLE IF NOT EXISTS log.met_kafka (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cluster  text NOT NULL,
    life     text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON log.met_kafka TO cspr_service;

-- Which log this is. A service that finds another one behind the same address must start anew, from Kafka.
CREATE TABLE IF NOT EXISTS log.identity (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id       uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO log.identity DEFAULT VALUES ON CONFLICT DO NOTHING;
GRANT SELECT ON log.identity TO cspr_service;

-- What `cspr verify` found of this very log when it was last run: it goes with the log. Its time is real time.
CREATE TABLE IF NOT EXISTS log.verified (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    at        timestamptz NOT NULL,
    compared  int NOT NULL,        -- so many things
    differing text[] NOT NULL      -- which of them were not the same
);
GRANT SELECT, INSERT, UPDATE ON log.verified TO cspr_service;

-- Keys that were destroyed, for ever: no record of case-keys and no backup brings one of them back.
CREATE TABLE IF NOT EXISTS log.erased (
    key_id    text   PRIMARY KEY,   -- of a case, a record that was set aside, or a file of many cases
    subject   text   NOT NULL,      -- the case on which that was decided, or the key's own stream
    tombstone bigint                -- its offset on case-keys; null: still to be written, by intake; of a
                                    -- record, by who set it aside; of the console's own keys, by nobody
);
GRANT SELECT, INSERT, UPDATE ON log.erased TO cspr_service;
GRANT DELETE ON log.case_key, log.attachment TO cspr_service;

-- Who looked at what, who was turned away, whose keys were used: a chain of its own (shared/audit). Never changed,
-- never deleted from; a copy is on <service>.audit, from which a lost table is filled again.
CREATE TABLE IF NOT EXISTS log.audit (
    number  bigint PRIMARY KEY CHECK (number > 0),   -- without a gap: a fork is refused here
    subject text   NOT NULL,                         -- the case that was looked at, or empty
    entry   bytea  NOT NULL                          -- the very bytes that are hashed
);
CREATE INDEX IF NOT EXISTS audit_about ON log.audit (subject, number) WHERE subject <> '';
GRANT SELECT, INSERT ON log.audit TO cspr_service;

-- In which life of the server it was compared with its copy: a restored backup is behind it, and must not go on.
CREATE TABLE IF NOT EXISTS log.audit_met (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    life     text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON log.audit_met TO cspr_service;
