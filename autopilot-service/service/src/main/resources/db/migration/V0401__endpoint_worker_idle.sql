ALTER TABLE endpoint_worker ADD COLUMN idle_since timestamptz;

COMMENT ON COLUMN endpoint_worker.idle_since IS 'Since when billing was told that nobody uses it; null while it is used.';
