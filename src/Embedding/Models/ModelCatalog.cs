using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Photoseek.Embedding.Models;

/// <summary>The bundles on this machine and those that can be installed.</summary>
public sealed class ModelCatalog
{
    private const string ByHand = "A bundle put in place by hand.";

    private readonly EmbeddingOptions _options;
    private readonly IReadOnlyList<KnownModel> _known;

    /// <summary>A catalogue of the folders that the options name, and of the bundles this version knows.</summary>
    public ModelCatalog(IOptions<EmbeddingOptions> options)
        : this(options.Value, options.Value.MoreModels is { Length: > 0 } more ? [.. KnownModel.All, .. KnownModel.Read(more)] : KnownModel.All)
    {
    }

    internal ModelCatalog(EmbeddingOptions options, IReadOnlyList<KnownModel> known)
    {
        _options = options;
        _known = known;
    }

    /// <summary>Bundles found in the installed and shipped folders, and the known ones that are not here yet.</summary>
    /// <remarks>Looked up anew at each call: a bundle put in place by hand is there at once.</remarks>
    public IReadOnlyList<ModelListing> List()
    {
        var here = new[] { _options.InstalledModels, _options.ShippedModels }
            .SelectMany(BundlesIn)
            .DistinctBy(folder => Path.GetFileName(folder))
            .Select(folder => (Name: Path.GetFileName(folder), Folder: folder))
            .Select(b => new ModelListing(b.Name, b.Folder, Known(b.Name)?.Bytes, Known(b.Name)?.Description ?? Describe(b.Folder)))
            .OrderBy(l => l.Name, StringComparer.Ordinal)
            .ToList();
        var missing = _known.Where(k => here.TrueForAll(l => l.Name != k.Name))
            .Select(k => new ModelListing(k.Name, Folder: null, k.Bytes, k.Description));
        return [.. here, .. missing];
    }

    /// <summary>The folder of a bundle that is here.</summary>
    /// <exception cref="InvalidDataException">It is not; says which are and how to install.</exception>
    public string Find(string name)
    {
        var list = List();
        if (list.FirstOrDefault(l => l.Name == name) is { Folder: { } folder })
        {
            return folder;
        }

        // A folder of that name which is no bundle: what it lacks says more than that it is not there.
        foreach (var models in new[] { _options.InstalledModels, _options.ShippedModels })
        {
            if (ChildrenOf(models).FirstOrDefault(f => Path.GetFileName(f) == name) is { } broken)
            {
                BundleFiles.Require(broken);
            }
        }

        var here = string.Join(", ", list.Where(l => l.Folder is not null).Select(l => l.Name));
        var advice = Known(name) is not null
            ? $"Install it with ./photoseek models install {name}"
            : $"Put its folder into {Path.GetFullPath(_options.InstalledModels)}";
        throw new InvalidDataException(
            $"The model '{name}' is not on this machine ({(here.Length > 0 ? "here: " + here : "there is none")}). {advice}, or set Embedding__Model.");
    }

    /// <summary>A bundle that can be downloaded; null when this version knows none of that name.</summary>
    internal KnownModel? Known(string name) => _known.FirstOrDefault(k => k.Name == name);

    /// <summary>The names that can be downloaded.</summary>
    internal IEnumerable<string> KnownNames => _known.Select(k => k.Name);

    private static IEnumerable<string> BundlesIn(string folder) => ChildrenOf(folder).Where(f => BundleFiles.Find(f) is not null);

    private static IEnumerable<string> ChildrenOf(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(Path.GetFullPath(folder)) : [];

    // A bundle may say what it is in a photoseek.json of its own.
    private static string Describe(string folder)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(folder, "photoseek.json"));
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.GetProperty("description").GetString() ?? ByHand;
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ByHand;
        }
    }
}
