-- How far something that follows the event log has come; the text of an event's cursor.
CREATE TABLE isaa_marks (
    name TEXT PRIMARY KEY,
    at   TEXT NOT NULL
) WITHOUT ROWID;

-- Who does what only one process may do at a time. The term grows with each change of hands and is checked by each write under it.
CREATE TABLE isaa_leases (
    name    TEXT PRIMARY KEY,
    holder  BLOB NOT NULL,               -- the process's id
    term    INTEGER NOT NULL,
    held_to INTEGER NOT NULL
) WITHOUT ROWID;

-- How long a queue keeps jobs that ended in a state, in place of the default; null is no limit.
CREATE TABLE isaa_retention (
    tenant TEXT NOT NULL,
    queue  TEXT NOT NULL,
    state  INTEGER NOT NULL,
    age_ms INTEGER,
    count  INTEGER,
    bytes  INTEGER,
    PRIMARY KEY (tenant, queue, state)
) WITHOUT ROWID;

-- The words of a job, under its row, made by the program: letters and digits of any script, small, joined by spaces.
CREATE VIRTUAL TABLE isaa_job_text USING fts5 (body, tokenize = 'ascii');

-- What ended, in the order of ending: for retention and figures.
CREATE INDEX isaa_jobs_ended ON isaa_jobs (finished_at) WHERE state > 5;
