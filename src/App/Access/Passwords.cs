using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Photoseek.App.Access;

/// <summary>Hashes passwords (PBKDF2 with HMAC-SHA512, a salt for each) and compares with them in fixed time.</summary>
internal static class Passwords
{
    public const int Shortest = 10;
    public const int Longest = 200;

    // A tenth of a second or so: nothing to who signs in, much to who guesses.
    private const int Iterations = 210_000;

    private static readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private static readonly string _nobody = _hasher.HashPassword("", Guid.NewGuid().ToString());

    /// <summary>What is wrong with a password that somebody has thought up; null for nothing.</summary>
    public static string? ProblemOf(string? password) => password is not { Length: >= Shortest and <= Longest }
        ? $"A password has {Shortest} to {Longest} characters. Take a few words."
        : null;

    public static string Hash(string password) => _hasher.HashPassword("", password);

    /// <summary>Whether it is the password. It takes as long where there is no such person.</summary>
    /// <param name="hash">What <see cref="Hash"/> made; null for nobody.</param>
    /// <param name="password">What was typed.</param>
    public static bool Matches(string? hash, string password) =>
        _hasher.VerifyHashedPassword("", hash ?? _nobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
