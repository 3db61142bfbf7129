using System.Text.RegularExpressions;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

public sealed partial class AccessVerbsTests(EmptyTestPostgres database) : IClassFixture<EmptyTestPostgres>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Users_and_keys_are_made_on_the_command_line()
    {
        var cli = new PhotoseekCli(_folder.Path("data"), database.ConnectionString);
        Assert.Equal(1, (await TypeAsync(cli, "too short", "users", "set-password", "admin")).ExitCode);
        Assert.Equal(0, (await TypeAsync(cli, "a long password", "users", "set-password", "admin")).ExitCode);
        var before = await database.ScalarAsync<string>("select password_hash || stamp::text from people");
        Assert.Equal(0, (await TypeAsync(cli, "another password", "users", "set-password", "Admin")).ExitCode);
        Assert.NotEqual(before, await database.ScalarAsync<string>("select password_hash || stamp::text from people"));

        var nobody = await TypeAsync(cli, "another password", "users", "set-password", "amdin");
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("Nobody is called amdin. There are: admin", nobody.Error, StringComparison.Ordinal);
        Assert.Equal("administrator", (await cli.RunAsync("users", "list", "--json")).Json.Single().GetProperty("role").GetString());

        var made = await cli.RunAsync("keys", "add", "press", "--scope", "search", "--scope", "upload");
        Assert.Matches(Key(), made.Output.Trim());
        Assert.Equal(1, (await cli.RunAsync("keys", "add", "Press", "--scope", "search")).ExitCode);
        Assert.Equal(1, (await cli.RunAsync("keys", "add", "more", "--scope", "administer")).ExitCode);
        var listed = await cli.RunAsync("keys", "list", "--json");
        Assert.Equal("press", listed.Json.Single().GetProperty("name").GetString());
        Assert.DoesNotContain(made.Output.Trim(), listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("keys", "revoke", "press")).ExitCode);
        Assert.Empty((await cli.RunAsync("keys", "list", "--json")).Json);
    }

    private static async Task<CliResult> TypeAsync(PhotoseekCli cli, string line, params string[] arguments)
    {
        using var process = cli.Start(arguments, input: true);
        await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        return await PhotoseekCli.EndAsync(process);
    }

    [GeneratedRegex("^psk_[A-Za-z0-9_-]{43}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();
}
