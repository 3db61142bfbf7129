using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Photoseek.App.Database;

/// <summary>Where a private cluster keeps its files and its socket.</summary>
/// <param name="Folder">The cluster's own folder, closed to all but the server's user.</param>
/// <param name="SocketFolder">Holds the unix socket; the same folder unless its path is too long for a socket.</param>
internal sealed record ClusterPlace(string Folder, string SocketFolder)
{
    // A socket's path may have 107 bytes, of which "/.s.PGSQL.5432.lock" takes 19.
    private const int LongestSocketFolder = 85;

    public string Data => Path.Combine(Folder, "data");

    public string Logs => Path.Combine(Folder, "log");

    /// <summary>Whether the process that the server has noted itself as lives.</summary>
    public bool HasServer
    {
        get
        {
            try
            {
                return int.TryParse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var process)
                    && Directory.Exists($"/proc/{process}");
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    public string StartLog => Path.Combine(Folder, "start.log");

    /// <summary>Major version of the cluster, null when there is none yet.</summary>
    public int? Major
    {
        get
        {
            var file = Path.Combine(Data, "PG_VERSION");
            return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : null;
        }
    }

    /// <summary>Chooses and makes the folders: below the data folder, or in /var/lib/photoseek where the server's user cannot get there.</summary>
    /// <exception cref="DatabaseException">The folders cannot be made, or the socket's folder is somebody else's.</exception>
    public static async Task<ClusterPlace> PrepareAsync(string dataFolder, ServerUser user, ILogger logger, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)))[..16];
        var folder = Path.Combine(dataFolder, "postgres");
        var elsewhere = $"/var/lib/photoseek/{key}";
        try
        {
            // Once elsewhere, always elsewhere: a change of rights must not make the library seem empty.
            if (user.IsOther && (Directory.Exists(Path.Combine(elsewhere, "data")) || !await user.TryOwnAsync(folder, cancellationToken)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(elsewhere)!);
                if (!await user.TryOwnAsync(elsewhere, cancellationToken))
                {
                    throw new DatabaseException($"User {user.Name}, under whom PostgreSQL runs, can enter neither {folder} nor {elsewhere}: set PHOTOSEEK_DATA to a folder that it can reach, or ConnectionStrings__Postgres.");
                }

                logger.ClusterElsewhere(user.Name, dataFolder, elsewhere);
                folder = elsewhere;
            }

            await user.TryOwnAsync(folder, cancellationToken);
            return new ClusterPlace(folder, await SocketFolderAsync(folder, key, user, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The database's folder cannot be made: {e.Message} Set PHOTOSEEK_DATA to a folder that you may write to.", e);
        }
    }

    /// <summary>Removes the socket's folder where it is not the cluster's own.</summary>
    public void RemoveSocketFolder()
    {
        if (SocketFolder != Folder)
        {
            Directory.Delete(SocketFolder, recursive: true);
        }
    }

    private static async Task<string> SocketFolderAsync(string folder, string key, ServerUser user, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(folder) <= LongestSocketFolder)
        {
            return folder;
        }

        var shorter = $"/tmp/photoseek-{user.Id}-{key}";
        if (!Directory.Exists(shorter))
        {
            await user.TryOwnAsync(shorter, cancellationToken);
        }

        return await user.OwnsAloneAsync(shorter, cancellationToken)
            ? shorter
            : throw new DatabaseException($"{shorter} should be a folder that only {user.Name} can enter, and is not: remove it and start again.");
    }
}
