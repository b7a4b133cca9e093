-- Files that are uploaded in parts. How many bytes have arrived is not here: the part file says it, also after a crash.
create table home_upload (
    upload_id         text primary key,
    domain_id         text not null,
    user_profile_name text not null,
    path              text not null,
    size_bytes        bigint not null check (size_bytes >= 0),
    creation_time     timestamptz not null,
    last_write_time   timestamptz not null,
    foreign key (domain_id, user_profile_name) references user_profile on delete cascade
);

create index home_upload_profile on home_upload (domain_id, user_profile_name);
create index home_upload_last_write on home_upload (last_write_time);
