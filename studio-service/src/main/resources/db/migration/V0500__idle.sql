-- Why an app was ended, when it was not its owner who asked for it.
alter table app add column end_reason text;

-- Kernels, terminals and apps that are quiet, or were when last looked at. due_time is set once their owner was warned.
create table idle_watch (
    resource_id text primary key,
    quiet_since timestamptz not null,
    due_time    timestamptz,
    seen_time   timestamptz not null
);

create table idle_event (
    event_id          text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    event_type        text not null check (event_type in ('Warning', 'Shutdown')),
    resource_type     text not null check (resource_type in ('Kernel', 'Terminal', 'App')),
    resource_id       text not null,
    app_id            text not null,
    app_name          text not null,
    reason            text not null,
    due_time          timestamptz not null,
    event_time        timestamptz not null
);

create index idle_event_owner on idle_event (domain_id, user_profile_name, event_id);
create index idle_event_time on idle_event (event_time);
