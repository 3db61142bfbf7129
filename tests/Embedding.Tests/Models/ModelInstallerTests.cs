using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Embedding.Tests.Models;

public sealed class ModelInstallerTests : IAsyncDisposable
{
    private const string Name = "small";
    private const string Root = "/someone/small/resolve/abc123/";

    private readonly TempFolder _folder = new();
    private readonly TestHub _hub = new();
    private readonly HttpClient _http = new();
    private readonly List<DownloadProgress> _progress = [];
    private readonly KnownModel _model;
    private Uri _address;
    private TimeSpan _silence = TimeSpan.FromMinutes(1);
    private long _free = long.MaxValue;

    public ModelInstallerTests()
    {
        _address = _hub.Address;
        var contents = new Dictionary<string, byte[]>
        {
            ["onnx/vision_model.onnx"] = RandomNumberGenerator.GetBytes(1_000_000),
            ["onnx/text_model.onnx"] = RandomNumberGenerator.GetBytes(300_000),
            ["vocab.json"] = "{}"u8.ToArray(),
            ["merges.txt"] = "a b"u8.ToArray(),
            ["tokenizer.json"] = "{ }"u8.ToArray(),
        };
        foreach (var (path, content) in contents)
        {
            _hub.Files[Root + path] = content;
        }

        _model = new KnownModel(
            Name, "A small one.", "someone/small", "abc123",
            [.. contents.Select(c => new KnownFile(c.Key, c.Value.Length, Convert.ToHexStringLower(SHA256.HashData(c.Value)), c.Key == "tokenizer.json"))],
            new Dictionary<string, JsonElement> { ["preprocessor_config.json"] = JsonSerializer.SerializeToElement(new { size = 224 }) });
    }

    private string Installed => _folder.Path("installed");

    private string Partial => _folder.Path("installed", ".partial", Name);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_whole_download_is_put_in_place_and_listed()
    {
        var folder = await InstallAsync();

        Assert.Equal(_folder.Path("installed", Name), folder);
        Assert.Equal(_hub.Files[Root + "onnx/vision_model.onnx"], await File.ReadAllBytesAsync(Path.Combine(folder, "onnx", "vision_model.onnx")));
        Assert.Equal("""{"size":224}""", await File.ReadAllTextAsync(Path.Combine(folder, "preprocessor_config.json")));
        Assert.Equal(folder, Assert.Single(Catalog().List()).Folder);
        Assert.Equal(new DownloadProgress("tokenizer.json", _model.Bytes, _model.Bytes), _progress[^1]);
        Assert.Equal(_progress.Select(p => p.DoneBytes).Order(), _progress.Select(p => p.DoneBytes));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path("installed", ".partial")));
    }

    [Fact]
    public async Task A_bundle_that_is_here_is_left_as_it_is()
    {
        var folder = await InstallAsync();
        var requests = _hub.Requests.Count;

        Assert.Equal(folder, await InstallAsync());
        Assert.Equal(requests, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_taken_up_where_it_broke()
    {
        _hub.Cuts.Enqueue(400_000);
        _hub.Cuts.Enqueue(100_000);

        var folder = await InstallAsync();

        Assert.Equal(_hub.Files[Root + "onnx/vision_model.onnx"], await File.ReadAllBytesAsync(Path.Combine(folder, "onnx", "vision_model.onnx")));
        Assert.Equal(
            [0, 400_000, 500_000],
            _hub.Requests.Where(r => r.Path.EndsWith("vision_model.onnx", StringComparison.Ordinal)).Select(r => r.From));
    }

    [Fact]
    public async Task A_connection_that_falls_silent_counts_as_cut()
    {
        _silence = TimeSpan.FromSeconds(1);
        _hub.StallInsteadOfCutting = true;
        _hub.Cuts.Enqueue(400_000);

        await InstallAsync();

        Assert.Equal(
            [0, 400_000],
            _hub.Requests.Where(r => r.Path.EndsWith("vision_model.onnx", StringComparison.Ordinal)).Select(r => r.From));
    }

    [Fact]
    public async Task A_connection_that_is_always_cut_ends_in_a_sentence_and_is_taken_up_by_the_next_try()
    {
        foreach (var cut in (int[])[400_000, 0, 0, 0, 0])
        {
            _hub.Cuts.Enqueue(cut);
        }

        var error = await FailAsync();
        Assert.Contains("breaks off", error.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(Catalog().List()).Folder);
        _hub.Cuts.Clear();
        _hub.Requests.Clear();

        await InstallAsync();

        Assert.Equal(400_000, _hub.Requests.First().From);
    }

    [Fact]
    public async Task A_server_without_ranges_is_started_over_with()
    {
        _hub.IgnoreRanges = true;
        _hub.Cuts.Enqueue(400_000);

        var folder = await InstallAsync();

        Assert.Equal(_hub.Files[Root + "onnx/vision_model.onnx"], await File.ReadAllBytesAsync(Path.Combine(folder, "onnx", "vision_model.onnx")));
    }

    [Fact]
    public async Task A_file_with_another_hash_is_deleted_and_nothing_is_installed()
    {
        _hub.Files[Root + "onnx/text_model.onnx"][7] ^= 1;

        var error = await FailAsync();

        Assert.Contains("onnx/text_model.onnx is not the file that was pinned", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Path("installed", Name)));
        Assert.False(File.Exists(Path.Combine(Partial, "onnx", "text_model.onnx.part")));
        Assert.True(File.Exists(Path.Combine(Partial, "onnx", "vision_model.onnx")));
    }

    [Theory]
    [InlineData(299_999)]
    [InlineData(300_001)]
    public async Task A_file_of_another_size_is_refused(int bytes)
    {
        _hub.Files[Root + "onnx/text_model.onnx"] = new byte[bytes];

        var error = await FailAsync();

        Assert.Contains("300000 were pinned", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_say_how_long_a_file_is_is_read_no_further_than_the_pin()
    {
        _hub.HideLength = true;
        _hub.Cuts.Enqueue(400_000);
        await InstallAsync();
        Directory.Delete(_folder.Path("installed", Name), recursive: true);
        _hub.Files[Root + "onnx/text_model.onnx"] = new byte[5_000_000];

        var error = await FailAsync();

        Assert.Contains("300000 were pinned", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Partial, "onnx", "text_model.onnx.part")));
    }

    [Fact]
    public async Task An_optional_file_that_differs_is_left_out()
    {
        _hub.Files[Root + "tokenizer.json"] = "{!}"u8.ToArray();

        var folder = await InstallAsync();

        Assert.Equal(["merges.txt", "preprocessor_config.json", "vocab.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_full_disk_is_said_before_anything_is_fetched()
    {
        _free = 200_000_000;

        var error = await FailAsync();

        Assert.Contains("200 MB are free", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Without_a_network_there_is_a_clear_sentence()
    {
        _address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");

        var error = await FailAsync();

        Assert.Contains("127.0.0.1 cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("Embedding__DownloadAddress", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_names_its_address()
    {
        _hub.Files.TryRemove(Root + "onnx/text_model.onnx", out _);

        var error = await FailAsync();

        Assert.Contains("small/resolve/abc123/onnx/text_model.onnx is not there (404)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_not_called_a_failure()
    {
        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Installer().InstallAsync(Name, progress: null, leaving.Token));
    }

    [Fact]
    public async Task A_name_that_is_not_known_says_which_are()
    {
        var error = await Assert.ThrowsAsync<ModelInstallException>(() => Installer().InstallAsync("../else", progress: null, CancellationToken.None));

        Assert.Contains("known are small", error.Message, StringComparison.Ordinal);
    }

    private Task<string> InstallAsync() => Installer().InstallAsync(Name, new Recorder(_progress), CancellationToken.None);

    private Task<ModelInstallException> FailAsync() => Assert.ThrowsAsync<ModelInstallException>(InstallAsync);

    private ModelCatalog Catalog() => new(Options(), [_model]);

    private EmbeddingOptions Options() => new()
    {
        InstalledModels = Installed,
        ShippedModels = _folder.Path("shipped"),
        DownloadAddress = _address,
    };

    private ModelInstaller Installer() => new(
        Catalog(), Options(), new ModelDownload(_http, TimeProvider.System, _silence, TimeSpan.FromMilliseconds(1)), _ => _free, NullLogger<ModelInstaller>.Instance);

    private sealed class Recorder(List<DownloadProgress> into) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => into.Add(value);
    }
}
