using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Npgsql;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Queries;

/// <summary>The vectors of some hundred images, as Postgres keeps them: half as many bytes as numbers of single precision.</summary>
internal static class StoredPicturesQuery
{
    // The dimension and two bytes that mean nothing.
    private const int HeaderBytes = 4;

    /// <summary>By image; what has no vector is not among them.</summary>
    public static async Task<IReadOnlyDictionary<long, StoredPicture>> RunAsync(
        LibrarySnapshot snapshot, Generation generation, long[] ids, CancellationToken cancellationToken)
    {
        var sql = $"""
            select v.image_id, halfvec_send(v.embedding), i.taken_at
            from image_vectors v join images i on i.id = v.image_id
            where v.generation_id = {generation.Id} and v.image_id = any($1)
            """;
        var pictures = new Dictionary<long, StoredPicture>(ids.Length);
        Array.Sort(ids);
        await using var command = new NpgsqlCommand(sql, snapshot.Connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ids });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            pictures.Add(reader.GetInt64(0), new StoredPicture(Numbers(reader.GetFieldValue<byte[]>(1)), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDateTime(2)));
        }

        return pictures;
    }

    private static float[] Numbers(ReadOnlySpan<byte> sent)
    {
        var numbers = new float[(sent.Length - HeaderBytes) / sizeof(ushort)];
        Span<ushort> halves = stackalloc ushort[numbers.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(sent[HeaderBytes..]), halves);
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(halves), numbers);
        return numbers;
    }
}
