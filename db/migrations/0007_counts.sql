-- How many there are of what, without counting a million rows for everybody who looks, and the installs that are asked for.

-- A ledger: each statement that adds or takes rows notes the difference, in its own transaction, and what there is is the
-- sum. Notes are only ever added, so that transactions do not wait for each other as they would for one row of totals.
create table library_counts (
  id      bigint generated always as identity primary key,
  what    text not null,                       -- images, objects, vectors, pending, failed, ignored
  subject int not null default 0,              -- the source of objects, the generation of vectors and work
  n       bigint not null
);

create function note_images() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, n)
  select 'images', count(*) * tg_argv[0]::int from changed having count(*) > 0;
  return null;
end $$;

create function note_objects() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select 'objects', source_id, count(*) * tg_argv[0]::int from changed group by source_id;
  return null;
end $$;

create function note_vectors() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select 'vectors', generation_id, count(*) * tg_argv[0]::int from changed group by generation_id;
  return null;
end $$;

create function note_work() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select state, generation_id, count(*) * tg_argv[0]::int from changed group by state, generation_id;
  return null;
end $$;

create function note_work_moved() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select state, generation_id, sum(n)
  from (select state, generation_id, 1 as n from changed union all select state, generation_id, -1 from before) moved
  group by state, generation_id having sum(n) <> 0;
  return null;
end $$;

create trigger images_added after insert on images referencing new table as changed for each statement execute function note_images('1');
create trigger images_taken_out after delete on images referencing old table as changed for each statement execute function note_images('-1');
create trigger image_objects_added after insert on image_objects referencing new table as changed for each statement execute function note_objects('1');
create trigger image_objects_taken_out after delete on image_objects referencing old table as changed for each statement execute function note_objects('-1');
create trigger image_vectors_added after insert on image_vectors referencing new table as changed for each statement execute function note_vectors('1');
create trigger image_vectors_taken_out after delete on image_vectors referencing old table as changed for each statement execute function note_vectors('-1');
create trigger pending_images_added after insert on pending_images referencing new table as changed for each statement execute function note_work('1');
create trigger pending_images_taken_out after delete on pending_images referencing old table as changed for each statement execute function note_work('-1');
create trigger pending_images_moved after update on pending_images referencing old table as before new table as changed for each statement execute function note_work_moved();

-- What was there before. The triggers hold everybody else off until this is committed.
insert into library_counts (what, n) select 'images', count(*) from images;
insert into library_counts (what, subject, n) select 'objects', source_id, count(*) from image_objects group by source_id;
insert into library_counts (what, subject, n) select 'vectors', generation_id, count(*) from image_vectors group by generation_id;
insert into library_counts (what, subject, n) select state, generation_id, count(*) from pending_images group by state, generation_id;

-- Every so many notes become few again. Those that somebody else is adding up are left alone, so nobody waits here either.
create function add_up_library_counts() returns trigger language plpgsql as $$
begin
  with taken as (
    delete from library_counts
    where id in (select id from library_counts order by id limit 10000 for update skip locked)
    returning what, subject, n)
  insert into library_counts (what, subject, n)
  select what, subject, sum(n) from taken group by what, subject having sum(n) <> 0;
  return null;
end $$;
create trigger library_counts_add_up after insert on library_counts for each row when (new.id % 256 = 0) execute function add_up_library_counts();

-- Since when the one that waits longest is owed.
create index pending_images_owed on pending_images (generation_id, owed_at) where state = 'pending';

-- Models that are to be installed: a row that is there is work, and outlives the process that does it.
create table model_installs (
  name     text primary key,
  start    boolean not null,                   -- whether the library is to be embedded with it then
  asked_at timestamptz not null default now()
);
