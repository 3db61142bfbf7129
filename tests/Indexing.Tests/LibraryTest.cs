using System.Diagnostics.CodeAnalysis;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

/// <summary>Each test has a library of its own: a fresh database, an empty store, an empty folder for photos.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit calls DisposeAsync.")]
public abstract class LibraryTest : IAsyncLifetime
{
    private readonly TestPostgres _postgres = new();
    private readonly TempFolder _folder = new();
    private readonly List<TestProcess> _processes = [];

    internal TestPostgres Postgres => _postgres;

    /// <summary>The app, as a test starts it first.</summary>
    internal TestProcess App => _processes[0];

    /// <summary>The store's folder.</summary>
    internal string Store => _folder.Path("store");

    /// <summary>A folder to import.</summary>
    internal string Photos => _folder.Path("photos");

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Directory.CreateDirectory(Photos);
        StartAnother();
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await CloseAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What a class of tests has beside the library.</summary>
    protected virtual Task CloseAsync() => Task.CompletedTask;

    /// <summary>Another process on the same database and store; settings as the environment would give them.</summary>
    internal TestProcess StartAnother(params (string Key, string Value)[] settings)
    {
        var process = new TestProcess(_postgres.DataSource, Store, settings);
        _processes.Add(process);
        return process;
    }

    /// <summary>Writes a file below <see cref="Photos"/>.</summary>
    internal string Write(string key, byte[] content)
    {
        var path = Path.Combine(Photos, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal Task<long> CountAsync(string from) => _postgres.ScalarAsync<long>($"select count(*) from {from}");

    /// <summary>Files in the store, finished or not.</summary>
    internal string[] Stored() => Directory.Exists(Store) ? Directory.GetFiles(Store, "*", SearchOption.AllDirectories) : [];
}
