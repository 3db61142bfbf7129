namespace Photoseek.Search.Codes;

/// <summary>The codes that this process has, and the bell that tells their keeper that they lack something.</summary>
internal sealed class CodeLibrary : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);
    private volatile CodeIndex? _current;

    /// <summary>The codes of the generation that served when somebody looked last; null while there are none.</summary>
    public CodeIndex? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>A search has seen something that the codes lack.</summary>
    public void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Waits for the bell, or for a while.</summary>
    public Task ListenAsync(TimeSpan most, CancellationToken cancellationToken) => _bell.WaitAsync(most, cancellationToken);

    public void Dispose() => _bell.Dispose();
}
