using Microsoft.Extensions.Options;

namespace Photoseek.Embedding.Ollama;

/// <summary>Looks at Ollama for people. What was seen is shared and a few seconds old, however many ask.</summary>
public sealed class OllamaWatch(OllamaClient ollama, IOptions<OllamaOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private Task<OllamaState>? _seen;
    private long _seenAt;

    /// <summary>Never fails for want of Ollama, and takes no longer than a second.</summary>
    public async Task<OllamaState> LookAsync(CancellationToken cancellationToken)
    {
        Task<OllamaState> looking;
        lock (_lock)
        {
            if (_seen is null || time.GetElapsedTime(_seenAt) > Fresh)
            {
                (_seen, _seenAt) = (SeeAsync(), time.GetTimestamp());
            }

            looking = _seen;
        }

        try
        {
            return await looking.WaitAsync(Longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Unseen() with { Trouble = $"Ollama at {Address} takes its time to answer." };
        }
    }

    private string Address => options.Value.Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private OllamaState Unseen() => new(options.Value.Enabled, Address, Reachable: false, null, null, [], null);

    private async Task<OllamaState> SeeAsync()
    {
        var unseen = Unseen();
        if (!options.Value.Enabled)
        {
            return unseen;
        }

        try
        {
            // For all who wait, so that none of them can stop it.
            var versionAsked = ollama.VersionAsync(CancellationToken.None);
            var modelsAsked = ollama.ModelsAsync(CancellationToken.None);
            await Task.WhenAll(versionAsked, modelsAsked);
            var (version, models) = (await versionAsked, await modelsAsked);
            string[] wanted = [options.Value.TextModel, .. options.Value.CaptionModel is { Length: > 0 } captions ? (string[])[captions] : []];
            string[] missing = [.. wanted.Where(name => !models.Any(m => m.IsCalled(name)))];
            var trouble = missing.Length == 0 ? null
                : $"Ollama does not have {string.Join(" and ", missing.Select(static m => $"the model {m}"))}: run {string.Join(" and ", missing.Select(static m => $"\"ollama pull {m}\""))} there.";
            return unseen with { Reachable = true, Version = version, Warning = OllamaVersions.Warning(version), Models = [.. models.Select(static m => m.Name)], Trouble = trouble };
        }
        catch (OllamaException exception)
        {
            return unseen with { Trouble = exception.Message };
        }
    }
}
