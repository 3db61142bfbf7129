-- What left its source is hidden at once and deleted later; what was too much to go, and what was refused, is remembered.

-- Null while the object is there. One that is gone stays for a while: if it comes back, nothing is done again.
alter table image_objects add column gone_at timestamptz;
create index image_objects_gone on image_objects (gone_at) where gone_at is not null;

-- Null while the image is to be seen: set when the last of its objects that is there goes, null again when one comes back.
alter table images add column hidden_at timestamptz;
create index images_hidden on images (hidden_at, id) where hidden_at is not null;

-- A removal that was too large to be done without asking, and whether somebody has said yes to it.
create table source_removals (
  source_id int primary key references sources on delete cascade,
  gone      bigint not null,                   -- objects that are missing
  known     bigint not null,                   -- of so many
  since     timestamptz not null default now(),
  accepted  bigint                             -- so many may go, once; null when nobody has said anything
);

-- Objects that are no pictures that can be used, though their names say so.
create table source_refusals (
  source_id  int not null references sources on delete cascade,
  key        text not null,
  reason     text not null,
  refused_at timestamptz not null default now(),
  primary key (source_id, key)
);
