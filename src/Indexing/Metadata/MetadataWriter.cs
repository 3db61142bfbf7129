using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Metadata;

/// <summary>Adds what the file says to an image's row; what the row says already, because somebody gave it, stays.</summary>
internal static class MetadataWriter
{
    public static Task WriteAsync(long image, PictureMetadata metadata, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            update images set
              title = coalesce(title, @Title),
              description = coalesce(description, @Description),
              tags = tags || array(
                select k from unnest(@Keywords::text[]) with ordinality as u(k, n)
                where lower(k) not in (select lower(t) from unnest(tags) as t) order by n),
              persons = persons || array(
                select k from unnest(@Persons::text[]) with ordinality as u(k, n)
                where lower(k) not in (select lower(t) from unnest(persons) as t) order by n),
              taken_at = @Clock::timestamp, taken_offset = @Offset,
              camera_make = @CameraMake, camera_model = @CameraModel, lens = @Lens,
              iso = @Iso, exposure = @Exposure, aperture = @Aperture, focal_length = @FocalLength,
              latitude = @Latitude, longitude = @Longitude,
              rating = coalesce(rating, @Rating)
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
        };
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));
    }
}
