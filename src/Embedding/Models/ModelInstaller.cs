namespace Photoseek.Embedding.Models;

/// <summary>Downloads a known bundle into the installed folder: resumes, checks size and SHA-256, and only then puts it in place.</summary>
public sealed class ModelInstaller
{
    /// <summary>Installs <paramref name="name"/>; a bundle that is already here and whole is left as it is.</summary>
    /// <returns>The bundle's folder.</returns>
    /// <exception cref="ModelInstallException">It could not be installed; says why and what to do. What came so far is kept for the next try.</exception>
    public Task<string> InstallAsync(string name, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
