namespace Photoseek.Indexing;

/// <summary>Takes a folder's pictures in where they are: nothing is copied, nothing is written to the folder.</summary>
public sealed class FolderImport
{
    /// <summary>Walks <paramref name="path"/> (a folder, with all below it, or one file) and records what is new or changed.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder or file.</exception>
    public Task<ImportSummary> RunAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
