-- Images that administrators make. They are the whole installation's: of no domain, as the log of changes writes it.
create table image (
    image_name         text primary key,
    display_name       text not null,
    description        text not null,
    execution_role     text not null,
    tags               jsonb not null,
    status             text not null check (status in ('CREATED', 'DELETING')),
    -- a number is never given twice
    last_version       integer not null default 0,
    domain_id          text not null default '' check (domain_id = ''),
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null
);

create table image_version (
    -- what engines know it by; the name of an image can come back, this never does
    image_version_id   text primary key,
    image_name         text not null references image,
    version            integer not null,
    reference          text not null generated always as (image_name || ':' || version) stored unique,
    base_image         text not null,
    requirements       text not null,
    aliases            text[] not null,
    release_notes      text not null,
    status             text not null check (status in ('CREATING', 'CREATED', 'CREATE_FAILED', 'DELETING')),
    failure_reason     text,
    domain_id          text not null default '' check (domain_id = ''),
    creation_time      timestamptz not null,
    last_modified_time timestamptz not null
);

create index image_version_image on image_version (image_name, version);

create table image_build_log (
    image_version_id text primary key references image_version on delete cascade,
    log              text not null
);

create table app_image_config (
    app_image_config_name text primary key,
    kernel_specs          jsonb not null,
    mount_path            text not null,
    default_uid           integer not null,
    default_gid           integer not null,
    tags                  jsonb not null,
    domain_id             text not null default '' check (domain_id = ''),
    creation_time         timestamptz not null,
    last_modified_time    timestamptz not null
);

create constraint trigger change_of_image after insert or update or delete on image
    deferrable initially deferred for each row execute function log_change('Image', 'image_name');
create constraint trigger change_of_image_version after insert or update or delete on image_version
    deferrable initially deferred for each row execute function log_change('ImageVersion', 'reference');
create constraint trigger change_of_app_image_config after insert or update or delete on app_image_config
    deferrable initially deferred for each row execute function log_change('AppImageConfig', 'app_image_config_name');
