using System.Diagnostics;
using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Cli;

/// <summary>The command line as a person runs it: a process of its own, over a data folder of the test's.</summary>
internal sealed class PhotoseekCli(string dataFolder, string? connectionString = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Starts a verb without waiting for it.</summary>
    /// <param name="arguments">The verb and what goes with it.</param>
    /// <param name="environment">More of it.</param>
    /// <param name="input">Whether something is typed.</param>
    public Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, bool input = false)
    {
        // Tests that are run in the background ignore the interrupt, and so would what they start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            UseShellExecute = false,
        };
        start.Environment["PHOTOSEEK_HOME"] = Repository.Root;
        start.Environment["PHOTOSEEK_DATA"] = dataFolder;
        start.Environment["Library__Demo"] = "false";
        start.Environment["Ollama__Enabled"] = "false";
        start.Environment["ConnectionStrings__Postgres"] = connectionString ?? "";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    /// <summary>Runs a verb to its end.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(environment: null, arguments);

    /// <summary>Runs a verb to its end with more in its environment.</summary>
    public async Task<CliResult> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(arguments, environment);
        return await EndAsync(process);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public static async Task<CliResult> EndAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return new CliResult(process.ExitCode, await output, await error);
    }

    // Tests lie in tests/App.Tests/bin/Debug/net10.0, the app in src/App/bin/Debug/net10.0.
    private static string Assembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Repository.Path("src", "App", "bin", output.Parent!.Name, output.Name, "Photoseek.App.dll");
        }
    }
}

/// <summary>What a verb left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as JSON, an object a line.</summary>
    public IReadOnlyList<JsonElement> Json =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line))];
}
