create table traffic (
    account_id bigint not null references core.accounts on delete cascade,
    -- what the tunnel is reached by: a host with its path, a port, or alice-box:22
    name text not null check (length(name) between 1 and 1000),
    since timestamptz not null,
    until timestamptz not null,
    streams bigint not null,
    from_visitors bigint not null,
    to_visitors bigint not null,
    requests bigint not null,
    succeeded bigint not null,
    redirected bigint not null,
    refused bigint not null,
    failed bigint not null,
    primary key (account_id, name)
);
create index traffic_until on traffic (until);
