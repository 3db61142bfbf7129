using Dapper;
using Npgsql;
using Photoseek.Indexing.Jobs;

namespace Photoseek.Indexing.Captions;

/// <summary>Captions as people see and edit them.</summary>
public sealed class LibraryCaptions
{
    /// <summary>Most characters of a caption.</summary>
    public const int MostCharacters = 4000;

    private readonly NpgsqlDataSource _database;

    internal LibraryCaptions(NpgsqlDataSource database) => _database = database;

    /// <summary>How far describing is.</summary>
    public async Task<CaptionStatus> StatusAsync(CancellationToken cancellationToken)
    {
        const string sql = $"""
            with {LibraryCounts.OfTexts}
            select (select model from captioning),
                   coalesce((select n from counts where what = 'captioned'), 0)::bigint,
                   coalesce((select n from counts where what = 'caption_pending'), 0)::bigint,
                   coalesce((select n from counts where what = 'caption_failed'), 0)::bigint,
                   coalesce(
                     (select reason from pending_captions where state = 'pending' and reason is not null limit 1),
                     (select reason from pending_captions where reason is not null limit 1))
            """;
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<(string?, long, long, long, string?)>(new CommandDefinition(sql, cancellationToken: cancellationToken)) is var (model, made, waiting, failed, reason)
            ? new CaptionStatus(model, made, waiting, failed, reason)
            : throw new InvalidOperationException("A row is a row.");
    }

    /// <summary>Has a picture say what a person wrote, for good; nothing: what a model says, now or when it comes to it.</summary>
    /// <returns>Whether there is such a picture.</returns>
    public async Task<bool> WriteAsync(long image, string? caption, CancellationToken cancellationToken)
    {
        const string write = "update images set caption = @text, caption_by = case when @text::text is null then null else 'person' end where id = @image";
        const string owe = """
            insert into pending_captions (image_id) select @image from captioning
            on conflict (image_id) do update set state = 'pending', attempts = 0, due_at = now(), lease = null, leased_until = null, reason = null
            """;
        const string settle = "delete from pending_captions where image_id = @image";
        var text = PlainText.Lines(caption, MostCharacters);
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await connection.ExecuteAsync(new CommandDefinition(write, new { image, text }, transaction, cancellationToken: cancellationToken)) > 0;
        if (found)
        {
            await connection.ExecuteAsync(new CommandDefinition(text is null ? owe : settle, new { image }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return found;
    }
}
