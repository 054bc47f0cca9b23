-- What the console keeps beside its log: who is signed in. No fact of a case: lost with this database alone, and then
-- everybody signs in again. Of what a browser holds only a hash is here: who reads this database can be nobody else.
CREATE SCHEMA IF NOT EXISTS people;

CREATE TABLE IF NOT EXISTS people.session (
    id_hash      bytea PRIMARY KEY,
    person       text NOT NULL,
    organisation text NOT NULL,
    roles        text[] NOT NULL,
    issuer       text NOT NULL,
    proven_at    timestamptz,            -- when they last proved to the issuer who they are; null: it does not say
    signed_in_at timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,   -- to the minute
    id_token     bytea NOT NULL          -- sealed: what the issuer must be shown to end its own session
);
-- Whether they proved it in more than one way; null: their issuer does not say, or it is from before this was asked.
ALTER TABLE people.session ADD COLUMN IF NOT EXISTS second_factor boolean;
-- In our words (services/console/people/browsers.py), so that people know their own again.
ALTER TABLE people.session ADD COLUMN IF NOT EXISTS browser text NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS session_of ON people.session (person);

-- A sign-in that was begun in one browser and may come back to it, once.
CREATE TABLE IF NOT EXISTS people.sign_in (
    state_hash   bytea PRIMARY KEY,
    browser_hash bytea NOT NULL,
    begun_at     timestamptz NOT NULL,
    box          bytea NOT NULL
);
CREATE INDEX IF NOT EXISTS sign_in_begun_at ON people.sign_in (begun_at);

-- Whoever has left, and is let in by no issuer until somebody says that they are back.
CREATE TABLE IF NOT EXISTS people.leaver (
    person  text PRIMARY KEY,
    left_at timestamptz NOT NULL,
    said_by text NOT NULL
);

GRANT USAGE ON SCHEMA people TO cspr_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA people TO cspr_service;
