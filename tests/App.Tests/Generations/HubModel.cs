using System.Security.Cryptography;
using System.Text.Json;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Tests.Models;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Generations;

/// <summary>A model that can be downloaded from a server of the test's own, and the settings that say so.</summary>
internal sealed class HubModel : IAsyncDisposable
{
    public const string Name = "from-the-hub";

    private readonly TempFolder _folder = new();

    public HubModel()
    {
        TestBundles.AddCrop(_folder.FullPath, Name);
        var files = new List<KnownFile>();
        foreach (var file in Directory.EnumerateFiles(_folder.Path(Name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(_folder.Path(Name), file);
            var content = File.ReadAllBytes(file);
            files.Add(new KnownFile(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
            Hub.Files[$"/someone/it/resolve/abc/{path}"] = content;
        }

        var model = new KnownModel(Name, "A test's own.", "someone/it", "abc", files, new Dictionary<string, JsonElement>());
        File.WriteAllText(_folder.Path("more.json"), JsonSerializer.Serialize<KnownModel[]>([model], JsonSerializerOptions.Web));
    }

    public TestHub Hub { get; } = new();

    public Dictionary<string, string> Settings => new(StringComparer.Ordinal)
    {
        ["Embedding__MoreModels"] = _folder.Path("more.json"),
        ["Embedding__DownloadAddress"] = Hub.Address.ToString(),
    };

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
