-- what a digest's file says of its looks is read from the file itself
alter table feeds.digest drop column options;
-- names the digest to those who get its mails
alter table feeds.digest add column token text not null unique;

-- the failure that its readers were told of, by when it began
alter table feeds.digest_source add column told_since timestamptz;

-- what was made of a digest at a minute that was due
create table feeds.digest_run (
    id bigint generated always as identity primary key,
    digest_id bigint not null references feeds.digest (id) on delete cascade,
    -- the minute that it honours
    due_at timestamptz not null,
    at timestamptz not null,
    items integer not null,
    mails integer not null,
    -- a sentence
    result text not null
);
create index digest_run_digest on feeds.digest_run (digest_id, id);

-- whether the one who reads an address wants mail on an account's behalf
create table feeds.mail_address (
    account_id bigint not null references core.accounts (id) on delete cascade,
    address text not null,
    state text not null check (state in ('asked', 'confirmed', 'refused')),
    -- names both to the one who was asked
    token text not null unique,
    asked_at timestamptz not null,
    -- since the first of these was asked
    times integer not null,
    times_since timestamptz not null,
    -- false while there was no server to send the question
    sent boolean not null,
    decided_at timestamptz,
    primary key (account_id, address)
);
create index mail_address_address on feeds.mail_address (address, asked_at);
