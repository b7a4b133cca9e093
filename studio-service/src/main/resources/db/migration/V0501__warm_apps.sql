-- What waits for an owner. Who claims one deletes its row, in the transaction that writes the app with its id.
create table warm_app (
    app_id        text primary key,
    image         text not null,
    instance_type text not null,
    status        text not null check (status in ('Pending', 'Ready')),
    creation_time timestamptz not null
);

create index warm_app_ready on warm_app (image, instance_type, app_id) where status = 'Ready';
