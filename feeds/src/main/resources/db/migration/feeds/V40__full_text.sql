-- Pages behind items whose feed has only excerpts: read once, for all who want them.
create table feeds.item_page (
    item_id bigint primary key references feeds.item (id) on delete cascade,
    url text not null,
    -- the registrable domain whose pace it shares
    domain text not null,
    -- how often it was asked for, what is under way included
    tries integer not null default 0,
    -- when it is asked for, or free again if whoever asks does not say what came of it;
    -- null once it was read or given up
    try_at timestamptz,
    -- who asks for it
    claim uuid,
    -- HTML, sanitised for the web; empty while there is none
    content text not null default '',
    -- why there is none, a sentence
    problem text,
    done_at timestamptz
);
create index item_page_due on feeds.item_page (domain, try_at) where try_at is not null;
