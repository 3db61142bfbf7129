using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Search.Queries;

namespace Photoseek.Search.Cache;

/// <summary>
/// Answers that were given before, each with the state of the library that it was made from. Before one is given again Postgres
/// is asked whether anything was committed since: so a cached answer is what the library would answer now, without anybody
/// having to be told of changes.
/// </summary>
internal sealed class ResultCache(NpgsqlDataSource database, IOptions<SearchOptions> options, TimeProvider time)
{
    private const int EntryBytes = 512;
    private const int HitBytes = 512;
    private readonly BoundedCache<SearchRequest, Entry> _entries = new(options.Value.CacheBytes / 2, SizeOf);

    /// <summary>The answer to a request, if it is known and still holds. Whatever goes wrong, it is not known.</summary>
    public async Task<SearchAnswer?> FindAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        if (!_entries.TryGet(request, out var entry))
        {
            return null;
        }

        if (time.GetElapsedTime(entry.Stored) < options.Value.CacheAge && await PendingAsync(entry.State, cancellationToken) is { } pending)
        {
            return entry.Answer with { Cached = true, Pending = pending };
        }

        _entries.Drop(request, entry);
        return null;
    }

    /// <summary>Keeps an answer.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="state">The state of the library in which it was.</param>
    public void Keep(SearchRequest request, SearchAnswer answer, PgSnapshot state) =>
        _entries.Set(request, new Entry(answer, state, time.GetTimestamp()));

    /// <summary>Whether a request can be looked up: one with a picture is as long as its file.</summary>
    public static bool Takes(SearchRequest request) => request.Pictures.Count == 0;

    private static long SizeOf(SearchRequest request, Entry entry) =>
        EntryBytes + (2 * ((request.Text?.Length ?? 0) + (request.Look?.Length ?? 0))) + entry.Answer.Hits.Sum(static hit =>
            HitBytes + (2L * (hit.FileName.Length + hit.Key.Length + hit.SourceRoot.Length + (hit.Title?.Length ?? 0) + (hit.Category?.Length ?? 0))));

    /// <summary>How many images wait for their vectors, if nothing that answers are made of was committed since a state.</summary>
    private async Task<long?> PendingAsync(PgSnapshot state, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select case when {LibraryChanges.None}
              then (select count(*) from (
                      select from model_generations g
                      join pending_images p on p.generation_id = g.id and p.state = 'pending'
                      where g.state = 'serving' limit $4) waiting)
            end
            """;
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(LibraryChanges.Since(state));
            command.Parameters.Add(new NpgsqlParameter { Value = SearchAnswer.MaxPending });
            await command.PrepareAsync(cancellationToken);
            return await command.ExecuteScalarAsync(cancellationToken) as long?;
        }
        catch (NpgsqlException)
        {
            // The search itself will say what is wrong.
            return null;
        }
    }

    private sealed record Entry(SearchAnswer Answer, PgSnapshot State, long Stored);
}
