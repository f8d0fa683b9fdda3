-- A feed as it is fetched: once for all who read it. With credentials it is its owner's alone.
create table feeds.source (
    id bigint generated always as identity primary key,
    -- without user information
    url text not null,
    account_id bigint references core.accounts (id) on delete cascade,
    -- encrypted; null where none are needed
    credentials bytea,
    -- tells credentials apart and tells nothing of them; empty where there are none
    credentials_key text not null default '',
    -- the registrable domain whose pace it shares
    domain text not null,
    created_at timestamptz not null,

    -- what it says of itself, as plain text
    title text not null default '',
    site_url text not null default '',
    description text not null default '',
    language text not null default '',
    icon_url text not null default '',

    -- validators as they came
    etag text,
    last_modified text,
    body_hash bytea,

    next_fetch_at timestamptz not null,
    -- a digest that is due then wants it fresh; null when none does
    wanted_at timestamptz,
    claim uuid,
    claimed_until timestamptz,
    -- asked, answered with a feed, and answered with news
    checked_at timestamptz,
    fetched_at timestamptz,
    changed_at timestamptz,
    -- the mean time between news, in seconds; null while that is not known
    gap_seconds double precision,

    failures integer not null default 0,
    failing_since timestamptz,
    -- a sentence for its readers
    problem text,
    -- the publisher said that it is gone; asked again once a day at most
    gone boolean not null default false,

    -- a permanent redirect that is followed already and adopted once it has held for days
    moved_to text,
    moved_since timestamptz,
    moved_seen integer not null default 0,

    check ((claim is null) = (claimed_until is null)),
    check ((credentials is null) = (credentials_key = '')),
    check ((account_id is null) = (credentials is null)),
    unique (url, credentials_key)
);
create index source_due on feeds.source (next_fetch_at);
create index source_domain on feeds.source (domain);

-- The pace of a registrable domain, on all nodes together.
create table feeds.domain (
    name text primary key,
    -- not before then is it asked again
    next_at timestamptz not null,
    -- one request at a time
    claim uuid,
    claimed_until timestamptz,
    check ((claim is null) = (claimed_until is null))
);

create table feeds.item (
    id bigint generated always as identity primary key,
    source_id bigint not null references feeds.source (id) on delete cascade,
    -- SHA-256 of what identifies it within its feed
    uid bytea not null,
    guid text not null default '',
    url text not null default '',
    comments_url text not null default '',
    -- plain text
    title text not null default '',
    author text not null default '',
    categories text[] not null default '{}',
    -- HTML, sanitised for the web
    summary text not null default '',
    content text not null default '',
    -- [{"url":…, "type":…, "length":…}]
    enclosures jsonb not null default '[]',
    -- as published, never in the future; the time of the fetch where the feed does not say
    published_at timestamptz not null,
    seen_at timestamptz not null,
    -- when its publisher last changed it, as far as was seen
    changed_at timestamptz not null,
    -- of title, content and links, to see changes
    hash bytea not null,
    unique (source_id, uid)
);
create index item_source on feeds.item (source_id, id);
create index item_seen on feeds.item (seen_at);

-- Reading: who follows what, sorted into folders.
create table feeds.folder (
    id bigint generated always as identity primary key,
    account_id bigint not null references core.accounts (id) on delete cascade,
    name text not null,
    unique (account_id, name)
);

create table feeds.subscription (
    id bigint generated always as identity primary key,
    account_id bigint not null references core.accounts (id) on delete cascade,
    source_id bigint not null references feeds.source (id) on delete restrict,
    folder_id bigint references feeds.folder (id) on delete set null,
    -- the reader's own title; empty for the feed's
    title text not null default '',
    full_text boolean not null default false,
    created_at timestamptz not null,
    unique (account_id, source_id)
);
create index subscription_source on feeds.subscription (source_id);

-- An item as one reader has it; made in the transaction that stores the item.
create table feeds.entry (
    account_id bigint not null references core.accounts (id) on delete cascade,
    item_id bigint not null references feeds.item (id) on delete cascade,
    subscription_id bigint references feeds.subscription (id) on delete set null,
    read_at timestamptz,
    starred_at timestamptz,
    changed_at timestamptz not null,
    primary key (account_id, item_id)
);
create index entry_item on feeds.entry (item_id);
create index entry_unread on feeds.entry (account_id, item_id) where read_at is null;
create index entry_starred on feeds.entry (account_id, item_id) where starred_at is not null;
create index entry_subscription on feeds.entry (subscription_id, item_id);

-- Digests: a file of feeds that is mailed when its schedule says so.
create table feeds.digest (
    id bigint generated always as identity primary key,
    account_id bigint not null references core.accounts (id) on delete cascade,
    -- the file's name
    name text not null,
    -- the file, as it was copied
    content text not null,
    email text not null,
    cron text not null,
    zone text not null,
    -- what else the file says of how its mails look
    options jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- the minute that is to be honoured next
    next_run_at timestamptz not null,
    last_run_at timestamptz,
    -- why no mails are made; null while they are
    paused text,
    claim uuid,
    claimed_until timestamptz,
    check ((claim is null) = (claimed_until is null)),
    unique (account_id, name)
);
create index digest_due on feeds.digest (next_run_at) where paused is null;

create table feeds.digest_source (
    digest_id bigint not null references feeds.digest (id) on delete cascade,
    source_id bigint not null references feeds.source (id) on delete restrict,
    -- in the file's order
    position integer not null,
    -- words of the file for it; empty for the feed's own
    title text not null default '',
    -- false until the first run has taken what is there as known
    begun boolean not null default false,
    primary key (digest_id, source_id)
);
create index digest_source_source on feeds.digest_source (source_id);

-- What a digest is done with: mailed, or known before its first run (no run).
create table feeds.digest_item (
    digest_id bigint not null references feeds.digest (id) on delete cascade,
    item_id bigint not null references feeds.item (id) on delete cascade,
    run_id bigint,
    primary key (digest_id, item_id)
);
create index digest_item_item on feeds.digest_item (item_id);
