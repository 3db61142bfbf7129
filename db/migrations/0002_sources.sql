-- Staying in step with buckets.

-- The last look through all of a source. One that stopped before its end is taken up after its last key.
create table source_listings (
  source_id   int primary key references sources on delete cascade,
  began_at    timestamptz not null,            -- what was seen before this and not since is gone
  after_key   text,                            -- the last key that is done with; null at the beginning
  listed      bigint not null default 0,       -- pictures seen so far
  finished_at timestamptz,
  complete    bigint                           -- pictures seen by the last one that came to its end
);

-- Keys that an event or a failed read has named: to be looked at soon. Naming one twice is naming it once.
create table source_due (
  source_id int not null references sources on delete cascade,
  key       text not null,
  marked_at timestamptz not null default clock_timestamp(), -- tells a key that was named again while it was looked at
  due_at    timestamptz not null default now(),
  attempts  int not null default 0,
  primary key (source_id, key)
);
create index source_due_next on source_due (source_id, due_at);
