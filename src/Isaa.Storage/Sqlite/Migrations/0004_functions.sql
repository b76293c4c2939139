-- Calls of stored functions. Inputs are not kept.
CREATE TABLE isaa_function_runs (
    run          INTEGER PRIMARY KEY,    -- order of recording
    id           BLOB NOT NULL UNIQUE,
    tenant       TEXT NOT NULL,
    name         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    hash         TEXT NOT NULL,
    started_at   INTEGER NOT NULL,
    outcome      TEXT,                   -- null while it runs
    duration_us  INTEGER NOT NULL,       -- microseconds
    wait_us      INTEGER NOT NULL,
    cpu_us       INTEGER NOT NULL,
    memory       INTEGER,                -- bytes at the most
    input_bytes  INTEGER NOT NULL,
    output_bytes INTEGER NOT NULL,
    log_bytes    INTEGER NOT NULL,
    session      TEXT,                   -- who called
    job          TEXT,
    agent        TEXT,
    call_key     TEXT,                   -- answers the same call again
    input_hash   TEXT NOT NULL,
    logs         TEXT NOT NULL,
    error        BLOB,                   -- JSON
    output       BLOB,                   -- JSON; only with a key
    UNIQUE (tenant, call_key)
);
CREATE INDEX isaa_function_runs_name ON isaa_function_runs (tenant, name, run);
CREATE INDEX isaa_function_runs_started ON isaa_function_runs (started_at);
