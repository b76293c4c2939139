-- What jobs wait for. An edge is open while it holds its dependant back; isaa_jobs.pending counts a job's open edges, and isaa_jobs.watched says that
-- others wait, or waited, for a job, so that the end of any other costs nothing more. Numbers as in FailurePolicy.
CREATE TABLE isaa_dependencies (
    edge       INTEGER PRIMARY KEY,      -- order of adding
    dependant  INTEGER NOT NULL,         -- waits
    dependency INTEGER NOT NULL,         -- is waited for
    policy     INTEGER NOT NULL,
    child      INTEGER NOT NULL,         -- 1 when the dependency is the dependant's child
    outlives   INTEGER NOT NULL,         -- 1 when that child goes on when its parent fails or is cancelled
    is_open    INTEGER NOT NULL
);
CREATE UNIQUE INDEX isaa_dependencies_pair ON isaa_dependencies (dependant, dependency);
CREATE INDEX isaa_dependencies_of ON isaa_dependencies (dependency);

CREATE INDEX isaa_jobs_waiting ON isaa_jobs (seq) WHERE state IN (0, 4, 5);

CREATE TABLE isaa_signals (
    signal INTEGER PRIMARY KEY,          -- order of coming
    job    INTEGER NOT NULL,
    name   TEXT NOT NULL,
    id     TEXT NOT NULL,                -- the sender's
    at     INTEGER NOT NULL,
    taken  INTEGER NOT NULL,             -- 1 once a step of the job has it
    body   BLOB NOT NULL                 -- JSON
);
CREATE UNIQUE INDEX isaa_signals_id ON isaa_signals (job, id);
CREATE INDEX isaa_signals_waiting ON isaa_signals (job, name, signal) WHERE taken = 0;

-- The names of the signals that a job waits for, of its newest waiting; an empty name stands for its children.
CREATE TABLE isaa_waits (
    job  INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (job, name)
) WITHOUT ROWID;

CREATE TABLE isaa_job_progress (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    body BLOB NOT NULL                   -- JSON
);

-- The newest lines of each job's log.
CREATE TABLE isaa_job_logs (
    job      INTEGER NOT NULL,
    line     INTEGER NOT NULL,           -- from 1, over all attempts
    at       INTEGER NOT NULL,
    level    INTEGER NOT NULL,
    category TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (job, line)
) WITHOUT ROWID;
