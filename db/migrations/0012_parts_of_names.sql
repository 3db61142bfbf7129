-- camera:canon, lens:50mm and name:img_20 are met by any part of a name. Three letters in a row have an index; fewer are
-- looked for row by row.

-- As concat_ws, which is not immutable.
create function camera_name(make text, model text) returns text language sql immutable parallel safe as $$
  select folded(coalesce(make || ' ', '') || coalesce(model, ''))
$$;

create index images_name_parts on images using gin (
  camera_name(camera_make, camera_model) gin_trgm_ops, folded(lens) gin_trgm_ops, folded(file_name) gin_trgm_ops);

-- Projects and categories are met as a whole, accents and case aside.
create index images_project_folded on images (folded(project)) where project is not null;
create index images_category_folded on images (folded(category)) where category is not null;
