-- What happened to a monitor, numbered from 1 without gaps.
alter table monitoring_schedule add column last_event bigint not null default 0;

create table monitoring_event (
    schedule_id text not null references monitoring_schedule on delete cascade,
    event_id    bigint not null,
    event_time  timestamptz not null,
    event_type  text not null check (event_type in ('SCHEDULE', 'RUN', 'VIOLATION', 'ALERT')),
    payload     jsonb not null,
    primary key (schedule_id, event_id)
);
