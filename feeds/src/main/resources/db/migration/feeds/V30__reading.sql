-- what is searched: words of any language, titles before texts
alter table feeds.item add column words tsvector generated always as (
    setweight(to_tsvector('simple', left(title, 1000)), 'A')
    || setweight(to_tsvector('simple', left(author, 200)), 'B')
    || setweight(to_tsvector('simple', left(regexp_replace(summary || ' ' || content, '<[^>]*>', ' ', 'g'), 100000)), 'C')
) stored;
create index item_words on feeds.item using gin (words);

create table feeds.tag (
    id bigint generated always as identity primary key,
    account_id bigint not null references core.accounts (id) on delete cascade,
    name text not null,
    unique (account_id, name)
);

create table feeds.entry_tag (
    account_id bigint not null,
    item_id bigint not null,
    tag_id bigint not null references feeds.tag (id) on delete cascade,
    primary key (account_id, item_id, tag_id),
    foreign key (account_id, item_id) references feeds.entry (account_id, item_id) on delete cascade
);
create index entry_tag_tag on feeds.entry_tag (tag_id, item_id);

-- What is done with new items; without a subscription, with those of all.
create table feeds.rule (
    id bigint generated always as identity primary key,
    account_id bigint not null references core.accounts (id) on delete cascade,
    subscription_id bigint references feeds.subscription (id) on delete cascade,
    line text not null
);
create index rule_account on feeds.rule (account_id);
create index rule_subscription on feeds.rule (subscription_id);
