using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Photoseek.App.Database;

/// <summary>The way to Postgres, the same for every module.</summary>
public static class DatabaseModule
{
    private const int PoolSize = 32;

    /// <summary>
    /// Adds the one <see cref="NpgsqlDataSource"/>. The connection string's own settings win; where it is silent the
    /// pool holds at most 32 connections and is named "photoseek" in pg_stat_activity. Nothing is logged: Npgsql's
    /// errors carry neither parameters nor the password.
    /// </summary>
    /// <exception cref="DatabaseException">The connection string is malformed.</exception>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(Complete(connectionString).ConnectionString);
        builder.EnableParameterLogging(false);
        return services.AddSingleton(_ => builder.Build());
    }

    /// <summary>Fills in what the connection string does not say.</summary>
    /// <exception cref="DatabaseException">It is malformed. The message does not repeat it: it may hold a password.</exception>
    [SuppressMessage("Design", "MA0054:Embed the caught exception as innerException", Justification = "It may quote a part of the password.")]
    internal static NpgsqlConnectionStringBuilder Complete(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new DatabaseException(
                "ConnectionStrings__Postgres is not a connection string; it looks like \"Host=db;Username=photoseek;Password=...;Database=photoseek\".");
        }

        builder.ApplicationName ??= "photoseek";
        if (!builder.ContainsKey("Maximum Pool Size"))
        {
            builder.MaxPoolSize = PoolSize;
        }

        return builder;
    }
}
