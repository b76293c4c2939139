-- Columns mean what they mean in the SQLite schema; the comments there hold here too.

CREATE TABLE isaa_agent_states (
    tenant      text NOT NULL,
    agent       text NOT NULL,
    edition     integer NOT NULL,
    updated_at  bigint NOT NULL,
    body        bytea NOT NULL,
    PRIMARY KEY (tenant, agent)
) WITH (fillfactor = 70);
