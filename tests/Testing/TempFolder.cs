namespace Photoseek.Testing;

/// <summary>A folder of a test's own, deleted with it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Full path.</summary>
    public string FullPath { get; } = Directory.CreateTempSubdirectory("photoseek-test-").FullName;

    /// <summary>Full path of something in it.</summary>
    public string Path(params string[] parts) => System.IO.Path.Combine([FullPath, .. parts]);

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test removed it.
        }
    }
}
