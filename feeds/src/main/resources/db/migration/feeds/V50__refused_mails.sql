-- the mail of the run that has it, so that what a refused mail had is news again; null where that is not known
alter table feeds.digest_item add column part integer;
