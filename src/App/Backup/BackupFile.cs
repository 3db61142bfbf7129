using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace Photoseek.App.Backup;

/// <summary>A backup that is to be read: a tar file whose last entry is its manifest.</summary>
internal static class BackupFile
{
    /// <summary>Reads all of it and compares it with its manifest.</summary>
    /// <exception cref="InvalidDataException">It is cut off, damaged, or no backup; the message says so.</exception>
    public static async Task<BackupManifest> CheckAsync(string path, CancellationToken cancellationToken)
    {
        var tallies = new[] { BackupNames.Database, BackupNames.Keys, BackupNames.Originals }.ToDictionary(static name => name, static name => new PartTally(name));
        try
        {
            BackupManifest? manifest = null;
            await foreach (var entry in EntriesAsync(path, cancellationToken))
            {
                if (manifest is null && entry.Name == BackupNames.Manifest)
                {
                    manifest = await BackupManifest.ReadAsync(Content(entry), cancellationToken);
                }
                else
                {
                    var tally = manifest is null && BackupNames.PartOf(entry.Name) is { } part ? tallies[part] : throw new InvalidDataException($"{entry.Name} does not belong there");
                    tally.Add(entry.Name, entry.Length, await SHA256.HashDataAsync(Content(entry), cancellationToken));
                }
            }

            return manifest is null ? throw new InvalidDataException("its end is missing")
                : manifest.Format != BackupManifest.CurrentFormat ? throw new InvalidDataException($"it is laid out in a way ({manifest.Format}) that this Photoseek does not know")
                : tallies.Values.Select(static tally => tally.Sum()).Except(manifest.Parts).FirstOrDefault() is { } other ? throw new InvalidDataException($"the part \"{other.Name}\" is not what was written")
                : manifest;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or JsonException)
        {
            throw new InvalidDataException($"{path} cannot be restored: {e.Message.TrimEnd('.')}. Nothing was changed; take another backup.", e);
        }
        finally
        {
            foreach (var tally in tallies.Values)
            {
                tally.Dispose();
            }
        }
    }

    /// <summary>The entries in their order; each can be read until the next is asked for.</summary>
    public static async IAsyncEnumerable<TarEntry> EntriesAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            yield return entry.EntryType == TarEntryType.RegularFile ? entry : throw new InvalidDataException($"{entry.Name} is no plain file");
        }
    }

    /// <summary>What an entry holds.</summary>
    public static Stream Content(TarEntry entry) => entry.DataStream ?? Stream.Null;
}
