-- What model calls used: one row per run, day and model.
CREATE TABLE isaa_usage (
    run      BLOB NOT NULL,
    day      INTEGER NOT NULL,           -- days since 0001-01-01, in UTC
    model    TEXT NOT NULL,
    tenant   TEXT NOT NULL,
    agent    TEXT NOT NULL,
    session  TEXT NOT NULL,
    calls    INTEGER NOT NULL,
    input    INTEGER NOT NULL,           -- tokens, the cached ones included
    output   INTEGER NOT NULL,
    cached   INTEGER NOT NULL,
    usd_nano INTEGER NOT NULL,           -- billionths of a US dollar
    unpriced INTEGER NOT NULL,           -- calls whose price was not known
    PRIMARY KEY (run, day, model)
) WITHOUT ROWID;
CREATE INDEX isaa_usage_day ON isaa_usage (tenant, day, agent);
CREATE INDEX isaa_usage_session ON isaa_usage (tenant, session);
