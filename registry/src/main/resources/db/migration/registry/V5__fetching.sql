-- Blobs that a machine fetches from another registry, so that others that share the store wait for
-- it. Times are the database's, since machines' clocks differ.
create table registry.fetching (
    digest text primary key,
    node uuid not null,
    since timestamptz not null,
    until timestamptz not null,
    done bigint not null default 0,
    size bigint not null default 0
);
