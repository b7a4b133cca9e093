-- Places to work in, one user's or shared by a domain.
create table space (
    domain_id               text not null references domain,
    space_name              text not null,
    display_name            text not null,
    sharing_type            text not null check (sharing_type in ('Private', 'Shared')),
    owner_user_profile_name text,
    team                    text not null,
    project                 text not null,
    settings                jsonb not null,
    tags                    jsonb not null,
    status                  text not null check (status in ('Pending', 'InService', 'Deleting', 'Failed')),
    failure_reason          text,
    creation_time           timestamptz not null,
    last_modified_time      timestamptz not null,
    -- whose its changes are, as in the tables below
    user_profile_name       text not null generated always as ('space.' || space_name) stored,
    primary key (domain_id, space_name),
    check (sharing_type = 'Shared' or owner_user_profile_name is not null),
    foreign key (domain_id, owner_user_profile_name) references user_profile
);

create index space_owner on space (domain_id, owner_user_profile_name);

create table space_document (
    domain_id  text not null,
    space_name text not null,
    document   jsonb not null,
    primary key (domain_id, space_name),
    foreign key (domain_id, space_name) references space on delete cascade
);

create constraint trigger change_of_space after insert or update or delete on space
    deferrable initially deferred for each row execute function log_change('Space', 'space_name');

-- What belongs to a profile can belong to a space: the column then holds 'space.' and the space's name, which no profile can have.
comment on column instance.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column app.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column kernel.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column kernel_session.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column change_event.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column audit_event.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';

-- The user on whose account an instance is, besides its owner: that of a private space.
alter table instance add column account_user_profile_name text;
-- no change that anybody would want to be told of
alter table instance disable trigger change_of_instance;
update instance set account_user_profile_name = user_profile_name;
alter table instance enable trigger change_of_instance;

-- The space that a pre-signed URL opens; null for the user's own Lab.
alter table presigned_url add column space_name text;
