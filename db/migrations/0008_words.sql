-- Words beside vectors: what is written about a picture is searched too, and filters compare without accents and case.

create extension if not exists unaccent;
create extension if not exists pg_trgm;

-- unaccent is not immutable only because its rules can be edited; ours are as they came.
create function folded(t text) returns text language sql immutable strict parallel safe as $$
  select lower(public.unaccent('public.unaccent', t))
$$;

create function folded(ts text[]) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(folded(t)), '{}') from unnest(ts) t
$$;

-- Whole names and each word of them: person:pat finds "Pat Smith".
create function folded_names(names text[]) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct part), '{}')
  from unnest(folded(names)) name, unnest(string_to_array(name, ' ') || name) part
  where part <> ''
$$;

-- Letters and digits in words; everything else parts them, so that "IMG_2041-beach.jpg" holds a beach.
create function plain_words(t text) returns text language sql immutable parallel safe as $$
  select trim(regexp_replace(coalesce(folded(t), ''), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- Stems in the languages that photographs are most often described in. They are marked, so that a word in quotes is met
-- by itself only.
create function stems(t text) returns tsvector language sql immutable strict parallel safe as $$
  select coalesce(array_to_tsvector(array_agg(distinct '~' || stem)), '')
  from unnest(tsvector_to_array(
    to_tsvector('english', t) || to_tsvector('german', t) || to_tsvector('french', t)
    || to_tsvector('spanish', t) || to_tsvector('italian', t))) stem
$$;

-- What a word asks for: itself, what begins with it, and what has one of its stems.
create function word_query(word text) returns tsquery language sql immutable strict parallel safe as $$
  select (quote_literal(word) || case when length(word) < 3 then '' else ':*' end || coalesce(string_agg(' | ' || quote_literal(stem), ''), ''))::tsquery
  from unnest(tsvector_to_array(stems(word))) stem
$$;

-- Words that say nothing: "two people on a beach" is not found by its "on".
create function is_filler(word text) returns boolean language sql immutable strict parallel safe as $$
  select '' in (to_tsvector('english', word), to_tsvector('german', word), to_tsvector('french', word), to_tsvector('spanish', word), to_tsvector('italian', word))
$$;

-- Names count most, then what is told, then what machines wrote.
create function picture_words(
  title text, tags text[], persons text[], description text, caption text, place text, project text, category text,
  file_name text, camera_make text, camera_model text, lens text)
returns tsvector language plpgsql immutable parallel safe as $$
declare
  names text := plain_words(concat_ws(' ', title, array_to_string(tags, ' '), array_to_string(persons, ' ')));
  told text := plain_words(concat_ws(' ', description, caption, place, project, category));
begin
  return setweight(to_tsvector('simple', names), 'A') || setweight(to_tsvector('simple', told), 'B')
    || setweight(to_tsvector('simple', plain_words(concat_ws(' ', file_name, camera_make, camera_model, lens))), 'C')
    || stems(names || ' ' || told);
end $$;

alter table images add column caption text;   -- what a vision model, or somebody, says is to be seen
alter table images add column place text;     -- city, region, country, as the file names them
alter table images add column words tsvector generated always as (picture_words(
  title, tags, persons, description, caption, place, project, category, file_name, camera_make, camera_model, lens)) stored;

create index images_words on images using gin (words);
create index images_tags on images using gin (folded(tags));
create index images_persons on images using gin (folded_names(persons));
create index images_where on images (latitude, longitude) where latitude is not null and longitude is not null;

-- Every word that is written about any picture, to guess what a mistyped one means. Words stay when their pictures go:
-- a guess that finds nothing does no harm.
create table dictionary (word text primary key);
create index dictionary_likeness on dictionary using gin (word gin_trgm_ops);

create function learn_words() returns trigger language plpgsql as $$
begin
  -- In one order, so that two who learn the same words wait for each other in one direction only.
  insert into dictionary
  select distinct word from written w, unnest(tsvector_to_array(w.words)) word where word ~ '^[[:alpha:]]{4,40}$' order by word
  on conflict do nothing;
  return null;
end $$;

create function relearn_words() returns trigger language plpgsql as $$
begin
  insert into dictionary
  select distinct word from written w join overwritten o using (id), unnest(tsvector_to_array(w.words)) word
  where w.words is distinct from o.words and word ~ '^[[:alpha:]]{4,40}$' order by word
  on conflict do nothing;
  return null;
end $$;

create trigger images_learn after insert on images referencing new table as written for each statement execute function learn_words();
create trigger images_relearn after update on images referencing new table as written old table as overwritten for each statement execute function relearn_words();

insert into dictionary
select distinct word from images i, unnest(tsvector_to_array(i.words)) word where word ~ '^[[:alpha:]]{4,40}$' order by word;
