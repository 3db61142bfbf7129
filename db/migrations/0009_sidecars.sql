-- Sidecars: XMP files beside pictures ("a.jpg.xmp" or "a.xmp" beside "a.jpg"), which say more than the pictures themselves.

-- Those that the last looks at a source have found.
create table source_sidecars (
  source_id int not null references sources on delete cascade,
  key       text not null,
  stem      text not null,                     -- the key without ".xmp"
  version   text not null,                     -- changes whenever the content does
  seen_at   timestamptz not null default now(),
  primary key (source_id, key)
);
create index source_sidecars_stem on source_sidecars (source_id, stem);

-- A picture's key without its ending: the stem of a sidecar that it may share with other files.
create function sidecar_stem(key text) returns text language sql immutable parallel safe
  return regexp_replace(key, '\.[^./]*$', '');

-- The versions of the sidecars that the image's metadata was read with; null for none. Where they are not those that are
-- there, the image is to be described again.
alter table image_objects add column sidecars text;
create index image_objects_sidecars on image_objects (source_id) where sidecars is not null;

-- What of the title, description, rating, tags and persons came from files, so that it can follow them and what a person
-- has written is never touched; null until the image is described for the first time.
alter table images add column described jsonb;
