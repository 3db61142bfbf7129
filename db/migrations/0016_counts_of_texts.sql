-- The ledger of counts (0007) holds what is written about pictures, too: counting it read every picture, for each who asked
-- how far describing is.
--   described, captioned                             pictures that anything is written about, and those that a model described
--   text_vectors; text_pending, _failed, _ignored    by text generation
--   caption_pending, _failed, _ignored

create function written_kinds(title text, description text, caption text, tags text[], persons text[], caption_by text) returns text[]
language sql immutable parallel safe as $$
  select array_remove(array[
    case when title is not null or description is not null or caption is not null or tags <> '{}' or persons <> '{}' then 'described' end,
    case when caption_by = 'model' then 'captioned' end], null)
$$;

create function note_written() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, n)
  select what, count(*) * tg_argv[0]::int
  from changed c, unnest(written_kinds(c.title, c.description, c.caption, c.tags, c.persons, c.caption_by)) what
  group by what;
  return null;
end $$;

create function note_written_anew() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, n)
  select what, sum(n)
  from (
    select what, 1 as n from changed c, unnest(written_kinds(c.title, c.description, c.caption, c.tags, c.persons, c.caption_by)) what
    union all
    select what, -1 from before b, unnest(written_kinds(b.title, b.description, b.caption, b.tags, b.persons, b.caption_by)) what) moved
  group by what having sum(n) <> 0;
  return null;
end $$;

create function note_text_vectors() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select 'text_vectors', generation_id, count(*) * tg_argv[0]::int from changed group by generation_id;
  return null;
end $$;

create function note_text_work() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select 'text_' || state, generation_id, count(*) * tg_argv[0]::int from changed group by state, generation_id;
  return null;
end $$;

create function note_text_work_moved() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, subject, n)
  select 'text_' || state, generation_id, sum(n)
  from (select state, generation_id, 1 as n from changed union all select state, generation_id, -1 from before) moved
  group by state, generation_id having sum(n) <> 0;
  return null;
end $$;

create function note_caption_work() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, n)
  select 'caption_' || state, count(*) * tg_argv[0]::int from changed group by state;
  return null;
end $$;

create function note_caption_work_moved() returns trigger language plpgsql as $$
begin
  insert into library_counts (what, n)
  select 'caption_' || state, sum(n)
  from (select state, 1 as n from changed union all select state, -1 from before) moved
  group by state having sum(n) <> 0;
  return null;
end $$;

create trigger images_written after insert on images referencing new table as changed for each statement execute function note_written('1');
create trigger images_written_taken_out after delete on images referencing old table as changed for each statement execute function note_written('-1');
create trigger images_written_anew after update on images referencing old table as before new table as changed for each statement execute function note_written_anew();
create trigger text_vectors_added after insert on text_vectors referencing new table as changed for each statement execute function note_text_vectors('1');
create trigger text_vectors_taken_out after delete on text_vectors referencing old table as changed for each statement execute function note_text_vectors('-1');
create trigger pending_texts_added after insert on pending_texts referencing new table as changed for each statement execute function note_text_work('1');
create trigger pending_texts_taken_out after delete on pending_texts referencing old table as changed for each statement execute function note_text_work('-1');
create trigger pending_texts_moved after update on pending_texts referencing old table as before new table as changed for each statement execute function note_text_work_moved();
create trigger pending_captions_added after insert on pending_captions referencing new table as changed for each statement execute function note_caption_work('1');
create trigger pending_captions_taken_out after delete on pending_captions referencing old table as changed for each statement execute function note_caption_work('-1');
create trigger pending_captions_moved after update on pending_captions referencing old table as before new table as changed for each statement execute function note_caption_work_moved();

-- What was there before. The triggers hold everybody else off until this is committed.
insert into library_counts (what, n)
select what, count(*) from images i, unnest(written_kinds(i.title, i.description, i.caption, i.tags, i.persons, i.caption_by)) what group by what;
insert into library_counts (what, subject, n) select 'text_vectors', generation_id, count(*) from text_vectors group by generation_id;
insert into library_counts (what, subject, n) select 'text_' || state, generation_id, count(*) from pending_texts group by state, generation_id;
insert into library_counts (what, n) select 'caption_' || state, count(*) from pending_captions group by state;

-- Why something waits or was given up, among as many as there are pictures, most of which nothing is known about.
create index pending_texts_reasons on pending_texts (generation_id, state) where reason is not null;
create index pending_captions_reasons on pending_captions (state) where reason is not null;
