create table domain (
    domain_id             text primary key,
    domain_name           text not null unique,
    status                text not null check (status in ('Pending', 'InService', 'Deleting', 'Failed')),
    failure_reason        text,
    default_image         text not null,
    default_instance_type text not null,
    tags                  jsonb not null,
    creation_time         timestamptz not null
);

create table user_profile (
    domain_id         text not null references domain,
    user_profile_name text not null,
    execution_role    text not null,
    team              text not null,
    project           text not null,
    tags              jsonb not null,
    status            text not null check (status in ('Pending', 'InService', 'Deleting', 'Failed')),
    failure_reason    text,
    creation_time     timestamptz not null,
    primary key (domain_id, user_profile_name)
);

-- Instances and apps outlive their profile as history, so they name it without a foreign key. Who pays is copied when the instance
-- is made: its usage events agree with each other even when the profile changes.
create table instance (
    instance_id       text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    instance_type     text not null,
    status            text not null check (status in ('Pending', 'Running', 'Stopping', 'Stopped', 'Failed')),
    failure_reason    text,
    team              text not null,
    project           text not null,
    tags              jsonb not null,
    creation_time     timestamptz not null,
    start_time        timestamptz,
    end_time          timestamptz,
    check (end_time is null or start_time is null or end_time >= start_time),
    check (status <> 'Running' or start_time is not null)
);

create unique index instance_shared on instance (domain_id, user_profile_name, instance_type)
    where status in ('Pending', 'Running');
create index instance_live on instance (instance_id) where status in ('Pending', 'Running', 'Stopping');
create index instance_owner on instance (domain_id, user_profile_name, instance_id);

create table app (
    app_id            text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    app_type          text not null check (app_type in ('JupyterServer', 'KernelGateway')),
    app_name          text not null,
    image             text not null,
    instance_type     text not null,
    instance_id       text not null references instance,
    status            text not null check (status in ('Pending', 'InService', 'Deleting', 'Deleted', 'Failed')),
    failure_reason    text,
    creation_time     timestamptz not null,
    in_service_time   timestamptz,
    end_time          timestamptz
);

create unique index app_live_name on app (domain_id, user_profile_name, app_type, app_name)
    where status in ('Pending', 'InService', 'Deleting');
create index app_live on app (instance_id) where status in ('Pending', 'InService', 'Deleting');
create index app_owner on app (domain_id, user_profile_name, app_id);

-- One row for each live instance and app; whoever holds its lock works on the resource. The lock goes with the connection,
-- so a killed replica leaves nothing claimed.
create table reconcile_claim (
    resource_id text primary key
);

-- Pre-signed URLs by the hash of their token. A used or expired one opens nothing.
create table presigned_url (
    token_hash        bytea primary key,
    domain_id         text not null,
    user_profile_name text not null,
    session_seconds   integer not null,
    expiration_time   timestamptz not null
);

create index presigned_url_expiration on presigned_url (expiration_time);
