-- What monitors are made from over the AWS protocol: an endpoint, what is looked at, and on which instance.
create table monitoring_job_definition (
    definition_id      text primary key,
    definition_name    text not null,
    domain_id          text not null,
    user_profile_name  text not null,
    team               text not null,
    project            text not null,
    tags               jsonb not null,
    monitoring_type    text not null check (monitoring_type in ('DataQuality', 'ModelQuality')),
    -- By name: monitors can be made from it as long as there is an endpoint of the name.
    endpoint_name      text not null,
    threshold          double precision check (threshold > 0 and threshold <= 1),
    instance_type      text not null,
    creation_time      timestamptz not null,
    unique (monitoring_type, definition_name)
);

create index monitoring_job_definition_owner
    on monitoring_job_definition (domain_id, user_profile_name, definition_id desc);

create trigger monitoring_job_definition_document after delete on monitoring_job_definition
    for each row execute function forget_document('definition_id');

alter table monitoring_schedule
    add column definition_name text;
