using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing.Captions;

/// <summary>Has a vision model describe pictures, one after the other: there is no more than one such model in a machine.</summary>
internal sealed class CaptionWork(
    PendingCaptions pending, CaptionPicture picture, OllamaClient ollama, IOptions<OllamaOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
{
    private const int MostCharacters = 4000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan WhileAway = TimeSpan.FromMinutes(1);

    private CaptionRecipe? _recipe;
    private long _asked;
    private bool _isOff;

    /// <summary>One step: a picture described.</summary>
    /// <returns>Whether there may be more to do right now.</returns>
    /// <exception cref="OllamaException">Ollama cannot be worked with just now; nothing is lost.</exception>
    public async Task<bool> StepAsync(Patience patience, CancellationToken cancellationToken)
    {
        if (options.Value.CaptionModel.Length == 0)
        {
            if (!_isOff)
            {
                await patience.RunAsync(() => pending.WantAsync(null, cancellationToken), cancellationToken);
                _isOff = true;
            }

            return false;
        }

        if (_recipe is null || time.GetElapsedTime(_asked) > Fresh)
        {
            await AskAsync(patience, cancellationToken);
        }

        var recipe = _recipe!;
        if (await patience.RunAsync(() => pending.ClaimAsync(recipe, cancellationToken), cancellationToken) is not { } claim)
        {
            return false;
        }

        var settled = false;
        try
        {
            await SettleAsync(recipe, claim, patience, cancellationToken);
            settled = true;
        }
        catch (OllamaException exception)
        {
            (_recipe, settled) = (null, true);
            await patience.RunAsync(() => pending.PutBackAsync(claim, exception.Message, TimeSpan.Zero, cancellationToken), cancellationToken);
            throw;
        }
        finally
        {
            if (!settled)
            {
                await ReleaseAsync(claim);
            }
        }

        return true;
    }

    private async Task AskAsync(Patience patience, CancellationToken cancellationToken)
    {
        var last = _recipe;
        _recipe = null;
        var recipe = CaptionRecipe.Of(await ollama.FindAsync(options.Value.CaptionModel, cancellationToken), options.Value);
        if (last is null || last.Digest != recipe.Digest)
        {
            await patience.RunAsync(() => pending.WantAsync(recipe, cancellationToken), cancellationToken);
            var owed = await patience.RunAsync(() => pending.OweMissingAsync(cancellationToken), cancellationToken);
            log.WorkingOnCaptions(recipe.Model, owed);
        }

        (_recipe, _asked) = (recipe, time.GetTimestamp());
    }

    private async Task SettleAsync(CaptionRecipe recipe, ClaimedCaption claim, Patience patience, CancellationToken cancellationToken)
    {
        try
        {
            var caption = claim.Known ?? await DescribeAsync(recipe, claim.ImageId, cancellationToken);
            await patience.RunAsync(() => pending.FinishAsync(recipe, claim, caption, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is OriginalLostException or PictureRefusedException)
        {
            await FailAsync(exception.Message, isLasting: true);
        }
        catch (IOException exception)
        {
            log.CaptionFailed(claim.ImageId, claim.Attempts, exception.Message);
            await patience.RunAsync(() => pending.PutBackAsync(claim, "The file could not be read.", WhileAway, cancellationToken), cancellationToken);
        }
        catch (OllamaException exception) when (exception.MayBeTheInput)
        {
            // If it cannot describe anything, it is not the picture: then this throws.
            await ollama.GenerateAsync(recipe.Model, "What is this?", [picture.Plain()], 8, cancellationToken);
            await FailAsync(exception.Message, exception.Fault == OllamaFault.BadInput);
        }

        async Task FailAsync(string reason, bool isLasting)
        {
            log.CaptionFailed(claim.ImageId, claim.Attempts, reason);
            await patience.RunAsync(
                () => isLasting ? pending.FailAsync(claim, reason, cancellationToken) : pending.PostponeAsync(claim, reason, cancellationToken), cancellationToken);
        }
    }

    private async Task<string> DescribeAsync(CaptionRecipe recipe, long image, CancellationToken cancellationToken)
    {
        var jpeg = await picture.ReadAsync(image, cancellationToken);
        var said = await ollama.GenerateAsync(recipe.Model, options.Value.CaptionPrompt, [jpeg], options.Value.CaptionTokens, cancellationToken);
        if ((await ollama.FindAsync(recipe.Model, cancellationToken)).Digest != recipe.Digest)
        {
            throw new OllamaException(OllamaFault.ModelMissing, $"The model {recipe.Model} was replaced in Ollama while it was at work; pictures are described again.");
        }

        return PlainText.Lines(said, MostCharacters) ?? throw new OllamaException(OllamaFault.BadAnswer, "The model said nothing that can be read.");
    }

    private async Task ReleaseAsync(ClaimedCaption claim)
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await pending.PutBackAsync(claim, null, TimeSpan.Zero, soon.Token);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or OperationCanceledException)
        {
            log.NotReleased(exception, 1);
        }
    }
}
