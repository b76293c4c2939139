-- What has versions: agents, chains, functions.
CREATE TABLE isaa_definitions (
    definition INTEGER PRIMARY KEY,
    tenant     TEXT NOT NULL,
    kind       TEXT NOT NULL,            -- agent, chain, function
    name       TEXT NOT NULL,
    newest     INTEGER NOT NULL,         -- the newest version
    UNIQUE (tenant, kind, name)
);

-- Each saved version; never changed.
CREATE TABLE isaa_definition_versions (
    definition  INTEGER NOT NULL,
    version     INTEGER NOT NULL,        -- from 1, without gaps
    hash        TEXT NOT NULL,           -- of the body
    created_at  INTEGER NOT NULL,
    author      TEXT,
    description TEXT NOT NULL,
    tags        TEXT NOT NULL,           -- JSON array
    body        BLOB NOT NULL,           -- JSON in canonical form
    UNIQUE (definition, version)
);

-- What persons decided about versions; the newest counts, and only for the hash it names.
CREATE TABLE isaa_definition_decisions (
    decision   INTEGER PRIMARY KEY,
    definition INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    hash       TEXT NOT NULL,
    accepted   INTEGER NOT NULL,
    decided_by TEXT NOT NULL,
    note       TEXT NOT NULL,
    decided_at INTEGER NOT NULL
);
CREATE INDEX isaa_definition_decisions_version ON isaa_definition_decisions (definition, version, decision);

CREATE TABLE isaa_sessions (
    session    INTEGER PRIMARY KEY,
    tenant     TEXT NOT NULL,
    id         TEXT NOT NULL,
    agent      TEXT NOT NULL,            -- of the newest run
    runs       INTEGER NOT NULL,         -- numbers given to runs so far
    tickets    INTEGER NOT NULL,         -- places in the line given so far
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (tenant, id)
);
CREATE INDEX isaa_sessions_used ON isaa_sessions (tenant, updated_at);

-- The runs that had a session, have it, or wait for it. At most one has it.
CREATE TABLE isaa_session_runs (
    session   INTEGER NOT NULL,
    run       BLOB NOT NULL,             -- the job's id
    ticket    INTEGER NOT NULL,          -- its place in the line
    number    INTEGER NOT NULL,          -- 0 until it had the session
    state     INTEGER NOT NULL,          -- 0 waits, 1 has it, 2 ended
    opened_at INTEGER,
    PRIMARY KEY (session, run)
) WITHOUT ROWID;
CREATE UNIQUE INDEX isaa_session_runs_open ON isaa_session_runs (session) WHERE state = 1;
CREATE INDEX isaa_session_runs_waiting ON isaa_session_runs (session, ticket) WHERE state = 0;

CREATE TABLE isaa_session_messages (
    message INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    run     INTEGER NOT NULL,            -- the run's number in the session
    turn    INTEGER NOT NULL,
    part    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    body    BLOB NOT NULL                -- JSON
);
CREATE UNIQUE INDEX isaa_session_messages_place ON isaa_session_messages (session, run, turn, part);
