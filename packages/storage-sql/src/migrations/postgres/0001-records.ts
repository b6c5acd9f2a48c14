// One table for all collections, its texts compared by their bytes as on every other store. Each index serves one shape
// of list; the one by requester and status is what a cap counts in. In them `id` is collated as "POSIX", which sorts as
// "C" does: else the planner takes each of them for a way to find one record by its name, and reads a whole index for it.
export const records = (schema: string) => `
create table "${schema}".holdpoint_records (
  collection text collate "C" not null,
  id text collate "C" not null,
  rev bigint not null,
  schema integer not null,
  due_at bigint,
  sort_key text collate "C" not null,
  facet_1 text collate "C" not null,
  facet_2 text collate "C" not null,
  facet_3 text collate "C" not null,
  facet_4 text collate "C" not null,
  turn_at bigint,
  turn_to text collate "C",
  body text not null,
  outbox text not null,
  primary key (collection, id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
create index holdpoint_due on "${schema}".holdpoint_records (collection, due_at, id collate "POSIX") where due_at is not null;
create index holdpoint_turn on "${schema}".holdpoint_records (collection, turn_to, turn_at) where turn_at is not null;
create index holdpoint_all on "${schema}".holdpoint_records (collection, sort_key, id collate "POSIX");
create index holdpoint_by_1 on "${schema}".holdpoint_records (collection, facet_1, sort_key, id collate "POSIX");
create index holdpoint_by_2 on "${schema}".holdpoint_records (collection, facet_2, sort_key, id collate "POSIX");
create index holdpoint_by_4 on "${schema}".holdpoint_records (collection, facet_4, sort_key, id collate "POSIX");
create index holdpoint_by_2_1 on "${schema}".holdpoint_records (collection, facet_2, facet_1, sort_key, id collate "POSIX");
create index holdpoint_by_4_1 on "${schema}".holdpoint_records (collection, facet_4, facet_1, sort_key, id collate "POSIX");
`
