using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Photoseek.Indexing.Simulation;

/// <summary>Some thousand pictures on their way into the tables, with their vectors, by COPY.</summary>
internal sealed class SimulatedBatch
{
    // PGCOPY\n\377\r\n\0, no flags, no header extension.
    private static readonly byte[] _copyHeader = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] _copyEnd = [0xFF, 0xFF];

    private readonly SimulatedPicture[] _pictures;
    private readonly byte[] _vectors;
    private readonly int _vectorBytes;

    private SimulatedBatch(SimulatedPicture[] pictures, byte[] vectors, int vectorBytes)
    {
        _pictures = pictures;
        _vectors = vectors;
        _vectorBytes = vectorBytes;
    }

    public int Count => _pictures.Length;

    /// <summary>Makes the pictures from <paramref name="first"/> on; takes one core.</summary>
    public static SimulatedBatch Make(SimulatedVectors source, int seed, long first, int count)
    {
        // As halfvec_recv wants it: width, zero, numbers, all with the high byte first.
        var vectorBytes = 4 + (2 * source.Dimension);
        var pictures = new SimulatedPicture[count];
        var vectors = new byte[count * vectorBytes];
        var vector = new float[source.Dimension];
        for (var i = 0; i < count; i++)
        {
            pictures[i] = SimulatedPictures.Of(seed, first + i, source.ClusterOf(first + i));
            source.Picture(first + i, vector);
            var bytes = vectors.AsSpan(i * vectorBytes, vectorBytes);
            BinaryPrimitives.WriteInt16BigEndian(bytes, (short)vector.Length);
            bytes = bytes[4..];
            for (var j = 0; j < vector.Length; j++)
            {
                BinaryPrimitives.WriteHalfBigEndian(bytes[(2 * j)..], (Half)vector[j]);
            }
        }

        return new SimulatedBatch(pictures, vectors, vectorBytes);
    }

    /// <summary>Writes them, in the transaction of the connection.</summary>
    /// <param name="connection">Has begun a transaction.</param>
    /// <param name="source">The source that they are objects of.</param>
    /// <param name="generation">The generation that their vectors are of.</param>
    /// <param name="ids">As many as there are pictures.</param>
    /// <param name="cancellationToken">Stops it; nothing is written then.</param>
    public async Task WriteAsync(NpgsqlConnection connection, int source, int generation, long[] ids, CancellationToken cancellationToken)
    {
        await WriteImagesAsync(connection, ids, cancellationToken);
        await WriteObjectsAsync(connection, source, ids, cancellationToken);
        await WriteVectorsAsync(connection, generation, ids, cancellationToken);
    }

    private async Task WriteImagesAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken)
    {
        const string sql = """
            copy images (id, content_sha256, byte_size, format, width, height, file_name, title, tags, project, category,
              taken_at, camera_make, camera_model, iso, focal_length, latitude, longitude)
            from stdin (format binary)
            """;
        await using var copy = await connection.BeginBinaryImportAsync(sql, cancellationToken);
        for (var i = 0; i < _pictures.Length; i++)
        {
            var picture = _pictures[i];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(ids[i], NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(picture.Sha256, NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(picture.ByteSize, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync("jpeg", NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.Width, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(picture.Height, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(picture.FileName, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.Title, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.Tags, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await (picture.Project is { } project ? copy.WriteAsync(project, NpgsqlDbType.Text, cancellationToken) : copy.WriteNullAsync(cancellationToken));
            await copy.WriteAsync(picture.Category, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.TakenAt, NpgsqlDbType.Timestamp, cancellationToken);
            await copy.WriteAsync(picture.Camera.Make, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.Camera.Model, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(picture.Iso, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(picture.FocalLength, NpgsqlDbType.Double, cancellationToken);
            await copy.WriteAsync(picture.Place.Latitude, NpgsqlDbType.Double, cancellationToken);
            await copy.WriteAsync(picture.Place.Longitude, NpgsqlDbType.Double, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task WriteObjectsAsync(NpgsqlConnection connection, int source, long[] ids, CancellationToken cancellationToken)
    {
        const string sql = "copy image_objects (source_id, key, image_id, byte_size) from stdin (format binary)";
        await using var copy = await connection.BeginBinaryImportAsync(sql, cancellationToken);
        for (var i = 0; i < _pictures.Length; i++)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(source, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(_pictures[i].Key, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(ids[i], NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(_pictures[i].ByteSize, NpgsqlDbType.Bigint, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    // Npgsql does not know halfvec, so the rows of this COPY are put together here.
    [SuppressMessage("Usage", "MA0042", Justification = "The buffer is memory.")]
    private async Task WriteVectorsAsync(NpgsqlConnection connection, int generation, long[] ids, CancellationToken cancellationToken)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"copy image_vectors_{generation} (generation_id, image_id, embedding) from stdin (format binary)");
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
        await copy.WriteAsync(_copyHeader, cancellationToken);
        var row = new byte[2 + 8 + 12 + 4 + _vectorBytes];
        BinaryPrimitives.WriteInt16BigEndian(row, 3);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(2), 4);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(6), generation);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(10), 8);
        BinaryPrimitives.WriteInt32BigEndian(row.AsSpan(22), _vectorBytes);
        for (var i = 0; i < _pictures.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(row.AsSpan(14), ids[i]);
            _vectors.AsSpan(i * _vectorBytes, _vectorBytes).CopyTo(row.AsSpan(26));
            await copy.WriteAsync(row, cancellationToken);
        }

        await copy.WriteAsync(_copyEnd, cancellationToken);
    }
}
