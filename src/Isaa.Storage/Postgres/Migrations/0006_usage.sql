-- Columns mean what they mean in the SQLite schema; the comments there hold here too.

CREATE TABLE isaa_usage (
    run      uuid NOT NULL,
    day      integer NOT NULL,
    model    text NOT NULL,
    tenant   text NOT NULL,
    agent    text NOT NULL,
    session  text NOT NULL,
    calls    bigint NOT NULL,
    input    bigint NOT NULL,
    output   bigint NOT NULL,
    cached   bigint NOT NULL,
    usd_nano bigint NOT NULL,
    unpriced bigint NOT NULL,
    PRIMARY KEY (run, day, model)
) WITH (fillfactor = 70);
CREATE INDEX isaa_usage_day ON isaa_usage (tenant, day, agent);
CREATE INDEX isaa_usage_session ON isaa_usage (tenant, session);
