using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Ollama;

namespace Photoseek.Search.Explanations;

/// <summary>Has the language model explain, one search after the other: there is no more than one such model in a machine.</summary>
internal sealed class ExplanationWriter(
    SearchExplanations explanations, OllamaClient ollama, NpgsqlDataSource database, IOptions<OllamaOptions> options, TimeProvider time, ILogger<ExplanationWriter> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var task in explanations.Waiting.ReadAllAsync(stoppingToken))
            {
                explanations.Settle(await ExplainAsync(task, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever asked asks another process.
        }
    }

    private async Task<Explanation> ExplainAsync(ExplanationTask task, CancellationToken stopping)
    {
        // It counts from the asking: who has waited in the queue for so long has left.
        var left = options.Value.ExplanationDeadline - time.GetElapsedTime(task.Asked);
        if (left <= TimeSpan.Zero)
        {
            return Failed(task, TooLate());
        }

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        try
        {
            var pictures = await ReadAsync(task.Images, either.Token);
            var said = await ollama.GenerateAsync(
                options.Value.ExplanationModel, ExplanationPrompt.Write(task.Query, pictures), [], options.Value.ExplanationTokens, either.Token);
            return ExplanationPrompt.Clean(said) is { Length: > 0 } text
                ? new Explanation(task.Id, ExplanationState.Ready, text)
                : Failed(task, "The model said nothing that can be read.");
        }
        catch (OllamaException exception)
        {
            return Failed(task, exception.Message);
        }
        catch (DbException exception)
        {
            log.ExplanationFailed(exception);
            return Failed(task, "The library does not answer.");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Failed(task, TooLate());
        }
    }

    private string TooLate() => $"The model did not answer within {options.Value.ExplanationDeadline.TotalSeconds:0} s.";

    private static Explanation Failed(ExplanationTask task, string reason) => new(task.Id, ExplanationState.Failed, null, reason);

    private async Task<IReadOnlyList<KnownPicture>> ReadAsync(IReadOnlyList<long> images, CancellationToken cancellationToken)
    {
        const string sql = """
            select id, title, tags, persons, coalesce(nullif(caption, ''), description) as caption, taken_at as takenat
            from images
            where id = any(@ids) and hidden_at is null
            """;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var known = (await connection.QueryAsync<KnownPicture>(new CommandDefinition(sql, new { ids = images.ToArray() }, cancellationToken: cancellationToken))).ToDictionary(static p => p.Id);
        return [.. images.Where(known.ContainsKey).Select(id => known[id])];
    }
}
