-- Changing the model without a gap: a generation is built beside the one that serves, and takes its place when it is
-- complete and its index is valid.

-- When it stopped being served; null while it serves, and where it never did. Going back takes the latest.
alter table model_generations add column retired_at timestamptz;

-- What the configuration asked for last, at most one row. Asking for the same again changes nothing, so that a restart
-- does not undo what somebody chose since.
create table configured_model (
  only_row              boolean primary key default true check (only_row),
  model_sha256          text not null,
  preprocessing_version int not null,
  asked_at              timestamptz not null default now()
);

-- Creates the partition of a generation, once, without an index: one that is filled first is built many times faster.
create function open_generation(generation int) returns void language plpgsql as $$
declare
  dims int := (select dimension from model_generations where id = generation);
  part text := format('image_vectors_%s', generation);
begin
  if dims is null then
    raise exception 'there is no generation %', generation;
  end if;
  -- Two processes may start the same generation at once.
  perform pg_advisory_xact_lock(hashtext('start_generation'), generation);
  if to_regclass(part) is null then
    execute format(
      'create table %I partition of image_vectors (check (vector_dims(embedding) = %s)) for values in (%s)',
      part, dims, generation);
  end if;
end $$;

-- Creates the partition and the index of a generation that serves from its first picture on, once.
create or replace function start_generation(generation int) returns void language plpgsql as $$
declare
  dims int := (select dimension from model_generations where id = generation);
  part text := format('image_vectors_%s', generation);
begin
  perform open_generation(generation);
  if to_regclass(part || '_hnsw') is null then
    execute format(
      'create index %I on %I using hnsw ((embedding::halfvec(%s)) halfvec_cosine_ops) with (m = 16, ef_construction = 100)',
      part || '_hnsw', part, dims);
  end if;
end $$;

-- Whether a generation's index can be used: it is there, and no build of it was broken off.
create function generation_is_indexed(generation int) returns boolean language sql stable as $$
  select coalesce((select indisvalid and indisready from pg_index
                   where indexrelid = to_regclass(format('image_vectors_%s_hnsw', generation))), false)
$$;
