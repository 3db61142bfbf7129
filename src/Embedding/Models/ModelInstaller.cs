using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Photoseek.Embedding.Models;

/// <summary>Downloads a known bundle into the installed folder: resumes, checks size and SHA-256, and only then puts it in place.</summary>
public sealed class ModelInstaller
{
    // Left free on the disk: a database and its logs live there as well.
    private const long Reserve = 256L * 1024 * 1024;

    private readonly ModelCatalog _catalog;
    private readonly EmbeddingOptions _options;
    private readonly ModelDownload _download;
    private readonly Func<string, long> _freeBytes;
    private readonly ILogger<ModelInstaller> _logger;

    internal ModelInstaller(
        ModelCatalog catalog, EmbeddingOptions options, ModelDownload download, Func<string, long> freeBytes, ILogger<ModelInstaller> logger)
    {
        _catalog = catalog;
        _options = options;
        _download = download;
        _freeBytes = freeBytes;
        _logger = logger;
    }

    /// <summary>Installs <paramref name="name"/>; a bundle that is already here and whole is left as it is.</summary>
    /// <returns>The bundle's folder.</returns>
    /// <exception cref="ModelInstallException">It could not be installed; says why and what to do. What came so far is kept for the next try.</exception>
    public async Task<string> InstallAsync(string name, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (_catalog.List().FirstOrDefault(l => l.Name == name) is { Folder: { } here })
        {
            return here;
        }

        var model = _catalog.Known(name) ?? throw new ModelInstallException(
            $"There is no model '{name}' to install; known are {string.Join(", ", _catalog.KnownNames)}.");
        var target = Path.GetFullPath(Path.Combine(_options.InstalledModels, name));
        if (Directory.Exists(target))
        {
            throw new ModelInstallException($"{target} is there but is not a whole bundle: complete it or remove it, then try again.");
        }

        try
        {
            return await InstallAsync(model, target, progress, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelInstallException($"{name} could not be written to {_options.InstalledModels}: {e.Message}", e);
        }
    }

    /// <summary>Bytes that are free on the disk of a folder that exists.</summary>
    internal static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private async Task<string> InstallAsync(KnownModel model, string target, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var partial = Path.GetFullPath(Path.Combine(_options.InstalledModels, ".partial", model.Name));
        Directory.CreateDirectory(partial);

        // Two installations of one bundle would write over each other.
        await using var only = new FileStream(
            partial + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        var wanted = model.Bytes - model.Files.Sum(f => ModelDownload.BytesHere(partial, f));
        var free = _freeBytes(partial);
        if (free < wanted + Reserve)
        {
            throw new ModelInstallException(
                $"{model.Name} needs {Megabytes(wanted + Reserve)} MB of disk at {_options.InstalledModels}, and {Megabytes(free)} MB are free.");
        }

        var address = new Uri(EndingInSlash(_options.DownloadAddress), $"{model.Repository}/resolve/{model.Revision}/");
        LogMessages.Installing(_logger, model.Name, address);
        long done = 0;
        foreach (var file in model.Files)
        {
            var before = done;
            var inFile = new Relay(bytes => progress?.Report(new DownloadProgress(file.Path, before + bytes, model.Bytes)));
            try
            {
                await _download.GetAsync(new Uri(address, file.Path), partial, file, inFile, cancellationToken);
            }
            catch (ModelInstallException e) when (file.Optional && e.InnerException is null)
            {
                LogMessages.OptionalFileLeftOut(_logger, model.Name, file.Path, e.Message);
            }

            done += file.Bytes;
        }

        foreach (var (path, content) in model.Written)
        {
            var file = Path.Combine(partial, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(content), cancellationToken);
        }

        // From here on it is seen, and whole.
        Directory.Move(partial, target);
        LogMessages.Installed(_logger, model.Name, target);
        return target;
    }

    private static long Megabytes(long bytes) => bytes / 1_000_000;

    private static Uri EndingInSlash(Uri address) =>
        address.OriginalString.EndsWith('/') ? address : new Uri(address.OriginalString + "/");

    // Progress<T> would answer on the pool, out of order.
    private sealed class Relay(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
