-- What the search box suggests: every tag, person, camera, place, project and category that any picture has been given. As
-- with the dictionary: what no picture has any more stays, as a suggestion that finds nothing does no harm.
create table labels (
  kind  text not null check (kind in ('tag', 'person', 'camera', 'place', 'project', 'category')),
  value text not null,
  primary key (kind, value)
);
-- With a space before it, so that what is typed is looked for where a word begins.
create index labels_beginnings on labels using gin ((' ' || folded(value)) gin_trgm_ops);

create function labels_of(tags text[], persons text[], camera_make text, camera_model text, place text, project text, category text)
returns table (kind text, value text) language sql immutable parallel safe as $$
  select kind, left(trim(value), 200)
  from (
    select 'tag', t from unnest(tags) t
    union all select 'person', p from unnest(persons) p
    union all values
      ('camera', coalesce(nullif(trim(camera_model), ''), camera_make)), ('place', place), ('project', project), ('category', category)) given(kind, value)
  where trim(value) <> ''
$$;

create function learn_labels() returns trigger language plpgsql as $$
begin
  -- In one order, as words are learnt.
  insert into labels (kind, value)
  select distinct l.kind, l.value from written w, labels_of(w.tags, w.persons, w.camera_make, w.camera_model, w.place, w.project, w.category) l
  where not exists (select from labels k where k.kind = l.kind and k.value = l.value)
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;

create function relearn_labels() returns trigger language plpgsql as $$
begin
  insert into labels (kind, value)
  select distinct l.kind, l.value
  from written w join overwritten o using (id), labels_of(w.tags, w.persons, w.camera_make, w.camera_model, w.place, w.project, w.category) l
  where (w.tags, w.persons, w.camera_make, w.camera_model, w.place, w.project, w.category)
      is distinct from (o.tags, o.persons, o.camera_make, o.camera_model, o.place, o.project, o.category)
    and not exists (select from labels k where k.kind = l.kind and k.value = l.value)
  order by 1, 2
  on conflict do nothing;
  return null;
end $$;

create trigger images_learn_labels after insert on images referencing new table as written for each statement execute function learn_labels();
create trigger images_relearn_labels after update on images referencing new table as written old table as overwritten for each statement execute function relearn_labels();

insert into labels (kind, value)
select distinct l.kind, l.value from images i, labels_of(i.tags, i.persons, i.camera_make, i.camera_model, i.place, i.project, i.category) l
on conflict do nothing;
