using System.Collections.Concurrent;

namespace Photoseek.Embedding.Models;

/// <summary>What bundles are (<see cref="ModelIdentity.Sha256"/>) without loading them; files are read again only when their length or time differs.</summary>
internal sealed class BundleHashes
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The folder is not a bundle this app understands.</exception>
    public string Of(string folder)
    {
        var files = BundleFiles.Require(folder);
        var state = string.Join('|', new[] { files.ImageTower, files.TextTower, files.Preprocessing }.Select(Describe));
        if (_known.TryGetValue(state, out var hash))
        {
            return hash;
        }

        return _known[state] = ClipModel.HashOf(files, Preprocessing.Read(files.Preprocessing));
    }

    private static string Describe(string file)
    {
        var info = new FileInfo(file);
        return $"{file}:{info.Length}:{info.LastWriteTimeUtc.Ticks}";
    }
}
