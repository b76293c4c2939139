-- Columns mean what they mean in the SQLite schema; the comments there hold here too.

CREATE TABLE isaa_marks (
    name text PRIMARY KEY,
    at   text NOT NULL
);

CREATE TABLE isaa_leases (
    name    text PRIMARY KEY,
    holder  uuid NOT NULL,
    term    bigint NOT NULL,
    held_to bigint NOT NULL
);

CREATE TABLE isaa_retention (
    tenant text NOT NULL,
    queue  text NOT NULL,
    state  smallint NOT NULL,
    age_ms bigint,
    count  bigint,
    bytes  bigint,
    PRIMARY KEY (tenant, queue, state)
);

CREATE TABLE isaa_job_text (
    seq   bigint PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX isaa_job_text_words ON isaa_job_text USING gin (words);

CREATE INDEX isaa_jobs_ended ON isaa_jobs (finished_at) WHERE state > 5;

-- A document as it can be looked into; null for what PostgreSQL cannot read. It knows no U+0000, which JSON may have.
CREATE FUNCTION isaa_json(document text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN replace(document, '\u0000', '\ufffd')::jsonb;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

CREATE FUNCTION isaa_json(document bytea) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN isaa_json(convert_from(document, 'UTF8'));
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;
