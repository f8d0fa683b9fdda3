-- what an administrator said of one account; null where the settings hold, 0 for no limit
create table limits (
    account_id bigint primary key references core.accounts on delete cascade,
    tunnels integer check (tunnels >= 0),
    streams integer check (streams >= 0),
    requests integer check (requests >= 0),
    bytes bigint check (bytes >= 0),
    check (num_nonnulls(tunnels, streams, requests, bytes) > 0)
);
