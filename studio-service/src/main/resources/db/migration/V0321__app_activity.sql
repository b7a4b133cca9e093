-- What billing was last told of an app in service: that it computes, or that it idles, and since when. It goes with the app.
create table app_activity (
    app_id text primary key references app on delete cascade,
    busy   boolean not null,
    since  timestamptz not null
);
