-- How much of an instance was in use, where its source measures it: what advice on its size rests on. Null where nothing was
-- measured, which takes no room in a row.
ALTER TABLE usage_event
    ADD COLUMN peak_memory_bytes bigint,
    ADD COLUMN peak_cpu_millis   integer;

COMMENT ON COLUMN usage_event.peak_memory_bytes IS
    'The most memory that was in use at once on one instance since its last event that said so.';
COMMENT ON COLUMN usage_event.peak_cpu_millis IS 'Likewise processor time per second, in thousandths of a vCPU.';

CREATE INDEX usage_event_peak ON usage_event (time) WHERE peak_memory_bytes IS NOT NULL;
