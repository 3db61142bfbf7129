-- What is written about pictures becomes vectors too, by a text model that Ollama runs; and a vision model there may say
-- what is to be seen. Everything works without it: what waits for it is on the lists below.

-- The text of a picture, in one place: what is written about it, a line each, without what is missing. Bounded to what
-- text models read. Other joining makes other vectors: text_generations.text_version says which.
create function picture_text(title text, description text, tags text[], persons text[], caption text) returns text
language sql immutable parallel safe as $$
  select left(coalesce(string_agg(line, E'\n' order by place), ''), 6000)
  from unnest(array[title, array_to_string(tags, ', '), array_to_string(persons, ', '), description, caption]) with ordinality as lines(given, place),
       trim(given, E' \t\n\r') line
  where line <> ''
$$;

-- Who wrote the caption. What a person wrote is never overwritten; one whose writer is not known counts as a person's.
alter table images add column caption_by text check (caption_by in ('model', 'person'));

-- What one exact text model, asked in one exact way, makes of the library. As with model_generations: vectors of two
-- generations never mix, one is built while another serves, and a retired one stays for going back until it is dropped.
create table text_generations (
  id              int generated always as identity primary key,
  model           text not null,               -- as Ollama calls it
  digest          text not null,               -- what lay under that name
  dimension       int not null check (dimension between 1 and 4000),
  document_prefix text not null,
  query_prefix    text not null,
  text_version    int not null,
  state           text not null check (state in ('building', 'serving', 'retired')),
  created_at      timestamptz not null default now(),
  retired_at      timestamptz,                 -- when it stopped being served; going back takes the latest
  unique (digest, dimension, document_prefix, query_prefix, text_version, model)
);
create unique index text_generations_one_serving on text_generations ((true)) where state = 'serving';
create unique index text_generations_one_building on text_generations ((true)) where state = 'building';

-- What the configuration asked for last, all that tells a generation from others. Asking for the same again changes
-- nothing, also when the generation was dropped since.
create table configured_text_model (
  only_row boolean primary key default true check (only_row),
  identity text not null,
  asked_at timestamptz not null default now()
);

create table text_vectors (
  generation_id int not null references text_generations,
  image_id      bigint not null references images on delete cascade,
  text_sha256   bytea not null,                -- of the text that it is made of
  embedding     halfvec not null,
  created_at    timestamptz not null default now(),
  primary key (image_id, generation_id)
) partition by list (generation_id);

create table pending_texts (
  generation_id int not null references text_generations on delete cascade,
  image_id      bigint not null references images on delete cascade,
  state         text not null default 'pending' check (state in ('pending', 'failed', 'ignored')),
  attempts      int not null default 0,
  owed_at       timestamptz not null default now(),
  due_at        timestamptz not null default now(),
  lease         uuid,
  leased_until  timestamptz,
  reason        text,
  primary key (image_id, generation_id)
);
create index pending_texts_due on pending_texts (generation_id, due_at, image_id) where state = 'pending';
create index pending_texts_failed on pending_texts (generation_id) where state <> 'pending';

-- Creates the partition of a generation, once; with its index where it serves from its first text on.
create function open_text_generation(generation int, indexed boolean) returns void language plpgsql as $$
declare
  dims int := (select dimension from text_generations where id = generation);
  part text := format('text_vectors_%s', generation);
begin
  if dims is null then
    raise exception 'there is no text generation %', generation;
  end if;
  perform pg_advisory_xact_lock(hashtext('open_text_generation'), generation);
  if to_regclass(part) is null then
    execute format('create table %I partition of text_vectors (check (vector_dims(embedding) = %s)) for values in (%s)', part, dims, generation);
    if indexed then
      execute format(
        'create index %I on %I using hnsw ((embedding::halfvec(%s)) halfvec_cosine_ops) with (m = 16, ef_construction = 100)',
        part || '_hnsw', part, dims);
    end if;
  end if;
end $$;

create function text_generation_is_indexed(generation int) returns boolean language sql stable as $$
  select coalesce((select indisvalid and indisready from pg_index
                   where indexrelid = to_regclass(format('text_vectors_%s_hnsw', generation))), false)
$$;

-- Descriptions that were made, by what they were made of: made again only when the picture, the model or the prompt is
-- another one. They stay when their pictures go, as the same bytes may come back.
create table captions (
  content_sha256 bytea not null,
  model_digest   text not null,
  prompt_sha256  bytea not null,
  caption        text not null,
  created_at     timestamptz not null default now(),
  primary key (content_sha256, model_digest, prompt_sha256)
);

-- With what pictures are described now; no row: they are not.
create table captioning (
  only_row      boolean primary key default true check (only_row),
  model         text not null,
  model_digest  text not null,
  prompt_sha256 bytea not null,
  since         timestamptz not null default now()
);

create table pending_captions (
  image_id     bigint primary key references images on delete cascade,
  state        text not null default 'pending' check (state in ('pending', 'failed', 'ignored')),
  attempts     int not null default 0,
  owed_at      timestamptz not null default now(),
  due_at       timestamptz not null default now(),
  lease        uuid,
  leased_until timestamptz,
  reason       text
);
create index pending_captions_due on pending_captions (due_at, image_id) where state = 'pending';
create index pending_captions_failed on pending_captions (state) where state <> 'pending';

-- The lists are kept by those who write pictures, whoever they are.
create function owe_texts() returns trigger language plpgsql as $$
begin
  insert into pending_texts (generation_id, image_id)
  select g.id, w.id from text_generations g cross join written w
  where g.state in ('building', 'serving') and picture_text(w.title, w.description, w.tags, w.persons, w.caption) <> ''
  order by w.id
  on conflict do nothing;

  insert into pending_captions (image_id)
  select w.id from captioning c cross join written w where w.caption is null
  order by w.id
  on conflict do nothing;
  return null;
end $$;

-- Whoever is embedding the text that was loses the claim, and a picture without a text is owed nothing.
create function reowe_texts() returns trigger language plpgsql as $$
declare
  changed bigint[];
  emptied bigint[];
begin
  if not exists (select from text_generations) then
    return null;
  end if;
  select array_agg(id) filter (where now_is <> ''), array_agg(id) filter (where now_is = '')
  into changed, emptied
  from (select w.id, picture_text(w.title, w.description, w.tags, w.persons, w.caption) as now_is,
               picture_text(o.title, o.description, o.tags, o.persons, o.caption) as was
        from written w join overwritten o using (id)
        where (w.title, w.description, w.tags, w.persons, w.caption) is distinct from (o.title, o.description, o.tags, o.persons, o.caption)) texts
  where now_is <> was;

  if changed is not null then
    insert into pending_texts (generation_id, image_id)
    select g.id, image from text_generations g cross join unnest(changed) image
    where g.state in ('building', 'serving')
    order by image
    on conflict (image_id, generation_id) do update
    set state = 'pending', attempts = 0, owed_at = now(), due_at = now(), lease = null, leased_until = null, reason = null;
  end if;
  if emptied is not null then
    delete from pending_texts where image_id = any(emptied);
    delete from text_vectors where image_id = any(emptied);
  end if;
  return null;
end $$;

create trigger images_owe_texts after insert on images referencing new table as written for each statement execute function owe_texts();
create trigger images_reowe_texts after update on images referencing new table as written old table as overwritten for each statement execute function reowe_texts();

-- What answers are made of, as decision 12 has it.
create trigger text_vectors_changed after insert or update or delete or truncate on text_vectors
  for each statement execute function note_library_change();
create trigger text_generations_changed after insert or update or delete or truncate on text_generations
  for each statement execute function note_library_change();
