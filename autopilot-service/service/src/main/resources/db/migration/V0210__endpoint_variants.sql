-- A configuration of an endpoint is a set of variants; an update makes the next version and moves the endpoint to it.
create table endpoint_variant (
    endpoint_id    text not null references endpoint,
    version        integer not null,
    variant_name   text not null,
    job_id         text not null references automl_job,
    job_name       text not null,
    candidate_name text not null,
    trial          integer not null,
    instance_type  text not null,
    instance_count integer not null check (instance_count between 0 and 100),
    weight         double precision not null check (weight >= 0),
    primary key (endpoint_id, version, variant_name)
);

-- A worker of a variant: intent as a row, reality at the engine. It drains from when it is no longer wanted.
create table endpoint_worker (
    endpoint_id  text not null references endpoint,
    version      integer not null,
    variant_name text not null,
    ordinal      integer not null,
    generation   integer not null,
    restarts     integer not null,
    next_attempt timestamptz,
    -- Since when it answers and is billed; null while it does not.
    billed_from  timestamptz,
    draining     timestamptz,
    primary key (endpoint_id, version, variant_name, ordinal)
);

alter table endpoint
    add column version integer not null default 1,
    -- The version that takes requests; null until the first is up.
    add column active_version integer,
    -- Canary of the update under way: percent of requests to the new version, for how long, and which share of errors ends it.
    add column canary_percent integer check (canary_percent between 1 and 99),
    add column canary_millis bigint check (canary_millis > 0),
    add column canary_error_percent double precision not null default 1,
    add column canary_since timestamptz,
    add column canary_requests bigint not null default 0,
    add column canary_errors bigint not null default 0,
    add column capture_percent integer check (capture_percent between 0 and 100),
    add column last_modified_time timestamptz;

insert into endpoint_variant (endpoint_id, version, variant_name, job_id, job_name, candidate_name, trial, instance_type,
                              instance_count, weight)
select endpoint_id, 1, 'AllTraffic', job_id, job_name, candidate_name, trial, instance_type, 1, 1 from endpoint;

update endpoint set last_modified_time = creation_time,
                    active_version = case when status in ('InService', 'Failed') and in_service_time is not null then 1 end;

alter table endpoint
    alter column last_modified_time set not null,
    drop column job_id,
    drop column job_name,
    drop column candidate_name,
    drop column trial,
    drop column instance_type,
    drop column generation,
    drop column restarts,
    drop column next_attempt,
    drop column billed_from,
    drop constraint endpoint_status_check,
    add constraint endpoint_status_check
        check (status in ('Creating', 'InService', 'Updating', 'RollingBack', 'Deleting', 'Deleted', 'Failed'));
