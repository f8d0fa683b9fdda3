-- Streams that are feeds again: keys of earlier generations open nothing.
create table feeds.output (
    account_id bigint primary key references core.accounts (id) on delete cascade,
    generation integer not null
);
