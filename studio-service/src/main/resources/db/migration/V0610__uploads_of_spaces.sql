-- The owner of an upload or an idle shutdown can be a space, as in V0310.
comment on column idle_event.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';
comment on column home_upload.user_profile_name is 'the owner: the name of a profile, or ''space.'' and the name of a space';

-- Uploads go with their owner, whichever it is.
alter table home_upload drop constraint home_upload_domain_id_user_profile_name_fkey;
alter table home_upload
    add column of_profile text generated always as (case when user_profile_name like 'space.%' then null else user_profile_name end) stored,
    add column of_space   text generated always as (case when user_profile_name like 'space.%' then substr(user_profile_name, 7) end) stored,
    add foreign key (domain_id, of_profile) references user_profile on delete cascade,
    add foreign key (domain_id, of_space) references space on delete cascade;
