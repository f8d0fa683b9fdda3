-- mails that are to be sent, and for a while what became of them
create table mails (
    id bigint generated always as identity primary key,
    -- whose, and its name there: the same mail is queued once
    topic text not null check (topic ~ '^[a-z][a-z0-9-]{0,30}$'),
    key text not null,
    account_id bigint not null references accounts on delete cascade,
    recipient text not null,
    domain text not null,
    -- null once nothing is to be sent any more
    message bytea,
    size integer not null,
    created_at timestamptz not null,
    state text not null default 'waiting'
        check (state in ('waiting', 'sent', 'bounced', 'given-up')),
    due_at timestamptz not null,
    claim uuid,
    claimed_until timestamptz,
    attempts integer not null default 0,
    -- a sentence about the last attempt
    result text not null default '',
    changed_at timestamptz not null,
    check ((claim is null) = (claimed_until is null)),
    check ((state = 'waiting') = (message is not null)),
    unique (topic, key)
);
create index mails_due on mails (domain, due_at, id) where state = 'waiting';
create index mails_done on mails (changed_at) where state <> 'waiting';
create index mails_account on mails (account_id, topic, created_at);

-- the pace of mail to each domain, on all nodes together
create table mail_domains (
    name text primary key,
    due_at timestamptz not null
);
create index mail_domains_due on mail_domains (due_at);
