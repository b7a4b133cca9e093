-- How long a source looked for a peak, where it tells: what it did not look at is not known, however long it ran.
ALTER TABLE usage_event ADD COLUMN peak_seconds integer;

COMMENT ON COLUMN usage_event.peak_seconds IS
    'For how many seconds the peak was looked for; null: since the last event that said so, or since the start.';
