using Dapper;
using Npgsql;
using Photoseek.App.Hosting;
using Photoseek.Embedding;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Jobs;

namespace Photoseek.App.Versions;

/// <summary>What runs here, and what is known against it.</summary>
internal sealed class VersionTable(NpgsqlDataSource database, IndexingMonitor monitor, OllamaWatch ollama, TimeProvider time)
{
    /// <summary>Asks all parts; Ollama no longer than a second, and where it is used at all.</summary>
    public async Task<IReadOnlyList<PartVersion>> ReadAsync(CancellationToken cancellationToken)
    {
        const string sql = "select current_setting('server_version'), (select extversion from pg_extension where extname = 'vector')";
        string postgres;
        string? pgvector;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            (postgres, pgvector) = await connection.QuerySingleAsync<(string, string?)>(new CommandDefinition(sql, cancellationToken: cancellationToken));
        }

        var serving = (await monitor.OverviewAsync(cancellationToken)).Serving;
        return
        [
            new("Photoseek", AppVersion.Text, null, []),
            Known(KnownConcerns.DotNet, Environment.Version.ToString()),
            Known("ONNX Runtime", NativeVersions.OnnxRuntime),
            Known(KnownConcerns.Libvips, NativeVersions.Libvips),
            Known(KnownConcerns.Postgres, postgres.Split(' ')[0]),
            Known(KnownConcerns.Pgvector, pgvector),
            Of(await ollama.LookAsync(cancellationToken)),
            new("Model", serving?.Model, serving is null ? "none serves yet" : $"{serving.Dimension} dimensions", []),
        ];
    }

    private static PartVersion Of(OllamaState state) => new(
        "Ollama",
        state.Version,
        state switch { { Enabled: false } => "switched off", { Reachable: false } => $"not reached at {state.Address}", _ => null },
        state.Warning is { } warning ? [warning] : []);

    private PartVersion Known(string part, string? version) =>
        new(part, version, null, KnownConcerns.Of(part, version, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
}
