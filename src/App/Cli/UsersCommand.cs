using System.CommandLine;
using System.Globalization;
using Photoseek.App.Access;
using Photoseek.App.Hosting;
using Spectre.Console;

namespace Photoseek.App.Cli;

/// <summary><c>users</c>: who can sign in, and a new password for whoever has lost theirs. Works on the database, with the server or without it.</summary>
internal static class UsersCommand
{
    private static readonly Argument<string> _name = new("name") { Description = "Who it is." };
    private static readonly Option<Role> _role = new("--role") { Description = "viewer, editor or administrator.", DefaultValueFactory = static _ => Role.Viewer };
    private static readonly Option<bool> _json = JsonLines.Option();

    public static Command Create()
    {
        var list = new Command("list", "List who can sign in.") { _json };
        list.SetVerb(ListAsync);
        var add = new Command("add", "Let somebody in. The password is asked for, or read from standard input.") { _name, _role };
        add.SetVerb(AddAsync);
        var password = new Command("set-password", "Set somebody's password, and end all of their sessions. Where nobody is there yet, they become the administrator.") { _name };
        password.SetVerb(SetPasswordAsync);
        return new Command("users", "Who can sign in.") { list, add, password };
    }

    private static async Task<int> ListAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        foreach (var person in await session.Services.GetRequiredService<People>().ListAsync(cancellationToken))
        {
            var role = person.Role.ToString().ToLowerInvariant();
            if (parsed.GetValue(_json))
            {
                JsonLines.Write(new { person.Name, Role = role, person.CreatedAt, person.SignedInAt });
            }
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{person.Name}: {role}, {(person.SignedInAt is { } at ? $"signed in {at:u}" : "has not signed in yet")}"));
            }
        }

        return 0;
    }

    private static async Task<int> AddAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (name, role) = (NameOf(parsed), parsed.GetValue(_role));
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var people = session.Services.GetRequiredService<People>();
        if (role != Role.Administrator && (await people.ListAsync(cancellationToken)).Count == 0)
        {
            throw new InvalidDataException("Whoever comes first has to be an administrator: photoseek users set-password admin");
        }

        Console.WriteLine(await people.AddAsync(name, await ReadPasswordAsync(cancellationToken), role, cancellationToken)
            ? $"{name} can sign in now."
            : throw new InvalidDataException($"Somebody is called {name} already."));
        return 0;
    }

    private static async Task<int> SetPasswordAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = NameOf(parsed);
        await using var session = await LibrarySession.OpenAsync(settings, cancellationToken);
        var people = session.Services.GetRequiredService<People>();
        var found = await people.FindAsync(name, cancellationToken);
        if (found is null && (await people.ListAsync(cancellationToken)).Count > 0)
        {
            throw new InvalidDataException($"Nobody is called {name}. There are: {string.Join(", ", (await people.ListAsync(cancellationToken)).Select(static person => person.Name))}");
        }

        var password = await ReadPasswordAsync(cancellationToken);
        if (found is { Id: var id })
        {
            await people.SetPasswordAsync(id, password, cancellationToken);
            Console.WriteLine($"The password of {name} is set, and all sessions with the old one are ended.");
            return 0;
        }

        Console.WriteLine(await people.AddFirstAsync(name, password, cancellationToken)
            ? $"{name} is the administrator now; from the next second on everybody has to sign in."
            : throw new InvalidDataException("Somebody else was first; try again."));
        return 0;
    }

    private static string NameOf(ParseResult parsed) =>
        People.ProblemOf(parsed.GetRequiredValue(_name)) is { } problem ? throw new InvalidDataException(problem) : parsed.GetRequiredValue(_name).Trim();

    // Never an argument: those can be read by everybody on the machine.
    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        string? password;
        if (Console.IsInputRedirected)
        {
            password = await Console.In.ReadLineAsync(cancellationToken);
        }
        else
        {
            password = await new TextPrompt<string>("Password:").Secret().ShowAsync(CommandLine.Errors, cancellationToken);
            if (password != await new TextPrompt<string>("The same again:").Secret().ShowAsync(CommandLine.Errors, cancellationToken))
            {
                throw new InvalidDataException("The two passwords are not the same.");
            }
        }

        return Passwords.ProblemOf(password) is { } problem ? throw new InvalidDataException(problem) : password!;
    }
}
