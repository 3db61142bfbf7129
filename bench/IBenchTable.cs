namespace Photoseek.Bench;

/// <summary>One table (or a few that belong together) of the benchmark.</summary>
internal interface IBenchTable
{
    /// <summary>What it is called on the command line.</summary>
    public string Name { get; }

    /// <summary>One line for the help.</summary>
    public string About { get; }

    /// <summary>Measures, and reports tables and values to <paramref name="run"/>.</summary>
    public Task RunAsync(BenchRun run, CancellationToken cancellationToken);
}
