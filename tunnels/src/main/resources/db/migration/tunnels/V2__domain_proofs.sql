-- domains that were added with a proof, which is looked for again and again
create table domain_proofs (
    host text primary key,
    -- the names row goes with its account, and this with it
    name_id bigint not null references names on delete cascade,
    owner text not null,
    -- what a TXT record may say; any of them will do
    texts text[] not null,
    next_at timestamptz not null,
    -- looks in a row that found no such record
    missing integer not null default 0,
    suspended_at timestamptz
);
create index domain_proofs_next on domain_proofs (next_at);
