-- Times are Unix milliseconds. Ids are the 16 bytes of a UUID in network order.
-- The newest row of isaa_jobs and isaa_events is never deleted, so that their numbers are never given twice.

-- What decides who may claim a job. A claim looks only at the lanes its worker may take, however many jobs wait in others.
CREATE TABLE isaa_lanes (
    lane     INTEGER PRIMARY KEY,
    tenant   TEXT NOT NULL,
    queue    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    requires TEXT NOT NULL,              -- JSON array, sorted
    UNIQUE (tenant, queue, kind, requires)
);

CREATE TABLE isaa_jobs (
    seq           INTEGER PRIMARY KEY,   -- order of adding
    id            BLOB NOT NULL,
    lane          INTEGER NOT NULL REFERENCES isaa_lanes (lane),
    state         INTEGER NOT NULL,
    priority      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    run_at        INTEGER NOT NULL,
    started_at    INTEGER,
    finished_at   INTEGER,
    started       INTEGER NOT NULL,      -- claims; also the fencing token
    charged       INTEGER NOT NULL,
    stalled       INTEGER NOT NULL,
    worker        BLOB,                  -- holds it, or held it last
    timeout_ms    INTEGER,
    label         TEXT,
    retry         TEXT,                  -- JSON; null when the first failure is final
    tags          TEXT,                  -- JSON array; null for none
    trace         TEXT,
    cancel_reason TEXT,
    error         TEXT                   -- JSON
);
CREATE UNIQUE INDEX isaa_jobs_id ON isaa_jobs (id);
CREATE INDEX isaa_jobs_ready ON isaa_jobs (lane, priority, seq) WHERE state = 1;
CREATE INDEX isaa_jobs_delayed ON isaa_jobs (run_at) WHERE state = 2;
CREATE INDEX isaa_jobs_active ON isaa_jobs (worker) WHERE state = 3;
CREATE INDEX isaa_jobs_unsuccessful ON isaa_jobs (state) WHERE state > 6;

CREATE TABLE isaa_job_arguments (
    seq  INTEGER PRIMARY KEY,
    body BLOB NOT NULL
);

CREATE TABLE isaa_job_results (
    seq  INTEGER PRIMARY KEY,
    body BLOB NOT NULL
);

CREATE TABLE isaa_job_snapshots (
    seq          INTEGER PRIMARY KEY,
    steps_folded INTEGER NOT NULL,
    body         BLOB NOT NULL
);

CREATE TABLE isaa_steps (
    step       INTEGER PRIMARY KEY,      -- order of first recording
    job        INTEGER NOT NULL,
    path       TEXT NOT NULL,
    place      INTEGER NOT NULL,
    call_id    TEXT NOT NULL,
    name       TEXT NOT NULL,
    input_hash TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    result     BLOB
);
CREATE UNIQUE INDEX isaa_steps_key ON isaa_steps (job, path, place, call_id);
CREATE INDEX isaa_steps_job ON isaa_steps (job);

CREATE TABLE isaa_events (
    event INTEGER PRIMARY KEY,           -- the cursor
    job   INTEGER NOT NULL,
    type  INTEGER NOT NULL,              -- the queue's own types (EventTypes); 0 for a handler's own
    name  TEXT,                          -- the handler's own type
    at    INTEGER NOT NULL,
    body  BLOB
);
CREATE INDEX isaa_events_job ON isaa_events (job);

CREATE TABLE isaa_workers (
    id          BLOB PRIMARY KEY,
    host        TEXT NOT NULL,
    process_id  INTEGER NOT NULL,
    started_at  INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    ended_at    INTEGER                  -- retired or rescued; kept for a day so that a late sign of life is refused
) WITHOUT ROWID;
