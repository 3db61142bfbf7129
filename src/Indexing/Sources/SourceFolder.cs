using System.Text;
using Photoseek.Indexing.Sidecars;

namespace Photoseek.Indexing.Sources;

/// <summary>A folder of photos that is only ever read. Links are not followed: what is shown lies in the folder itself.</summary>
internal static class SourceFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp"];
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Whether a name ends like a picture's.</summary>
    public static bool IsPicture(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Walks the folder, in a steady order.</summary>
    /// <returns>Keys of its pictures, its sidecars, and the folders that could not be read.</returns>
    public static FolderListing List(string root, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        var sidecars = new List<SidecarFile>();
        var unreadable = new List<string>();
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in folder.EnumerateFileSystemInfos("*", Everything).OrderBy(static e => e.Name, StringComparer.Ordinal))
                {
                    if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    {
                        continue;
                    }

                    if (entry is DirectoryInfo below)
                    {
                        folders.Push(below);
                    }
                    else if (IsPicture(entry.Name))
                    {
                        keys.Add(KeyOf(root, entry.FullName));
                    }
                    else if (entry is FileInfo file && SidecarFile.IsOne(entry.Name))
                    {
                        sidecars.Add(SidecarOf(root, file));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(folder.FullName);
            }
        }

        keys.Sort(StringComparer.Ordinal);
        return new FolderListing(keys, sidecars, unreadable);
    }

    /// <summary>The sidecars of one picture.</summary>
    public static IReadOnlyList<SidecarFile> SidecarsOf(string root, string path) =>
    [
        .. new[] { path + ".xmp", Path.ChangeExtension(path, ".xmp") }.Select(static p => new FileInfo(p))
            .Where(static file => file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            .Select(file => SidecarOf(root, file)),
    ];

    public static string KeyOf(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Whether the folder itself is missing, or empty as a place is where nothing is mounted.</summary>
    public static bool IsAway(string root) => !Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any();

    /// <summary>Whether a key can be recorded: it is short enough for the database's index and stays below the root.</summary>
    public static bool IsSafe(string key) =>
        key.Length > 0
        && Encoding.UTF8.GetByteCount(key) <= 1024
        && !key.Contains('\0')
        && key.Split('/').All(static part => part is not ("" or "." or ".."));

    /// <summary>The file of a key; null when it is gone.</summary>
    /// <exception cref="SourceAwayException">The folder itself is not there: not mounted, perhaps.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileStream? Open(string root, string key)
    {
        if (!IsSafe(key))
        {
            return null;
        }

        if (IsAway(root))
        {
            throw new SourceAwayException("The folder that the picture lies in is not there at the moment.");
        }

        var path = root;
        foreach (var part in key.Split('/'))
        {
            path = Path.Combine(path, part);
            if (!Path.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
            {
                return null;
            }
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 81_920, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The app may not read this file.", exception);
        }
    }

    private static SidecarFile SidecarOf(string root, FileInfo file) =>
        new(KeyOf(root, file.FullName), SidecarFile.VersionOf(null, file.Length, file.LastWriteTimeUtc));
}
