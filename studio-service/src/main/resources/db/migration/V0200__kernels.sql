create table kernel (
    kernel_id         text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    app_id            text not null,
    app_name          text not null,
    kernel_name       text not null,
    image             text not null,
    instance_type     text not null,
    path              text not null,
    execution_state   text not null check (execution_state in ('starting', 'idle', 'busy', 'restarting', 'dead')),
    death_reason      text not null default '',
    -- whether the app's server has taken it on
    launched          boolean not null default false,
    -- whether it was deleted, and its process may still have to be ended
    ending            boolean not null default false,
    creation_time     timestamptz not null,
    last_activity     timestamptz not null,
    -- the replica whose hub talks to the kernel; a write with an older epoch changes nothing
    lease_owner       text,
    lease_epoch       bigint not null default 0
);

create index kernel_owner on kernel (domain_id, user_profile_name, kernel_id);
create index kernel_live on kernel (app_id) where execution_state <> 'dead' or ending;

create table kernel_session (
    session_id        text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    path              text not null,
    name              text not null,
    type              text not null,
    kernel_id         text not null references kernel on delete cascade,
    creation_time     timestamptz not null,
    unique (domain_id, user_profile_name, path)
);

create index kernel_session_kernel on kernel_session (kernel_id);
