-- What clients of other protocols said of a resource that means nothing to Atelier, kept to be told again.
create table domain_document (
    domain_id text primary key references domain on delete cascade,
    document  jsonb not null
);

create table user_profile_document (
    domain_id         text not null,
    user_profile_name text not null,
    document          jsonb not null,
    primary key (domain_id, user_profile_name),
    foreign key (domain_id, user_profile_name) references user_profile on delete cascade
);
