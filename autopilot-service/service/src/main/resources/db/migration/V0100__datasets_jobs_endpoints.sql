create table dataset (
    dataset_id        text primary key,
    name              text not null,
    domain_id         text not null,
    user_profile_name text not null,
    team              text not null,
    project           text not null,
    tags              jsonb not null,
    size_bytes        bigint not null check (size_bytes >= 0),
    row_count         bigint not null check (row_count > 0),
    columns           jsonb not null,
    creation_time     timestamptz not null
);

create index dataset_owner on dataset (domain_id, user_profile_name, dataset_id desc);

create table automl_job (
    job_id              text primary key,
    job_name            text not null unique,
    domain_id           text not null,
    user_profile_name   text not null,
    team                text not null,
    project             text not null,
    tags                jsonb not null,
    dataset_id          text not null,
    target_column       text not null,
    problem_type        text,
    objective_metric    text,
    max_candidates      integer check (max_candidates > 0),
    max_runtime_millis  bigint check (max_runtime_millis > 0),
    max_trial_millis    bigint check (max_trial_millis > 0),
    seed                bigint not null,
    instance_type       text not null,
    status              text not null
        check (status in ('InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped')),
    secondary_status    text not null,
    failure_reason      text,
    planned_trials      integer,
    last_event          bigint not null,
    creation_time       timestamptz not null,
    start_time          timestamptz,
    end_time            timestamptz,
    analysis_start      timestamptz,
    analysis_end        timestamptz,
    training_start      timestamptz,
    training_end        timestamptz,
    assembly_start      timestamptz,
    assembly_end        timestamptz,
    check ((status in ('Completed', 'Failed', 'Stopped')) = (end_time is not null))
);

create index automl_job_owner on automl_job (domain_id, user_profile_name, job_id desc);
create index automl_job_open on automl_job (job_id) where end_time is null;

create table candidate (
    job_id            text not null references automl_job,
    -- Position in the job's plan; -1 is the ensemble.
    trial             integer not null,
    candidate_name    text not null,
    status            text not null check (status in ('InProgress', 'Completed', 'Failed', 'Stopped')),
    failure_reason    text,
    algorithm         text not null,
    description       text not null,
    objective_value   double precision,
    metrics           jsonb not null,
    training_millis   bigint,
    size_bytes        bigint,
    latency_millis    double precision,
    rank              integer,
    lines_read        integer not null,
    deadline          timestamptz,
    creation_time     timestamptz not null,
    end_time          timestamptz,
    primary key (job_id, trial),
    unique (job_id, candidate_name),
    check ((status = 'InProgress') = (end_time is null))
);

create table job_event (
    job_id     text not null references automl_job,
    event_id   bigint not null,
    event_time timestamptz not null,
    event_type text not null,
    payload    jsonb not null,
    primary key (job_id, event_id)
);

create table endpoint (
    endpoint_id       text primary key,
    endpoint_name     text not null,
    domain_id         text not null,
    user_profile_name text not null,
    team              text not null,
    project           text not null,
    tags              jsonb not null,
    job_id            text not null references automl_job,
    job_name          text not null,
    candidate_name    text not null,
    trial             integer not null,
    instance_type     text not null,
    status            text not null
        check (status in ('Creating', 'InService', 'Deleting', 'Deleted', 'Failed')),
    failure_reason    text,
    generation        integer not null,
    restarts          integer not null,
    next_attempt      timestamptz,
    creation_time     timestamptz not null,
    in_service_time   timestamptz,
    billed_from       timestamptz,
    end_time          timestamptz
);

-- A name is free again once its endpoint is deleted.
create unique index endpoint_name_taken on endpoint (endpoint_name) where status <> 'Deleted';
create index endpoint_owner on endpoint (domain_id, user_profile_name, endpoint_id desc);
