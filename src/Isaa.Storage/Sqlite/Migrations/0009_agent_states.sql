-- What agents keep in mind beside their runs.
CREATE TABLE isaa_agent_states (
    tenant      TEXT NOT NULL,
    agent       TEXT NOT NULL,
    edition     INTEGER NOT NULL,        -- how often it was changed
    updated_at  INTEGER NOT NULL,
    body        BLOB NOT NULL,           -- JSON
    PRIMARY KEY (tenant, agent)
) WITHOUT ROWID;
