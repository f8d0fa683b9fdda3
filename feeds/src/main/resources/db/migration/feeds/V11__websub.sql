-- Feeds whose news a hub sends (WebSub): what it was asked, and what it said.
create table feeds.hub_subscription (
    source_id bigint primary key references feeds.source (id) on delete cascade,
    hub text not null,
    topic text not null,
    -- the last part of the address that it calls; nobody else knows it
    token text not null unique,
    -- encrypted; what it signs with
    secret bytea not null,
    -- when it is asked again
    ask_at timestamptz not null,
    asked_at timestamptz,
    -- until when it sends, as it said; null until it said so
    lease_until timestamptz,
    failures integer not null default 0,
    -- why it does not send; null while it does
    problem text
);
create index hub_subscription_ask on feeds.hub_subscription (ask_at);
