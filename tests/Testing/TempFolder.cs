using System.Globalization;

namespace Photoseek.Testing;

/// <summary>A folder of a test's own, deleted with it. What a killed test process left is deleted by the next one.</summary>
public sealed class TempFolder : IDisposable
{
    private const string Prefix = "photoseek-test-files-";
    private static readonly string _parent = MakeParent();
    private static int _count;

    /// <summary>Full path; anybody may read it.</summary>
    public string FullPath { get; } =
        Directory.CreateDirectory(System.IO.Path.Combine(_parent, Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))).FullName;

    /// <summary>Full path of something in it.</summary>
    public string Path(params string[] parts) => System.IO.Path.Combine([FullPath, .. parts]);

    public void Dispose() => Delete(FullPath);

    private static string MakeParent()
    {
        var temp = System.IO.Path.GetTempPath();
        foreach (var folder in Directory.GetDirectories(temp, Prefix + "*"))
        {
            if (!Directory.Exists($"/proc/{System.IO.Path.GetFileName(folder)[Prefix.Length..]}"))
            {
                Delete(folder);
            }
        }

        return Directory.CreateDirectory(System.IO.Path.Combine(temp, $"{Prefix}{Environment.ProcessId}")).FullName;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Already removed, or another user's; what stays is tried again by the next test process.
        }
    }
}
