-- Questions to a person whether a tool call may run.
CREATE TABLE isaa_approvals (
    approval    INTEGER PRIMARY KEY,     -- order of asking
    id          BLOB NOT NULL UNIQUE,
    tenant      TEXT NOT NULL,
    run         BLOB NOT NULL,
    session     TEXT NOT NULL,
    agent       TEXT NOT NULL,
    turn        INTEGER NOT NULL,
    call_id     TEXT NOT NULL,
    tool        TEXT NOT NULL,
    tool_hash   TEXT NOT NULL,
    arguments   TEXT NOT NULL,
    hash        TEXT NOT NULL,           -- what the answer is bound to
    risk        INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    state       INTEGER NOT NULL,
    edited      TEXT,                    -- arguments in place of the model's
    decided_by  TEXT,
    note        TEXT,
    asked_at    INTEGER NOT NULL,
    expires_at  INTEGER,
    decided_at  INTEGER,
    used_at     INTEGER
);
CREATE INDEX isaa_approvals_state ON isaa_approvals (tenant, state, approval);
CREATE INDEX isaa_approvals_run ON isaa_approvals (run);

-- Tools whose further calls in a session need no answer.
CREATE TABLE isaa_approval_grants (
    tenant     TEXT NOT NULL,
    session    TEXT NOT NULL,
    tool_hash  TEXT NOT NULL,
    approval   INTEGER NOT NULL,         -- the question that was answered so
    PRIMARY KEY (tenant, session, tool_hash)
) WITHOUT ROWID;
