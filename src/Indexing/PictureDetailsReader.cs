using System.Data.Common;

namespace Photoseek.Indexing;

/// <summary>One image as a row, with its state in the served generation.</summary>
internal static class PictureDetailsReader
{
    // Where there are several objects, the first that is there stands for them all. What is hidden is for the caller to leave out.
    public const string Select = """
        select i.id, case when v.image_id is not null then 'indexed' when p.state in ('failed', 'ignored') then 'failed' else 'pending' end as state,
          case when v.image_id is null then p.reason end as reason,
          i.file_name, coalesce(o.source, '') as source, coalesce(o.key, '') as key, encode(i.content_sha256, 'hex') as sha256,
          i.byte_size, i.format, i.width, i.height, i.title, i.description, i.tags, i.persons, i.project, i.category,
          i.taken_at, i.camera_make, i.camera_model, i.lens, i.iso, i.exposure, i.aperture, i.focal_length, i.rating, i.created_at, i.caption, i.caption_by,
          exists (select from pending_captions c where c.image_id = i.id and c.state = 'pending') as captionpending,
          i.latitude, i.longitude, i.tint, i.edited
        from images i
        left join lateral (
          select s.name as source, o.key
          from image_objects o join sources s on s.id = o.source_id
          where o.image_id = i.id and o.gone_at is null
          order by s.id, o.key limit 1) o on true
        left join model_generations g on g.state = 'serving'
        left join image_vectors v on v.generation_id = g.id and v.image_id = i.id
        left join pending_images p on p.generation_id = g.id and p.image_id = i.id
        """;

    /// <param name="row">Of <see cref="Select"/>.</param>
    /// <param name="withPlace">Whether to tell where it was taken.</param>
    public static PictureDetails Read(DbDataReader row, bool withPlace) => new()
    {
        Id = row.GetInt64(0),
        State = row.GetString(1),
        Reason = Optional<string>(row, 2),
        FileName = row.GetString(3),
        Source = row.GetString(4),
        Key = row.GetString(5),
        Sha256 = row.GetString(6),
        ByteSize = row.GetInt64(7),
        Format = row.GetString(8),
        Width = row.GetInt32(9),
        Height = row.GetInt32(10),
        Title = Optional<string>(row, 11),
        Description = Optional<string>(row, 12),
        Tags = row.GetFieldValue<string[]>(13),
        Persons = row.GetFieldValue<string[]>(14),
        Project = Optional<string>(row, 15),
        Category = Optional<string>(row, 16),
        TakenAt = Value<DateTime>(row, 17),
        CameraMake = Optional<string>(row, 18),
        CameraModel = Optional<string>(row, 19),
        Lens = Optional<string>(row, 20),
        Iso = Value<int>(row, 21),
        Exposure = Value<double>(row, 22),
        Aperture = Value<double>(row, 23),
        FocalLength = Value<double>(row, 24),
        Rating = Value<short>(row, 25),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(26),
        Caption = Optional<string>(row, 27),
        CaptionBy = Optional<string>(row, 28),
        CaptionPending = row.GetBoolean(29),
        Latitude = withPlace ? Value<double>(row, 30) : null,
        Longitude = withPlace ? Value<double>(row, 31) : null,
        Tint = Value<int>(row, 32),
        Edited = row.GetFieldValue<string[]>(33),
    };

    private static T? Optional<T>(DbDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static T? Value<T>(DbDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
