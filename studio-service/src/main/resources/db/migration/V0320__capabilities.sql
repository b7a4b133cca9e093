-- Capability URLs: only the hash of the token is here. The row goes when it is deleted, some time after it has expired, and with the profile.
create table capability (
    token_hash        bytea primary key,
    capability_id     text not null unique,
    domain_id         text not null,
    user_profile_name text not null,
    scope             text not null check (scope in ('Read', 'Execute')),
    creation_time     timestamptz not null,
    expiration_time   timestamptz not null,
    foreign key (domain_id, user_profile_name) references user_profile on delete cascade
);

create index capability_profile on capability (domain_id, user_profile_name, capability_id);
create index capability_expiration on capability (expiration_time);
