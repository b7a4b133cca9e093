-- When a job's reports were made: its last part that is billed.
alter table automl_job
    add column report_start timestamptz,
    add column report_end timestamptz;

-- The candidates that a caller wants trained instead of the engine's plan.
alter table automl_job add column requested_trials jsonb;
