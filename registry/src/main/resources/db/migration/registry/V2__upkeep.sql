-- When somebody last pushed to a repository and pulled from it; written now and then.
alter table registry.repository
    add column pushed_at timestamptz,
    add column pulled_at timestamptz,
    add column pulled_by bigint references core.accounts (id) on delete set null,
    add column pulls bigint not null default 0;

alter table registry.blob
    -- when its bytes were last hashed again
    add column checked_at timestamptz not null default now(),
    -- what is wrong with it, in words; only of blobs that hosted repositories hold
    add column damaged text;
create index blob_checked on registry.blob (checked_at);
create index blob_damaged on registry.blob (digest) where damaged is not null;

-- The owner deleted this part on purpose.
alter table registry.manifest_child add column let_go boolean not null default false;

-- Images of other registries that stay: a tag, whatever it leads to, or a digest.
create table registry.pin (
    repository_id bigint not null references registry.repository (id) on delete cascade,
    reference text not null,
    pinned_at timestamptz not null,
    pinned_by text not null,
    primary key (repository_id, reference)
);
