using Microsoft.Extensions.Logging;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Texts;

/// <summary>Embeds what was claimed and settles each text of it: finished, failed with a reason, or put back.</summary>
internal sealed class TextBatch(PendingTexts pending, OllamaClient ollama, ILogger<IndexingWorker> log)
{
    /// <exception cref="OllamaException">It is Ollama, not the texts: all that is not finished is back on the list, and no attempt was counted.</exception>
    public async Task RunAsync(TextGeneration generation, IReadOnlyList<ClaimedText> claims, Patience patience, CancellationToken cancellationToken)
    {
        var open = claims.ToDictionary(static c => c.ImageId);
        string? reason = null;
        try
        {
            await SettleAsync([.. claims.Where(static c => c.Text.Length == 0)], static _ => null);
            ClaimedText[] texts = [.. claims.Where(static c => c.Text.Length > 0)];
            try
            {
                await EmbedAsync(texts);
            }
            catch (OllamaException exception) when (exception.MayBeTheInput && texts.Length > 0)
            {
                await OneByOneAsync(texts);
            }
        }
        catch (OllamaException exception)
        {
            reason = exception.Message;
            throw;
        }
        finally
        {
            await PutBackAsync(generation.Id, [.. open.Values], reason);
        }

        // One bad text fails the call that it is in.
        async Task OneByOneAsync(ClaimedText[] texts)
        {
            foreach (var text in texts)
            {
                try
                {
                    await patience.RunAsync(() => pending.RenewAsync(generation.Id, [.. open.Values], cancellationToken), cancellationToken);
                    await EmbedAsync([text]);
                }
                catch (OllamaException exception) when (exception.MayBeTheInput)
                {
                    // If nothing works at all, it is not the text: then this throws.
                    await ollama.ProbeAsync(generation.Identity.Model, generation.Identity.Dimension, cancellationToken);
                    log.TextFailed(text.ImageId, text.Attempts, exception.Message);
                    await patience.RunAsync(
                        () => exception.Fault == OllamaFault.BadInput
                            ? pending.FailAsync(generation.Id, text, exception.Message, cancellationToken)
                            : pending.PostponeAsync(generation.Id, text, exception.Message, cancellationToken),
                        cancellationToken);
                    open.Remove(text.ImageId);
                }
            }
        }

        async Task EmbedAsync(ClaimedText[] texts)
        {
            if (texts.Length == 0)
            {
                return;
            }

            var identity = generation.Identity;
            var vectors = await ollama.EmbedAsync(identity.Model, [.. texts.Select(t => identity.DocumentPrefix + t.Text)], identity.Dimension, null, cancellationToken);

            // Another model may have been put under the name meanwhile.
            if (!generation.IsAmong(await ollama.ModelsAsync(cancellationToken)))
            {
                throw new OllamaException(OllamaFault.ModelMissing, $"The model {identity.Model} was replaced in Ollama while it was at work; the texts are embedded again.");
            }

            var vectorOf = texts.Zip(vectors).ToDictionary(static p => p.First.ImageId, static p => p.Second);
            await SettleAsync(texts, t => vectorOf[t.ImageId]);
        }

        async Task SettleAsync(ClaimedText[] texts, Func<ClaimedText, float[]?> vectorOf)
        {
            if (texts.Length == 0)
            {
                return;
            }

            (ClaimedText, float[]?)[] done = [.. texts.Select(t => (t, vectorOf(t)))];
            var kept = await patience.RunAsync(() => pending.FinishAsync(generation.Id, done, cancellationToken), cancellationToken);
            if (kept == texts.Length)
            {
                foreach (var text in texts)
                {
                    open.Remove(text.ImageId);
                }
            }

            log.TextsDone(kept, texts.Length, generation.Id);
        }
    }

    // Those that were finished, or lost to another, are held no more and stay as they are.
    private async Task PutBackAsync(int generation, ClaimedText[] rest, string? reason)
    {
        if (rest.Length == 0)
        {
            return;
        }

        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await pending.PutBackAsync(generation, rest, reason, soon.Token);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or OperationCanceledException)
        {
            log.NotReleased(exception, rest.Length);
        }
    }
}
