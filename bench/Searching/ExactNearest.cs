using System.Numerics.Tensors;
using Npgsql;

namespace Photoseek.Bench.Searching;

/// <summary>The true nearest pictures of some vectors, by comparing them with every stored one.</summary>
internal static class ExactNearest
{
    private const int Best = 10;

    /// <summary>Reads every vector of the generation that serves, once.</summary>
    /// <returns>The ids of each query's ten best, and the mean of the best cosines.</returns>
    public static async Task<(IReadOnlyList<HashSet<long>> Ids, double BestCosine)> FindAsync(NpgsqlDataSource database, IReadOnlyList<float[]> queries, CancellationToken cancellationToken)
    {
        const string sql = """
            copy (select v.image_id, v.embedding from image_vectors v join model_generations g on g.id = v.generation_id and g.state = 'serving')
            to stdout (format binary)
            """;
        var best = queries.Select(_ => new PriorityQueue<long, float>(Best + 1)).ToArray();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
        await using var stream = new BufferedStream(copy, 1 << 20);
        var reader = new CopyReader(stream);
        var chunk = new List<(long Id, float[] Vector)>(2_000);
        while (await reader.NextAsync(cancellationToken) is { } row)
        {
            chunk.Add(row);
            if (chunk.Count == chunk.Capacity)
            {
                Compare(chunk, queries, best);
            }
        }

        Compare(chunk, queries, best);
        var cosines = best.Average(queue => queue.UnorderedItems.Max(item => item.Priority));
        return ([.. best.Select(queue => queue.UnorderedItems.Select(item => item.Element).ToHashSet())], cosines);
    }

    private static void Compare(List<(long Id, float[] Vector)> chunk, IReadOnlyList<float[]> queries, PriorityQueue<long, float>[] best)
    {
        Parallel.For(0, queries.Count, query =>
        {
            foreach (var (id, vector) in chunk)
            {
                var cosine = TensorPrimitives.Dot(queries[query], vector);
                if (best[query].Count < Best)
                {
                    best[query].Enqueue(id, cosine);
                }
                else if (best[query].TryPeek(out _, out var least) && cosine > least)
                {
                    best[query].EnqueueDequeue(id, cosine);
                }
            }
        });
        chunk.Clear();
    }
}
