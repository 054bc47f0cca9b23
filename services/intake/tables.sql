-- What intake keeps beside its log: which assertions of agencies were used, so that none is twice, at whichever instance.
-- No fact of a case. Each is of no use after five minutes: lost with this database alone, and no older than that.
CREATE SCHEMA IF NOT EXISTS agencies;

CREATE TABLE IF NOT EXISTS agencies.used_assertion (
    agency     text        NOT NULL,
    jti        text        NOT NULL,
    expires_at timestamptz NOT NULL,   -- real time
    PRIMARY KEY (agency, jti)
);
CREATE INDEX IF NOT EXISTS used_assertion_expired ON agencies.used_assertion (expires_at);

GRANT USAGE ON SCHEMA agencies TO intake;
GRANT SELECT, INSERT, DELETE ON agencies.used_assertion TO intake;
