using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class EmbeddingApiTests(EmbeddingApiTests.AppWithFolder app) : IClassFixture<EmbeddingApiTests.AppWithFolder>
{
    [PostgresFact]
    public async Task A_picture_of_a_source_is_embedded_by_its_path_as_when_it_is_sent()
    {
        var picture = app.Picture("one.jpg");

        var named = await app.Served.PostJsonAsync("/embed-image", new { image_path = app.PathOf("one.jpg") });
        var sent = await app.Served.PostJsonAsync("/embed/image", new { image = Convert.ToBase64String(picture) });
        var address = await app.Served.PostJsonAsync("/embed/image", new { image = "data:image/jpeg;base64," + Convert.ToBase64String(picture) });

        Assert.Equal(["embedding", "model", "dimension"], named.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["embedding", "dimensions"], sent.EnumerateObject().Select(p => p.Name));
        Assert.Equal("demo-world", named.GetProperty("model").GetString());
        var vector = Vector(named.GetProperty("embedding"));
        Assert.Equal(named.GetProperty("dimension").GetInt32(), vector.Length);
        Assert.Equal(1, vector.Sum(x => x * x), 3);
        Assert.Equal(vector, Vector(sent.GetProperty("embedding")));
        Assert.Equal(vector, Vector(address.GetProperty("embedding")));
        Assert.Contains($"Embedded {app.PathOf("one.jpg")}: {vector.Length} numbers in ", app.Served.Log, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Several_pictures_come_back_in_their_order()
    {
        string[] names = ["two.jpg", "one.jpg", "two.jpg"];

        var batch = await app.Served.PostJsonAsync("/embed-batch", new { image_paths = names.Select(app.PathOf) });

        var vectors = batch.GetProperty("embeddings").EnumerateArray().Select(Vector).ToList();
        var one = Vector((await app.Served.PostJsonAsync("/embed-image", new { image_path = app.PathOf("one.jpg") })).GetProperty("embedding"));
        Assert.Equal(3, vectors.Count);
        Assert.Equal(one, vectors[1]);
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
    }

    [PostgresFact]
    public async Task A_text_is_embedded()
    {
        var vector = Vector((await app.Served.PostJsonAsync("/embed/text", new { text = "a red car" })).GetProperty("embedding"));

        Assert.Equal(1, vector.Sum(x => x * x), 3);
        Assert.NotEqual(vector, Vector((await app.Served.PostJsonAsync("/embed/text", new { text = "a boat" })).GetProperty("embedding")));
    }

    /// <summary>Whether such a file is there is said of no place but the sources.</summary>
    [PostgresTheory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside.jpg")]
    [InlineData("./one.jpg/../../outside.jpg")]
    [InlineData("missing.jpg")]
    [InlineData("link.jpg")]
    [InlineData("s3://bucket/key.jpg")]
    [InlineData("http://127.0.0.1/key.jpg")]
    [InlineData("")]
    public async Task Nothing_outside_the_sources_can_be_named(string path)
    {
        var full = path.EndsWith("jpg", StringComparison.Ordinal) && !path.Contains("://", StringComparison.Ordinal) ? $"{app.PathOf("")}{path}" : path;

        Problem.Is("unknown-path", await app.Served.PostJsonAsync("/embed-image", new { image_path = full }, 404));
        Problem.Is("unknown-path", await app.Served.PostJsonAsync("/embed-batch", new { image_paths = new[] { app.PathOf("one.jpg"), full } }, 404));
    }

    [PostgresFact]
    public async Task A_file_that_is_no_picture_is_refused_by_its_name()
    {
        var problem = await app.Served.PostJsonAsync("/embed-image", new { image_path = app.PathOf("text.jpg") }, 415);

        Problem.Is("not-a-picture", problem);
        Assert.StartsWith(app.PathOf("text.jpg"), problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("/embed-image", """{"image_path":7}""", "image_path")]
    [InlineData("/embed-image", """{}""", "image_path")]
    [InlineData("/embed-image", """[]""", "image_path")]
    [InlineData("/embed-image", """{"image_path":"x","more":1}""", "more")]
    [InlineData("/embed-batch", """{"image_paths":[]}""", "image_paths")]
    [InlineData("/embed-batch", """{"image_paths":"x"}""", "image_paths")]
    [InlineData("/embed-batch", """{"image_paths":["x",3]}""", "image_paths[1]")]
    [InlineData("/embed/image", """{"image":"%%"}""", "image")]
    [InlineData("/embed/image", """{"image":""}""", "image")]
    [InlineData("/embed/text", """{"text":null}""", "text")]
    public async Task A_wrong_field_is_named(string endpoint, string body, string field)
    {
        var problem = await app.Served.PostTextAsync(endpoint, body, "application/json", 400);

        Problem.Is("invalid-request", problem);
        Problem.Names([field], problem);
    }

    [PostgresFact]
    public async Task Too_much_is_refused()
    {
        Problem.Names(["image_paths"], await app.Served.PostJsonAsync("/embed-batch", new { image_paths = Enumerable.Repeat("x", 33) }, 400));
        Problem.Is("invalid-search", await app.Served.PostJsonAsync("/embed/text", new { text = new string('x', 513) }, 400));
        Problem.Is("invalid-search", await app.Served.PostJsonAsync("/embed/text", new { text = " " }, 400));
        Problem.Is("too-large", await app.Served.PostTextAsync("/embed/image", $$"""{"image":"{{Convert.ToBase64String(new byte[ServedApp.PictureLimit * 40])}}"}""", "application/json", 413));
        Problem.Is("wrong-content-type", await app.Served.PostTextAsync("/embed/text", "x", "text/plain", 415));
        Problem.Is("malformed-json", await app.Served.PostTextAsync("/embed/text", "{", "application/json", 400));
    }

    [PostgresFact]
    public async Task Health_and_stats_have_the_fields_that_were_promised()
    {
        await app.Served.GetJsonAsync("/api/search/images?q=a+red+car");

        var health = await app.Served.GetJsonAsync("/health");
        Assert.Equal(["status", "clip_loaded", "database_connected", "device"], health.EnumerateObject().Select(p => p.Name));
        Assert.Equal("healthy", health.GetProperty("status").GetString());

        var stats = await app.Served.GetJsonAsync("/stats");
        var metrics = stats.GetProperty("metrics");
        Assert.Equal(["uptime_seconds", "embedding_latency_ms", "search_latency_ms", "total_latency_ms"], metrics.EnumerateObject().Select(p => p.Name));
        var total = metrics.GetProperty("total_latency_ms");
        Assert.Equal(["count", "window", "p50_ms", "p95_ms", "p99_ms", "mean_ms", "min_ms", "max_ms"], total.EnumerateObject().Select(p => p.Name));
        Assert.True(total.GetProperty("count").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, total.GetProperty("p99_ms").ValueKind);
        Assert.True(metrics.GetProperty("embedding_latency_ms").GetProperty("p50_ms").GetDouble() > 0);
        Assert.Equal(["vectors_count", "status", "indexed"], stats.GetProperty("collection").EnumerateObject().Select(p => p.Name));
    }

    private static float[] Vector(JsonElement numbers) => [.. numbers.EnumerateArray().Select(n => n.GetSingle())];

    /// <summary>The app with a folder as a source.</summary>
    public sealed class AppWithFolder : IAsyncLifetime
    {
        private readonly TempFolder _photos = new();

        internal ServedApp Served { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await File.WriteAllBytesAsync(PathOf("one.jpg"), TestJpeg.CreateUnique());
            await File.WriteAllBytesAsync(PathOf("two.jpg"), await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0001.jpg")));
            await File.WriteAllTextAsync(PathOf("text.jpg"), "This is no picture.");
            await File.WriteAllBytesAsync(_photos.Path("outside.jpg"), TestJpeg.CreateUnique());
            File.CreateSymbolicLink(PathOf("link.jpg"), _photos.Path("outside.jpg"));
            Served = new ServedApp
            {
                Settings = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Sources__0__Name"] = "photos", ["Sources__0__Type"] = "Folder", ["Sources__0__Folder"] = Directory.GetParent(PathOf("x"))!.FullName,
                },
            };
            await Served.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await Served.DisposeAsync();
            _photos.Dispose();
        }

        internal string PathOf(string name) => Path.Combine(Directory.CreateDirectory(_photos.Path("photos")).FullName, name);

        internal byte[] Picture(string name) => File.ReadAllBytes(PathOf(name));
    }
}
