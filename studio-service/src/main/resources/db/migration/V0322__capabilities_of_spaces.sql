-- The space whose kernels a capability URL opens; null for the user's own.
alter table capability add column space_name text;
alter table capability add foreign key (domain_id, space_name) references space on delete cascade;

create index capability_space on capability (domain_id, space_name) where space_name is not null;
