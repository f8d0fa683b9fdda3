-- the hash of what apps of the Fever API tell of a token; empty where it was not kept
alter table api_tokens add column digest_hash text not null default '';
create unique index api_tokens_by_digest on api_tokens (digest_hash) where digest_hash <> '';
