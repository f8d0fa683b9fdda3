-- Repositories, hosted ones (no upstream) and those that were pulled through.
create table registry.repository (
    id bigint generated always as identity primary key,
    upstream text,
    name text not null,
    account_id bigint references core.accounts (id) on delete cascade,
    public boolean not null default false,
    created_at timestamptz not null,
    unique nulls not distinct (upstream, name)
);
create index repository_account on registry.repository (account_id);

-- Bytes that are there, whoever may read them.
create table registry.blob (
    digest text primary key,
    size bigint not null,
    stored_at timestamptz not null,
    used_at timestamptz not null
);
create index blob_used on registry.blob (used_at);

-- The right to a blob: a repository holds it.
create table registry.repository_blob (
    repository_id bigint not null references registry.repository (id) on delete cascade,
    digest text not null references registry.blob (digest),
    added_at timestamptz not null,
    primary key (repository_id, digest)
);
create index repository_blob_digest on registry.repository_blob (digest);

create table registry.manifest (
    repository_id bigint not null references registry.repository (id) on delete cascade,
    digest text not null,
    media_type text not null,
    content bytea not null,
    subject text,
    artifact_type text,
    annotations text not null default '{}',
    pushed_at timestamptz not null,
    used_at timestamptz not null,
    primary key (repository_id, digest)
);
create index manifest_subject on registry.manifest (repository_id, subject) where subject is not null;

-- What manifests are made of: blobs and other manifests, there or not.
create table registry.manifest_child (
    repository_id bigint not null,
    manifest text not null,
    child text not null,
    kind text not null,
    size bigint not null,
    primary key (repository_id, manifest, child, kind),
    foreign key (repository_id, manifest)
        references registry.manifest (repository_id, digest) on delete cascade
);
create index manifest_child_child on registry.manifest_child (repository_id, child);

create table registry.tag (
    repository_id bigint not null references registry.repository (id) on delete cascade,
    -- by code points, which is the order that lists of tags have
    name text collate "C" not null,
    digest text not null,
    moved_at timestamptz not null,
    -- of repositories that are pulled through: when the upstream last said so
    checked_at timestamptz not null,
    primary key (repository_id, name),
    foreign key (repository_id, digest)
        references registry.manifest (repository_id, digest) on delete cascade
);
create index tag_digest on registry.tag (repository_id, digest);

-- Uploads that are not finished; the bytes are in a file of that name.
create table registry.upload (
    id uuid primary key,
    repository_id bigint not null references registry.repository (id) on delete cascade,
    account_id bigint not null references core.accounts (id) on delete cascade,
    written bigint not null,
    started_at timestamptz not null,
    touched_at timestamptz not null
);
create index upload_account on registry.upload (account_id);

-- What tokens are signed with, encrypted; one row.
create table registry.signing_key (
    id integer primary key check (id = 1),
    sealed bytea not null
);
