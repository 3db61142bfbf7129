-- How many pictures have words, counted up to so many. Planned for these very words: how common they are, by the beginnings of
-- words too, decides whether the index is asked or whether some pages of the table tell enough. As part of a larger statement
-- the index was asked about whatever it was, and "200", with which every fifth picture's words may begin, took half a second.
create function images_having(words tsquery, most int) returns bigint language plpgsql stable as $$
declare
  n bigint;
begin
  execute 'select count(*) from (select from images i where i.words @@ $1 limit $2) m' into n using words, most;
  return n;
end $$;
