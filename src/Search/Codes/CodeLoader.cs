using System.Threading.Channels;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Codes;

/// <summary>Makes the codes of a generation from what Postgres holds: as fast as it sends, on all cores.</summary>
internal static class CodeLoader
{
    private const int SampleRows = 10_000;
    private const int RowsAtATime = 1024;

    /// <summary>The codes of a generation as a snapshot has them; null when they take more memory than they may.</summary>
    /// <param name="snapshot">Its state; the transaction stays open for as long as it takes.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="mostBytes">Memory that they may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<CodeIndex?> LoadAsync(LibrarySnapshot snapshot, Generation generation, long mostBytes, CancellationToken cancellationToken)
    {
        var mostRows = mostBytes / CodeScale.BytesPerRow(generation.Model.Dimension);
        if (generation.Rows > 2 * mostRows)
        {
            // An estimate: what is near the limit is tried.
            return null;
        }

        var index = new CodeIndex(generation.Id, await FitAsync(snapshot, generation, cancellationToken));
        if (!await FillAsync(snapshot, generation, index, mostRows, cancellationToken))
        {
            return null;
        }

        index.Complete(snapshot.State);
        return index;
    }

    private static async Task<CodeScale> FitAsync(LibrarySnapshot snapshot, Generation generation, CancellationToken cancellationToken)
    {
        var dimension = generation.Model.Dimension;
        var percent = generation.Rows <= SampleRows ? 100 : Math.Clamp(120.0 * SampleRows / generation.Rows, 0.01, 100);
        var sql = FormattableString.Invariant(
            $"select image_id, embedding from image_vectors_{generation.Id} tablesample system ({percent:0.###}) limit {SampleRows}");
        await using var stream = await VectorStream.OpenAsync(snapshot.Connection, sql, dimension, cancellationToken);
        var sample = new List<float[]>();
        var buffer = new byte[RowsAtATime * stream.RowBytes];
        for (var rows = await stream.ReadAsync(buffer, cancellationToken); rows > 0; rows = await stream.ReadAsync(buffer, cancellationToken))
        {
            for (var row = 0; row < rows; row++)
            {
                var vector = new float[dimension];
                VectorStream.Parse(buffer, row, vector);
                sample.Add(vector);
            }
        }

        return CodeScale.Fit(sample, dimension);
    }

    private static async Task<bool> FillAsync(LibrarySnapshot snapshot, Generation generation, CodeIndex index, long mostRows, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var empty = Channel.CreateUnbounded<byte[]>();
        var full = Channel.CreateUnbounded<(byte[] Buffer, int Rows)>();
        await using var stream = await VectorStream.OpenAsync(
            snapshot.Connection, $"select image_id, embedding from image_vectors_{generation.Id}", generation.Model.Dimension, cancellationToken);
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
        {
            empty.Writer.TryWrite(new byte[RowsAtATime * stream.RowBytes]);
        }

        var encoders = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(EncodeAsync, cancellationToken)).ToList();
        try
        {
            while (true)
            {
                var buffer = await empty.Reader.ReadAsync(stop.Token);
                var rows = await stream.ReadAsync(buffer, stop.Token);
                if (rows == 0 || index.Rows + rows > mostRows)
                {
                    return rows == 0;
                }

                full.Writer.TryWrite((buffer, rows));
            }
        }
        finally
        {
            full.Writer.Complete();
            await Task.WhenAll(encoders);
        }

        async Task EncodeAsync()
        {
            try
            {
                var vector = new float[index.Scale.Dimension];
                var work = new float[2 * index.Scale.Stride];
                await foreach (var (buffer, rows) in full.Reader.ReadAllAsync(cancellationToken))
                {
                    var first = index.Reserve(rows);
                    for (var row = 0; row < rows; row++)
                    {
                        index.Write(first + row, VectorStream.Parse(buffer, row, vector), vector, work);
                    }

                    empty.Writer.TryWrite(buffer);
                }
            }
            catch
            {
                // The reader must not wait for buffers that never come back.
                await stop.CancelAsync();
                throw;
            }
        }
    }
}
