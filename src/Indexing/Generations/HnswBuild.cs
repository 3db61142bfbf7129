using System.Globalization;
using Dapper;
using Npgsql;

namespace Photoseek.Indexing.Generations;

/// <summary>Builds the HNSW index of a table of vectors with as many processes as Postgres has for it, while rows come and go.</summary>
internal static class HnswBuild
{
    /// <summary>Builds by several processes, or by one where there is not enough for several to share.</summary>
    /// <param name="build">Takes a connection of its own, as Npgsql gives up one on which memory was missing; is told whether one process is to do it.</param>
    public static async Task<bool> AsThereIsMemoryAsync(Func<bool, Task<bool>> build)
    {
        try
        {
            return await build(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory)
        {
            // What they share lies in /dev/shm, of which a container has 64 MB where nobody gave it more.
            return await build(true);
        }
    }

    /// <summary>Builds <c>table_hnsw</c>, anew where one was broken off.</summary>
    /// <param name="connection">Out of a transaction; settings that are made end with its use.</param>
    /// <param name="table">A partition, its vectors in the column <c>embedding</c>.</param>
    /// <param name="dimension">How many numbers each has.</param>
    /// <param name="alone">Whether one process is to do it.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public static async Task RunAsync(NpgsqlConnection connection, string table, int dimension, bool alone, CancellationToken cancellationToken)
    {
        // Concurrently: a plain build would keep every removal of a picture waiting, and those who add behind it.
        var build = string.Create(CultureInfo.InvariantCulture, $"""
            create index concurrently {table}_hnsw on {table}
            using hnsw ((embedding::halfvec({dimension})) halfvec_cosine_ops) with (m = 16, ef_construction = 100)
            """);
        foreach (var sql in (string[])[Memory, alone ? Alone : AloneBeforeLocksWereRight, $"drop index if exists {table}_hnsw", build])
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken));
        }
    }

    // Also what keeps CVE-2026-3172 away before pgvector 0.8.2: parallel builds overrun what they share where they have less than 4 MB.
    private const string Memory = """
        select set_config('maintenance_work_mem', '64MB', false)
        where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('64MB')
        """;

    private const string Alone = "set max_parallel_maintenance_workers = 0";

    private const string AloneBeforeLocksWereRight = """
        select set_config('max_parallel_maintenance_workers', '0', false)
        from pg_extension where extname = 'vector' and string_to_array(extversion, '.')::int[] < '{0,7,4}'
        """;
}
