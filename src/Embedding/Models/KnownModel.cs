using System.Text.Json;

namespace Photoseek.Embedding.Models;

/// <summary>A bundle that can be downloaded.</summary>
/// <param name="Name">The name of its folder here.</param>
/// <param name="Description">One line for a person.</param>
/// <param name="Repository">Owner and name at the download address.</param>
/// <param name="Revision">The commit that is pinned.</param>
/// <param name="Files">What is downloaded.</param>
/// <param name="Written">Small configuration files, by their place: known for the family, so written here.</param>
internal sealed record KnownModel(
    string Name,
    string Description,
    string Repository,
    string Revision,
    IReadOnlyList<KnownFile> Files,
    IReadOnlyDictionary<string, JsonElement> Written)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>What a whole download weighs.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);

    /// <summary>The bundles of <c>known-models.json</c>, the recommended one first.</summary>
    public static IReadOnlyList<KnownModel> All { get; } = ReadAll();

    /// <summary>Bundles of a file of the operator's own.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static IReadOnlyList<KnownModel> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<KnownModel[]>(File.ReadAllText(path), Json)!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidDataException($"Embedding__MoreModels: {path} cannot be read: {e.Message}", e);
        }
    }

    private static KnownModel[] ReadAll()
    {
        using var stream = typeof(KnownModel).Assembly.GetManifestResourceStream("known-models.json")!;
        return JsonSerializer.Deserialize<KnownModel[]>(stream, Json)!;
    }
}
