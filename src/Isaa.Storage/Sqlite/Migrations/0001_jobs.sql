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
    rank          INTEGER NOT NULL,      -- order of claims: since when it waits, in microseconds, later by the ageing step for each level of priority
    held          INTEGER NOT NULL DEFAULT 0, -- 1 while it has no ticket of its group
    lifo          INTEGER NOT NULL DEFAULT 0,
    pending       INTEGER NOT NULL DEFAULT 0, -- how many jobs it waits for
    created_at    INTEGER NOT NULL,
    run_at        INTEGER NOT NULL,      -- not before this; for a job that waits for a signal: not longer than this
    started_at    INTEGER,
    finished_at   INTEGER,
    started       INTEGER NOT NULL DEFAULT 0, -- claims; also the fencing token
    charged       INTEGER NOT NULL DEFAULT 0,
    stalled       INTEGER NOT NULL DEFAULT 0,
    counted       INTEGER NOT NULL DEFAULT 0, -- 1 while it is active and counts against its queue's limit
    watched       INTEGER NOT NULL DEFAULT 0, -- 1 when other jobs wait for its end
    worker        BLOB,                  -- holds it, or held it last
    group_row     INTEGER,
    unique_key    TEXT,                  -- that it holds, held, or is to hold next
    parent        INTEGER,
    timeout_ms    INTEGER,
    expires_at    INTEGER,               -- it must have started by then
    deadline_at   INTEGER,               -- it must have ended by then
    label         TEXT,
    retry         TEXT,                  -- JSON; null when the first failure is final
    tags          TEXT,                  -- JSON array; null for none
    trace         TEXT,
    cancel_reason TEXT,
    error         TEXT                   -- JSON
);
CREATE UNIQUE INDEX isaa_jobs_id ON isaa_jobs (id);
CREATE INDEX isaa_jobs_ready ON isaa_jobs (lane, rank, seq) WHERE state = 1 AND held = 0;
CREATE INDEX isaa_jobs_grouped ON isaa_jobs (group_row, held, rank, seq) WHERE state = 1 AND group_row IS NOT NULL;
CREATE INDEX isaa_jobs_lifo ON isaa_jobs (lane, priority, rank) WHERE state = 1 AND lifo = 1;
CREATE INDEX isaa_jobs_due ON isaa_jobs (run_at) WHERE state IN (2, 5);
CREATE INDEX isaa_jobs_expiring ON isaa_jobs (expires_at) WHERE expires_at IS NOT NULL AND started = 0 AND state < 3;
CREATE INDEX isaa_jobs_ending ON isaa_jobs (deadline_at) WHERE deadline_at IS NOT NULL AND state < 6 AND state <> 3;
CREATE INDEX isaa_jobs_active ON isaa_jobs (worker) WHERE state = 3;
CREATE INDEX isaa_jobs_unsuccessful ON isaa_jobs (state) WHERE state > 6;

-- How many jobs of a lane are in a state: the sum over the shards, one for each writing connection.
CREATE TABLE isaa_counts (
    lane  INTEGER NOT NULL,
    state INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (lane, state, shard)
) WITHOUT ROWID;

-- What queues are told to do. A queue has a row once it has settings or groups.
CREATE TABLE isaa_queues (
    queue_row         INTEGER PRIMARY KEY,
    tenant            TEXT NOT NULL,
    queue             TEXT NOT NULL,
    paused            INTEGER NOT NULL DEFAULT 0,
    concurrency       INTEGER,
    active            INTEGER NOT NULL DEFAULT 0, -- jobs that are counted
    rate_jobs         INTEGER,
    rate_ms           INTEGER,
    rate_burst        INTEGER,
    level             REAL NOT NULL DEFAULT 0,    -- starts saved up at level_at
    level_at          INTEGER NOT NULL DEFAULT 0,
    blocked_until     INTEGER,
    group_concurrency INTEGER,           -- of a group that has none of its own; so with the group's rate
    group_rate_jobs   INTEGER,
    group_rate_ms     INTEGER,
    group_rate_burst  INTEGER,
    UNIQUE (tenant, queue)
);

CREATE TABLE isaa_kinds (
    tenant TEXT NOT NULL,
    kind   TEXT NOT NULL,
    paused INTEGER NOT NULL,
    PRIMARY KEY (tenant, kind)
) WITHOUT ROWID;

-- Grows with each change of a queue's or kind's settings, so that connections know when to read them anew.
CREATE TABLE isaa_rules (version INTEGER NOT NULL);
INSERT INTO isaa_rules (version) VALUES (1);

-- A group has a ticket for each of its jobs that may be claimed or is active. Others are held until one comes free.
CREATE TABLE isaa_groups (
    group_row     INTEGER PRIMARY KEY,
    queue_row     INTEGER NOT NULL REFERENCES isaa_queues (queue_row),
    key           TEXT NOT NULL,
    fifo          INTEGER NOT NULL,      -- 1 when jobs run one after the other and keep their ticket until they have ended
    paused        INTEGER NOT NULL DEFAULT 0,
    concurrency   INTEGER,
    rate_jobs     INTEGER,
    rate_ms       INTEGER,
    rate_burst    INTEGER,
    level         REAL NOT NULL DEFAULT 0,
    level_at      INTEGER NOT NULL DEFAULT 0,
    blocked_until INTEGER,
    open          INTEGER NOT NULL DEFAULT 0, -- tickets of jobs that may be claimed
    active        INTEGER NOT NULL DEFAULT 0, -- all other tickets
    turn          INTEGER NOT NULL DEFAULT 0, -- the place of the newest ticket among those of all groups, in microseconds
    next_at       INTEGER,               -- when held jobs have to be looked at again
    UNIQUE (queue_row, key)
);
CREATE INDEX isaa_groups_next ON isaa_groups (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE isaa_unique_keys (
    tenant TEXT NOT NULL,
    key    TEXT NOT NULL,
    job    INTEGER NOT NULL,             -- holds it
    next   INTEGER,                      -- follows when that has ended
    until  INTEGER,                      -- null until the job has ended, else until this time
    PRIMARY KEY (tenant, key)
) WITHOUT ROWID;
CREATE INDEX isaa_unique_keys_until ON isaa_unique_keys (until) WHERE until IS NOT NULL;

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
