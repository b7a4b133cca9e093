-- How long a run may take until it is stopped; of a job definition null is the usual time.
alter table monitoring_schedule
    add column max_runtime_millis bigint not null default 1800000 check (max_runtime_millis > 0);

alter table monitoring_job_definition
    add column max_runtime_millis bigint check (max_runtime_millis > 0);
