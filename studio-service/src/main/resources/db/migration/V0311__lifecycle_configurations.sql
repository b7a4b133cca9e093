-- Scripts that run before apps start.
create table lifecycle_config (
    lifecycle_config_name text primary key,
    app_type              text not null check (app_type in ('JupyterServer', 'KernelGateway')),
    script                text not null,
    tags                  jsonb not null,
    creation_time         timestamptz not null,
    last_modified_time    timestamptz not null
);

alter table app add column lifecycle_config text;

-- What an app runs before it starts: the script as it was when the app was asked for, and how it went.
create table app_lifecycle (
    app_id           text primary key references app on delete cascade,
    lifecycle_config text not null,
    script           text not null,
    start_time       timestamptz,
    end_time         timestamptz,
    exit_code        integer,
    -- how it failed; null unless it did
    failure          text,
    -- the end of what it said
    log              text not null
);

-- Whoever takes the name of a deleted space does not see its kernels and documents.
create function forget_kernels_of_space() returns trigger language plpgsql as $$
begin
    delete from kernel where domain_id = old.domain_id and user_profile_name = old.user_profile_name;
    return null;
end
$$;

create trigger kernels_of_space after delete on space for each row execute function forget_kernels_of_space();
