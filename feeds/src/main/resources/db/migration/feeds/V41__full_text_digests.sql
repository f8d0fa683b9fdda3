-- whether the digest's file wants the pages behind a feed's items read for their whole text
alter table feeds.digest_source add column full_text boolean not null default false;
create index digest_source_full_text on feeds.digest_source (source_id) where full_text;
