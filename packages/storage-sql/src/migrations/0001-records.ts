// One table for all collections. Each index serves one shape of list (see list-statements.ts); the one by requester
// and status also carries what a cap has to look at, so that counting never leaves the index.
export const records = `
create table holdpoint_records (
  collection text not null,
  id text not null,
  rev integer not null,
  schema integer not null,
  due_at integer,
  sort_key text not null,
  facet_1 text not null,
  facet_2 text not null,
  facet_3 text not null,
  facet_4 text not null,
  turn_at integer,
  turn_to text,
  body text not null,
  outbox text not null,
  primary key (collection, id)
) strict;
create index holdpoint_due on holdpoint_records (collection, due_at, id) where due_at is not null;
create index holdpoint_turn on holdpoint_records (collection, turn_to, turn_at) where turn_at is not null;
create index holdpoint_all on holdpoint_records (collection, sort_key, id);
create index holdpoint_by_1 on holdpoint_records (collection, facet_1, sort_key, id);
create index holdpoint_by_2 on holdpoint_records (collection, facet_2, sort_key, id);
create index holdpoint_by_3 on holdpoint_records (collection, facet_3, sort_key, id);
create index holdpoint_by_4 on holdpoint_records (collection, facet_4, sort_key, id);
create index holdpoint_by_2_1 on holdpoint_records (collection, facet_2, facet_1, sort_key, id);
create index holdpoint_by_4_1 on holdpoint_records (collection, facet_4, facet_1, sort_key, id, facet_2, turn_at, turn_to);
insert into holdpoint_meta (key, value) values ('clock', 0);
`
