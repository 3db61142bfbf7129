using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Photoseek.Search.Queries;

/// <summary>
/// Which transactions a state of the library includes, as Postgres writes it (<c>pg_current_snapshot()::text</c>). What a later
/// state has that this one has not was written by transactions from <see cref="Next"/> on, or by one of <see cref="Running"/>:
/// so nothing that commits late is ever missed, and nothing is read twice.
/// </summary>
/// <param name="Oldest">All transactions before this one had ended.</param>
/// <param name="Next">The first transaction that had not begun.</param>
/// <param name="Running">Those between the two that had not ended.</param>
internal sealed record PgSnapshot(long Oldest, long Next, IReadOnlyList<long> Running)
{
    /// <summary>Before the first transaction.</summary>
    public static PgSnapshot Nothing { get; } = new(0, 0, []);

    /// <exception cref="FormatException">It is none.</exception>
    public static PgSnapshot Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3
            ? new PgSnapshot(Number(parts[0]), Number(parts[1]), [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)])
            : throw new FormatException($"\"{text}\" is no snapshot of Postgres.");

        static long Number(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether this state has all that another one has.</summary>
    public bool Includes(PgSnapshot other) => Next >= other.Next && Running.All(id => id >= other.Next || other.Running.Contains(id));

    /// <summary>A transaction as a parameter.</summary>
    public static NpgsqlParameter Parameter(long transaction) => new() { Value = (ulong)transaction, NpgsqlDbType = NpgsqlDbType.Xid8 };

    /// <summary>Transactions as a parameter.</summary>
    public static NpgsqlParameter Parameter(IReadOnlyList<long> transactions) =>
        new() { Value = transactions.Select(static id => (ulong)id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8 };
}
