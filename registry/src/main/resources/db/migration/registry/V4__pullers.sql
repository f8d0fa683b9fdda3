-- Who pulled from a repository, and how often: an account, or nobody in particular (null).
create table registry.puller (
    repository_id bigint not null references registry.repository (id) on delete cascade,
    account_id bigint references core.accounts (id) on delete cascade,
    pulls bigint not null,
    pulled_at timestamptz not null,
    unique nulls not distinct (repository_id, account_id)
);
create index puller_account on registry.puller (account_id);
