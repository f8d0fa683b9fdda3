-- Objects of an S3-compatible store, by names of their own. Each has its row before its first byte
-- is sent and until it is known to be gone, so that none is forgotten there.
create table registry.object (
    key text primary key,
    -- the blob that it is; empty while it is written, and when it is not needed any more
    digest text unique,
    size bigint not null default 0,
    -- who writes it or wrote it, and the last sign of life
    node uuid not null,
    touched_at timestamptz not null,
    -- since when it is known to be wrong
    quarantined_at timestamptz,
    -- from when on it may be removed
    remove_at timestamptz
);
create index object_writing on registry.object (touched_at)
    where digest is null and quarantined_at is null and remove_at is null;
create index object_remove on registry.object (remove_at) where remove_at is not null;
