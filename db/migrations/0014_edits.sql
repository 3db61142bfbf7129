-- What people do with pictures: they write about them and take them out of sight.

-- Which of title, description, tags and persons a person has written as a whole. Of these it is only noted what files say
-- of them (described), so that it can be gone back to.
alter table images add column edited text[] not null default '{}';
alter table images add column edited_at timestamptz;

-- Deleted by a person: hidden like what left its source, but it stays hidden when its source lists it again. So the row of
-- a picture that a source still has is kept for good; of what was uploaded the bytes and the row are deleted after a while.
alter table images add column deleted_at timestamptz;
create index images_deleted on images (deleted_at) where deleted_at is not null;

-- The picture's colour from afar, 0xRRGGBB, to be shown until the picture itself has come; null until it is read again.
alter table images add column tint int check (tint between 0 and 16777215);
