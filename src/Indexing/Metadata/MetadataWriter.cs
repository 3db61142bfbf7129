using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Metadata;

/// <summary>
/// Writes what the files say into an image's row, in place of what they said before; what a person gave stays, and what a person
/// has edited stays whole.
/// </summary>
internal static class MetadataWriter
{
    public static Task WriteAsync(long image, PictureMetadata metadata, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            with before as (
              select coalesce(described, '{}') as said, title, description, rating, tags, persons, edited from images where id = @image),
            given as (
              select
                edited,
                case when 'title' = any(edited) then title else nullif(title, said->>'title') end as title,
                case when 'description' = any(edited) then description else nullif(description, said->>'description') end as description,
                nullif(rating, (said->>'rating')::smallint) as rating,
                array(select t from unnest(tags) with ordinality as u(t, n)
                  where 'tags' = any(edited) or t not in (select jsonb_array_elements_text(said->'tags')) order by n) as tags,
                array(select t from unnest(persons) with ordinality as u(t, n)
                  where 'persons' = any(edited) or t not in (select jsonb_array_elements_text(said->'persons')) order by n) as persons
              from before),
            added as (
              select
                array(select k from unnest(@Keywords::text[]) with ordinality as u(k, n)
                  where 'tags' = any(edited) or lower(k) not in (select lower(t) from unnest(tags) as t) order by n) as tags,
                array(select k from unnest(@Persons::text[]) with ordinality as u(k, n)
                  where 'persons' = any(edited) or lower(k) not in (select lower(t) from unnest(persons) as t) order by n) as persons
              from given)
            update images set
              title = case when 'title' = any(given.edited) then given.title else coalesce(given.title, @Title) end,
              description = case when 'description' = any(given.edited) then given.description else coalesce(given.description, @Description) end,
              tags = case when 'tags' = any(given.edited) then given.tags else given.tags || added.tags end,
              persons = case when 'persons' = any(given.edited) then given.persons else given.persons || added.persons end,
              taken_at = @Clock::timestamp, taken_offset = @Offset,
              camera_make = @CameraMake, camera_model = @CameraModel, lens = @Lens,
              iso = @Iso, exposure = @Exposure, aperture = @Aperture, focal_length = @FocalLength,
              latitude = @Latitude, longitude = @Longitude,
              rating = coalesce(given.rating, @Rating),
              tint = coalesce(@Tint, tint),
              described = jsonb_strip_nulls(jsonb_build_object(
                'title', case when given.title is null or 'title' = any(given.edited) then @Title::text end,
                'description', case when given.description is null or 'description' = any(given.edited) then @Description::text end,
                'rating', case when given.rating is null then @Rating::smallint end,
                'tags', added.tags, 'persons', added.persons))
            from given, added
            where id = @image
            """;
        var arguments = new
        {
            image,
            metadata.Title,
            metadata.Description,
            metadata.Keywords,
            metadata.Persons,
            Clock = metadata.Taken?.Clock,
            Offset = metadata.Taken?.Offset,
            metadata.CameraMake,
            metadata.CameraModel,
            metadata.Lens,
            metadata.Iso,
            metadata.Exposure,
            metadata.Aperture,
            metadata.FocalLength,
            metadata.Latitude,
            metadata.Longitude,
            metadata.Rating,
            metadata.Tint,
        };
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
    }
}
