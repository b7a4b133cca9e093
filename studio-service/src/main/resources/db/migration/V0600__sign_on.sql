-- What browsers are signed in with. The cookie's value is not here, only its hash; the row goes when the browser signs out, when its
-- time is over, and with the profile.
create table browser_session (
    session_hash      bytea primary key,
    subject           text not null,
    role              text not null check (role in ('admin', 'member', 'viewer', 'service')),
    domain_id         text,
    user_profile_name text,
    creation_time     timestamptz not null,
    expiration_time   timestamptz not null,
    check ((domain_id is null) = (user_profile_name is null)),
    foreign key (domain_id, user_profile_name) references user_profile on delete cascade
);

create index browser_session_end on browser_session (expiration_time);
create index browser_session_profile on browser_session (domain_id, user_profile_name);

-- Whose profile a subject of the company's sign-on is, where the provider's claims do not say so.
create table sign_on_identity (
    subject           text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    creation_time     timestamptz not null,
    foreign key (domain_id, user_profile_name) references user_profile on delete cascade
);

create index sign_on_identity_profile on sign_on_identity (domain_id, user_profile_name);
