using System.CommandLine;
using System.Globalization;
using Photoseek.App.Access;
using Photoseek.App.Hosting;

namespace Photoseek.App.Cli;

/// <summary><c>keys</c>: what programs show instead of a password.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "What the key is for." };
    private static readonly Option<string[]> _scopes = new("--scope") { Description = "What it opens: search, upload, embed or jobs; give it several times for several.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        _scopes.AcceptOnlyFromAmong([.. Rights.Scopes]);
        var add = new Command("add", "Make a key and print it; it cannot be had again.") { _name, _scopes };
        add.SetVerb(AddAsync);
        var list = new Command("list", "List the keys that are valid.") { _json };
        list.SetVerb(ListAsync);
        var revoke = new Command("revoke", "Make a key worthless.") { _name };
        revoke.SetVerb(RevokeAsync);
        return new Command("keys", "Keys for programs.") { add, list, revoke };
    }

    private static async Task<int> AddAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(_name);
        if (People.ProblemOf(name) is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        Console.WriteLine(await session.Services.GetRequiredService<AccessKeys>().AddAsync(name, parsed.GetRequiredValue(_scopes), "command line", cancellationToken)
            ?? throw new InvalidDataException($"A key of the name {name} is there already."));
        return 0;
    }

    private static async Task<int> ListAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        foreach (var key in await session.Services.GetRequiredService<AccessKeys>().ListAsync(cancellationToken))
        {
            if (parsed.GetValue(_json))
            {
                JsonLines.Write(new { key.Name, key.Scopes, key.CreatedAt, key.CreatedBy, key.LastUsedAt });
            }
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Name}: {string.Join(", ", key.Scopes)}, {(key.LastUsedAt is { } at ? $"used {at:u}" : "not used yet")}"));
            }
        }

        return 0;
    }

    private static async Task<int> RevokeAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var keys = session.Services.GetRequiredService<AccessKeys>();
        var name = parsed.GetRequiredValue(_name).Trim();
        var key = (await keys.ListAsync(cancellationToken)).FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase));
        if (key is null || !await keys.RevokeAsync(key.Id, cancellationToken))
        {
            throw new InvalidDataException($"There is no valid key of the name {name}.");
        }

        Console.WriteLine($"{key.Name} opens nothing any more.");
        return 0;
    }
}
