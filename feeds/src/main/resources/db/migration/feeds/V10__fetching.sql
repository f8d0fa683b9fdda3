-- A domain's row alone says who asks it: a feed's own claim would say the same again.
alter table feeds.source drop column claim, drop column claimed_until;
-- Whoever wants a feed sooner brings its next fetch forward.
alter table feeds.source drop column wanted_at;
alter table feeds.source
    -- when somebody last asked to follow it
    add column followed_at timestamptz not null default now(),
    -- since when nobody does; it is not asked then, and gone a day later
    add column unused_since timestamptz,
    -- not before then is it asked, whoever wants it
    add column rest_until timestamptz,
    -- how often its publisher wants it asked
    add column ttl_seconds bigint,
    add column skip_hours integer[] not null default '{}',
    -- 1 is Monday
    add column skip_days integer[] not null default '{}',
    -- WebSub: where news of it can be ordered, and under which address; empty where they cannot
    add column hub_url text not null default '',
    add column topic_url text not null default '',
    -- as long as a hub sends news by itself, it is asked less often
    add column pushed_until timestamptz;

drop index feeds.source_due;
drop index feeds.source_domain;
create index source_due on feeds.source (domain, next_fetch_at) where unused_since is null;

-- When a domain is to be looked at: its pace allows it, and one of its feeds is due.
alter table feeds.domain add column due_at timestamptz not null default 'infinity';
create index domain_due on feeds.domain (due_at);

-- Items that were forgotten but may still be in their feeds, so that they do not come as new.
create table feeds.item_forgotten (
    source_id bigint not null references feeds.source (id) on delete cascade,
    uid bytea not null,
    -- when it was last seen in its feed
    at timestamptz not null,
    primary key (source_id, uid)
);
create index item_forgotten_at on feeds.item_forgotten (at);
