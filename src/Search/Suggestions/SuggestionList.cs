using Dapper;
using Npgsql;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Suggestions;

/// <summary>What the pictures of the library have that begins with what is being typed.</summary>
public sealed class SuggestionList
{
    /// <summary>Most that are given.</summary>
    public const int Most = 10;

    // Somebody is typing: what comes later is of no use to them any more.
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _database;

    internal SuggestionList(NpgsqlDataSource database) => _database = database;

    /// <summary>Suggestions for the end of a text, those for most of its words first; none where they would come too late.</summary>
    /// <param name="text">So far; of a long one only the end is looked at.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<IReadOnlyList<Suggestion>> OfAsync(string text, CancellationToken cancellationToken)
    {
        const string patience = "select set_config('statement_timeout', @milliseconds, true)";
        const string sql = """
            with sought as (
              select place, folded(fragment) as fragment
              from unnest(@fragments) with ordinality s(fragment, place)),
            met as (
              select distinct on (l.kind, l.value) l.kind, l.value, s.place, folded(l.value) like s.fragment || '%' as begins
              from sought s join labels l on ' ' || folded(l.value) like '% ' || s.fragment || '%' and (@kind::text is null or l.kind = @kind)
              order by l.kind, l.value, s.place)
            select kind, value, place::int from met
            order by place, begins desc, length(value), kind, value
            limit @Most
            """;
        var typed = TypedEnd.Of(text);
        if (typed.Fragments.Count == 0)
        {
            return [];
        }

        var fragments = typed.Fragments.Select(static fragment => Escaped(fragment.Text)).ToArray();
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(patience, new { milliseconds = $"{Deadline.TotalMilliseconds:0}" }, transaction, cancellationToken: cancellationToken));
            var rows = await connection.QueryAsync<(string Kind, string Value, int Place)>(
                new CommandDefinition(sql, new { fragments, kind = typed.Kind, Most }, transaction, cancellationToken: cancellationToken));
            return [.. rows.Select(row => new Suggestion(row.Kind, row.Value, QueryOf(row.Kind, row.Value), typed.Fragments[row.Place - 1].From))];
        }
        catch (PostgresException canceled) when (canceled.SqlState == PostgresErrorCodes.QueryCanceled && !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    // There is no filter for places: their name is looked for in what is written.
    private static string QueryOf(string kind, string value)
    {
        var plain = value.Replace('"', ' ');
        return FilterNames.TryLabel(kind, out var field) ? new LabelFilter(field, [plain]).Written : $"\"{plain}\"";
    }

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
