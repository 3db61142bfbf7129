-- Staying in step: servers keep codes of the vectors, and answers, in memory. What they have is told by a snapshot
-- (pg_current_snapshot); what is new since was written by the transactions that the snapshot does not include. So every
-- row says which transaction wrote it, and nothing that commits late is missed.

-- The transaction that wrote the vector; null where that was before this column. A default, not a trigger: loading a
-- million rows by COPY stays fast, and writing into a partition itself is seen as well.
alter table image_vectors add column written_by xid8;
alter table image_vectors alter column written_by set default pg_current_xact_id();
create index image_vectors_written on image_vectors (written_by) where written_by is not null;

create function note_vector_written() returns trigger language plpgsql as $$
begin
  new.written_by := pg_current_xact_id();
  return new;
end $$;
create trigger image_vectors_written before update on image_vectors
  for each row execute function note_vector_written();

-- Vectors that were removed, so that memory is given back: whoever misses one asks Postgres for it and does not get it.
create table removed_vectors (
  removed_by    xid8 not null default pg_current_xact_id(),
  generation_id int not null,
  image_id      bigint not null                 -- 0: all of them
);
create index removed_vectors_by on removed_vectors (removed_by);

create function note_vectors_removed() returns trigger language plpgsql as $$
begin
  insert into removed_vectors (generation_id, image_id) select generation_id, image_id from removed;
  return null;
end $$;
create trigger image_vectors_removed after delete on image_vectors
  referencing old table as removed for each statement execute function note_vectors_removed();

create function note_all_vectors_removed() returns trigger language plpgsql as $$
begin
  insert into removed_vectors (generation_id, image_id) values (0, 0);
  return null;
end $$;
create trigger image_vectors_emptied after truncate on image_vectors
  for each statement execute function note_all_vectors_removed();

-- Transactions after which a search may be answered otherwise.
create table library_changes (
  changed_by xid8 primary key default pg_current_xact_id()
);

create function note_library_change() returns trigger language plpgsql as $$
begin
  insert into library_changes default values on conflict do nothing;
  return null;
end $$;
create trigger images_changed after insert or update or delete or truncate on images
  for each statement execute function note_library_change();
create trigger image_vectors_changed after insert or update or delete or truncate on image_vectors
  for each statement execute function note_library_change();
create trigger image_objects_changed after insert or update of source_id, key, image_id or delete or truncate on image_objects
  for each statement execute function note_library_change();
create trigger sources_changed after update or delete or truncate on sources
  for each statement execute function note_library_change();
create trigger model_generations_changed after insert or update or delete or truncate on model_generations
  for each statement execute function note_library_change();

-- How far back the two logs reach. Whoever has a snapshot with an older transaction running starts anew.
create table changes_kept (
  only_row boolean primary key default true check (only_row),
  since    xid8 not null
);
insert into changes_kept (since) values ('0');

create table change_horizons (
  noted_at timestamptz primary key default clock_timestamp(),
  oldest   xid8 not null                        -- all transactions before had ended by then
);

-- Drops what all snapshots of the last while include. By transactions, not by the clock: one may take hours to commit.
create function forget_changes(kept interval) returns void language plpgsql as $$
declare
  horizon record;
begin
  if not pg_try_advisory_xact_lock(hashtext('forget_changes')) then
    return;
  end if;
  insert into change_horizons (oldest) values (pg_snapshot_xmin(pg_current_snapshot()));
  select noted_at, oldest into horizon from change_horizons
  where noted_at <= clock_timestamp() - kept order by noted_at desc limit 1;
  if found then
    delete from removed_vectors where removed_by < horizon.oldest;
    delete from library_changes where changed_by < horizon.oldest;
    delete from change_horizons where noted_at < horizon.noted_at;
    update changes_kept set since = horizon.oldest where since < horizon.oldest;
  end if;
end $$;
