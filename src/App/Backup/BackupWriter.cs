using System.Formats.Tar;

namespace Photoseek.App.Backup;

/// <summary>Writes a backup under another name, which it loses when it is whole.</summary>
internal sealed class BackupWriter : IAsyncDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int NoSpace = 28;

    private readonly string _path;
    private readonly string _unfinished;
    private readonly DateTimeOffset _at;
    private readonly FileStream _file;
    private readonly TarWriter _tar;
    private readonly Dictionary<string, PartTally> _tallies = [];

    /// <param name="path">Where it is to be; nothing may be there.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="InvalidDataException">Something is there.</exception>
    public BackupWriter(string path, DateTimeOffset at)
    {
        _path = File.Exists(path) || Directory.Exists(path) ? throw new InvalidDataException($"{path} is there already: give the backup another name.") : path;
        _unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        _at = at;

        // It holds password hashes and the keys that sessions are signed with.
        _file = new FileStream(_unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous, UnixCreateMode = OwnersOnly });
        _tar = new TarWriter(_file, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var part in new[] { BackupNames.Database, BackupNames.Keys, BackupNames.Originals })
        {
            _tallies[part] = new PartTally(part);
        }
    }

    /// <summary>Adds a file as it streams by; how long it is need not be known.</summary>
    public async Task AddAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        await using var hashed = new HashedStream(content);
        await WriteAsync(name, hashed, cancellationToken);
        _tallies[BackupNames.PartOf(name)!].Add(name, hashed.Count, hashed.Hash());
    }

    /// <summary>Adds the manifest, waits for the disk, and gives the backup its name.</summary>
    public async Task<BackupManifest> FinishAsync(string version, string schema, int postgres, CancellationToken cancellationToken)
    {
        var manifest = new BackupManifest(BackupManifest.CurrentFormat, version, schema, postgres, _at, [.. _tallies.Values.Select(static tally => tally.Sum())]);
        using var content = new MemoryStream(manifest.Write(), writable: false);
        await WriteAsync(BackupNames.Manifest, content, cancellationToken);
        try
        {
            await _tar.DisposeAsync();
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw NoRoom(e);
        }

        File.Move(_unfinished, _path, overwrite: false);
        return manifest;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        finally
        {
            File.Delete(_unfinished);
            foreach (var tally in _tallies.Values)
            {
                tally.Dispose();
            }
        }
    }

    private async Task WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            await _tar.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnersOnly, ModificationTime = _at }, cancellationToken);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw NoRoom(e);
        }
    }

    private static bool IsFull(IOException exception) => (exception.HResult & 0xFFFF) == NoSpace;

    private IOException NoRoom(IOException e) => new($"There is no room for the backup in {Path.GetDirectoryName(_path)}: make some, or write it to another disk. What was begun is removed.", e);
}
