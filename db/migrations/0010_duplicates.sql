-- Near-duplicates over the whole library: found in the background, a few pictures at a time, so that the page that shows
-- them only reads.

-- Pictures that another one is nearly the same as. A group is named by one of its pictures; it stays when that one goes.
create table near_duplicates (
  generation_id int not null references model_generations on delete cascade,
  image_id      bigint not null references images on delete cascade,
  group_id      bigint not null,
  primary key (image_id, generation_id)
);
create index near_duplicates_group on near_duplicates (generation_id, group_id);

-- How far each generation was looked through, and by which rule: by another one it begins anew.
create table duplicate_progress (
  generation_id int primary key references model_generations on delete cascade,
  rule          text not null,
  looked_to     bigint not null default 0       -- images up to this id
);
