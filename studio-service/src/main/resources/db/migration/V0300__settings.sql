-- What user profiles start with: the domain says it for all of its profiles, a profile for itself.
alter table domain add column settings jsonb;
update domain set settings = jsonb_build_object('image', default_image, 'instanceType', default_instance_type);
alter table domain alter column settings set not null;
alter table domain drop column default_image;
alter table domain drop column default_instance_type;
alter table domain add column quotas jsonb not null default '{}';
alter table domain add column last_modified_time timestamptz;
update domain set last_modified_time = creation_time;
alter table domain alter column last_modified_time set not null;

alter table user_profile add column settings jsonb not null default '{}';
alter table user_profile add column last_modified_time timestamptz;
update user_profile set last_modified_time = creation_time;
alter table user_profile alter column last_modified_time set not null;
