create table monitoring_schedule (
    schedule_id        text primary key,
    schedule_name      text not null unique,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    endpoint_id        text not null references endpoint,
    endpoint_name      text not null,
    variant_name       text not null,
    monitoring_type    text not null check (monitoring_type in ('DataQuality', 'ModelQuality')),
    -- AWS's cron(…); null runs on demand only.
    schedule_expression text,
    threshold          double precision not null check (threshold > 0 and threshold <= 1),
    instance_type      text not null,
    status             text not null check (status in ('Scheduled', 'Stopped')),
    -- Until when captured requests have been looked at.
    looked_until       timestamptz not null,
    next_run           timestamptz,
    alert_status       text not null check (alert_status in ('OK', 'InAlert')),
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null
);

create index monitoring_schedule_owner on monitoring_schedule (domain_id, user_profile_name, schedule_id desc);
create index monitoring_schedule_due on monitoring_schedule (next_run) where next_run is not null;

create table monitoring_execution (
    execution_id    text primary key,
    schedule_id     text not null references monitoring_schedule on delete cascade,
    status          text not null
        check (status in ('Pending', 'InProgress', 'Completed', 'CompletedWithViolations', 'Failed')),
    -- The table that is looked at; null for what was captured between the times.
    dataset_id      text,
    capture_from    timestamptz,
    capture_to      timestamptz,
    violations      integer not null,
    failure_reason  text,
    scheduled_time  timestamptz not null,
    creation_time   timestamptz not null,
    start_time      timestamptz,
    end_time        timestamptz,
    check ((status in ('Pending', 'InProgress')) = (end_time is null))
);

create index monitoring_execution_of on monitoring_execution (schedule_id, execution_id desc);
create index monitoring_execution_open on monitoring_execution (execution_id) where end_time is null;
