create table transform_job (
    transform_id       text primary key,
    transform_name     text not null unique,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    -- By name: the job may be deleted, the transform has its own copy of the model.
    job_name           text not null,
    candidate_name     text not null,
    dataset_id         text not null,
    instance_type      text not null,
    status             text not null check (status in ('InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped')),
    failure_reason     text,
    creation_time      timestamptz not null,
    start_time         timestamptz,
    end_time           timestamptz,
    check ((status in ('Completed', 'Failed', 'Stopped')) = (end_time is not null))
);

create index transform_job_owner on transform_job (domain_id, user_profile_name, transform_id desc);
create index transform_job_open on transform_job (transform_id) where end_time is null;
