create table model (
    model_id           text primary key,
    model_name         text not null unique,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    -- By name: when the job is deleted nothing can be deployed from it any more.
    job_name           text not null,
    candidate_name     text not null,
    creation_time      timestamptz not null
);

create index model_owner on model (domain_id, user_profile_name, model_id desc);

create table endpoint_config (
    config_id          text primary key,
    config_name        text not null unique,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    variants           jsonb not null,
    capture_percent    integer check (capture_percent between 0 and 100),
    creation_time      timestamptz not null
);

create index endpoint_config_owner on endpoint_config (domain_id, user_profile_name, config_id desc);

create trigger model_document after delete on model
    for each row execute function forget_document('model_id');
create trigger endpoint_config_document after delete on endpoint_config
    for each row execute function forget_document('config_id');
