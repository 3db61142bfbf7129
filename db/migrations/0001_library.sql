-- The library: what is there (sources, objects, images), what the models say of it
-- (generations, vectors) and what is still to do (pending).

create extension if not exists vector;

-- Where originals live. 'store' is the app's own object store (uploads), 'folder' a folder on disk
-- that stays where it is, 's3' a bucket.
create table sources (
  id         int generated always as identity primary key,
  name       text not null unique,
  kind       text not null check (kind in ('store', 'folder', 's3')),
  root       text not null,
  created_at timestamptz not null default now()
);

-- One row per content: the same bytes under a hundred keys are one image.
create table images (
  id             bigint generated always as identity primary key,
  content_sha256 bytea not null unique check (octet_length(content_sha256) = 32),
  byte_size      bigint not null,
  format         text not null check (format in ('jpeg', 'png', 'webp')),
  width          int not null,                 -- pixels, upright
  height         int not null,                 -- pixels, upright
  file_name      text not null,
  title          text,
  description    text,
  tags           text[] not null default '{}',
  persons        text[] not null default '{}',
  project        text,
  category       text,
  taken_at       timestamp,                    -- the camera's wall clock
  taken_offset   smallint,                     -- minutes east of UTC, when the camera says
  camera_make    text,
  camera_model   text,
  lens           text,
  iso            int,
  exposure       double precision,             -- seconds
  aperture       double precision,             -- f-number
  focal_length   double precision,             -- millimetres
  latitude       double precision,
  longitude      double precision,
  rating         smallint,
  created_at     timestamptz not null default now()
);
create index images_created on images (created_at desc, id desc);
create index images_taken on images (taken_at desc, id desc);
-- A search counts what its filters let through before it chooses a plan.
create index images_project on images (project) where project is not null;
create index images_category on images (category) where category is not null;

-- Where each content was found. Removing the last object of an image removes the image (the app does it).
create table image_objects (
  source_id   int not null references sources on delete cascade,
  key         text not null,                   -- relative to the source's root, '/' between parts
  image_id    bigint not null references images on delete cascade,
  byte_size   bigint not null,
  modified_at timestamptz,
  etag        text,
  seen_at     timestamptz not null default now(),
  primary key (source_id, key)
);
create index image_objects_image on image_objects (image_id);

-- A generation is what one exact model makes of the library. Vectors of two generations never mix.
create table model_generations (
  id                    int generated always as identity primary key,
  model                 text not null,
  model_sha256          text not null,
  dimension             int not null check (dimension between 1 and 4000),
  preprocessing_version int not null,
  state                 text not null check (state in ('building', 'serving', 'retired')),
  created_at            timestamptz not null default now(),
  unique (model_sha256, preprocessing_version, dimension)
);
create unique index model_generations_one_serving on model_generations ((true)) where state = 'serving';

-- Unit vectors, one row per (content, generation). Each generation is a partition with its own width check
-- and its own HNSW index over (embedding::halfvec(dimension)); start_generation() makes it, and dropping
-- the partition drops the generation's vectors at once.
create table image_vectors (
  generation_id int not null references model_generations,
  image_id      bigint not null references images on delete cascade,
  embedding     halfvec not null,
  created_at    timestamptz not null default now(),
  primary key (image_id, generation_id)        -- image first: deleting an image must not scan a generation
) partition by list (generation_id);

-- Creates the partition and the index of a generation, once.
create function start_generation(generation int) returns void language plpgsql as $$
declare
  dims int := (select dimension from model_generations where id = generation);
  part text := format('image_vectors_%s', generation);
begin
  if dims is null then
    raise exception 'there is no generation %', generation;
  end if;
  -- Two processes may start the same generation at once.
  perform pg_advisory_xact_lock(hashtext('start_generation'), generation);
  if to_regclass(part) is not null then
    return;
  end if;
  execute format(
    'create table %I partition of image_vectors (check (vector_dims(embedding) = %s)) for values in (%s)',
    part, dims, generation);
  execute format(
    'create index %I on %I using hnsw ((embedding::halfvec(%s)) halfvec_cosine_ops) with (m = 16, ef_construction = 100)',
    part || '_hnsw', part, dims);
end $$;

-- The work list. A row is owed work; finishing deletes it in the transaction that writes the vector.
-- The attempt is counted when the row is claimed, so that a picture that kills the process reaches its limit.
create table pending_images (
  generation_id int not null references model_generations on delete cascade,
  image_id      bigint not null references images on delete cascade,
  state         text not null default 'pending' check (state in ('pending', 'failed')),
  attempts      int not null default 0,
  due_at        timestamptz not null default now(),
  lease         uuid,
  leased_until  timestamptz,
  reason        text,
  primary key (image_id, generation_id)
);
create index pending_images_due on pending_images (generation_id, due_at, image_id) where state = 'pending';
