using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Photoseek.App.Access;

/// <summary>Where people sign in. Tries are counted by name here and by address before they come here.</summary>
public sealed class SignInDesk(People people, IOptions<LimitOptions> limits, ILogger<SignInDesk> log) : IDisposable
{
    // Each try keeps a core busy for a while: they may not keep all of them busy.
    private readonly SemaphoreSlim _comparing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly PartitionedRateLimiter<string> _names = PartitionedRateLimiter.Create<string, string>(name => Bucket.Of(name, limits.Value.TriesPerName));

    public void Dispose()
    {
        _comparing.Dispose();
        _names.Dispose();
    }

    /// <summary>Whether it is the person's password; begins a session if it is.</summary>
    public async Task<SignInOutcome> TryAsync(HttpContext context, string? name, string? password, CancellationToken cancellationToken)
    {
        var known = name is { Length: <= People.LongestName } ? name.Trim() : "";
        using var lease = _names.AttemptAcquire(known.ToUpperInvariant());
        if (!lease.IsAcquired)
        {
            return SignInOutcome.TooMany;
        }

        var found = await people.FindAsync(known, cancellationToken);
        if (!await MatchesAsync(found?.Hash, password, cancellationToken) || found is null)
        {
            log.SignInFailed(Caller.AddressOf(context));
            return SignInOutcome.Wrong;
        }

        return await BeginAsync(context, found.Value.Id, cancellationToken) ? SignInOutcome.Done : SignInOutcome.Wrong;
    }

    /// <summary>Begins a session of somebody whose password has just been seen or set.</summary>
    /// <returns>False where there is nobody of that number any more.</returns>
    public async Task<bool> BeginAsync(HttpContext context, int id, CancellationToken cancellationToken)
    {
        if (await people.SignedInAsync(id, cancellationToken) is not { } person)
        {
            return false;
        }

        await context.SignInAsync(Schemes.Cookie, Caller.Of(person), new AuthenticationProperties { IsPersistent = true });
        log.SignedIn(id, Caller.AddressOf(context));
        return true;
    }

    /// <summary>Whether it is somebody's password.</summary>
    internal async Task<bool> MatchesAsync(string? hash, string? password, CancellationToken cancellationToken)
    {
        await _comparing.WaitAsync(cancellationToken);
        try
        {
            return Passwords.Matches(hash, password is { Length: <= Passwords.Longest } ? password : "");
        }
        finally
        {
            _comparing.Release();
        }
    }
}
