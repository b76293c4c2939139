-- Which jobs a worker takes, as JSON, so that others see which jobs nobody takes; NULL for a worker that is there for a single job.
ALTER TABLE isaa_workers ADD COLUMN reach TEXT;
