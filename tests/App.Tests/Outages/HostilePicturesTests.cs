using System.Diagnostics;
using System.Text.Json;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;
using Photoseek.Testing.Hostile;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Outages;

/// <summary>
/// Files that are made to hurt, and the broken JPEGs of a corpus where that is at hand, sent to a server: each ends refused,
/// indexed or failed with a reason, and the process keeps within its memory, libraries that are not managed included.
/// </summary>
public sealed class HostilePicturesTests(ITestOutputHelper output)
{
    // Of a start with the demo model a quarter of it; decoding the dearest pictures that are let in, two at a time, the rest.
    private const long MostMemory = 1_500_000_000;
    private const int Together = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [PostgresFact]
    public async Task Hostile_pictures_end_with_a_reason_and_the_process_keeps_within_its_memory()
    {
        var app = new ServedApp { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Embedding__Limits__Bytes"] = "26214400", ["Logging__LogLevel__Default"] = "Error" } };
        try
        {
            await app.InitializeAsync();
            await app.IndexAsync();
            var before = app.PeakMemory;
            var watch = Stopwatch.StartNew();
            var hostile = HostilePictures.All().ToList();
            var outcomes = new List<string>();
            foreach (var (name, letIn, make) in hostile)
            {
                var result = (await app.UploadAsync((name, make())))[0];
                Assert.True(result.GetProperty("status").GetString() == (letIn ? "accepted" : "refused"), $"{name}: {result}");
                outcomes.Add($"{name}: {await EndAsync(app, result)}");
            }

            var corpus = Shared.Exists ? Directory.GetFiles(Shared.Path("corrupt"), "*.jpg") : [];
            foreach (var some in corpus.Chunk(Together))
            {
                foreach (var result in await app.UploadAsync([.. some.Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file)))]))
                {
                    await EndAsync(app, result);
                }
            }

            // What came after them is served as before.
            await app.IndexAsync();
            output.WriteLine(string.Join('\n', outcomes));
            output.WriteLine($"{hostile.Count} hostile and {corpus.Length} broken files within {watch.Elapsed.TotalSeconds:0} s: most memory {app.PeakMemory / 1e6:0} MB, {before / 1e6:0} MB before");
            Assert.InRange(app.PeakMemory, before, MostMemory);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    // What became of it; nothing may stay without an end, and no refusal without a reason.
    private static async Task<string> EndAsync(ServedApp app, JsonElement result)
    {
        if (result.GetProperty("status").GetString() == "refused")
        {
            return $"refused: {Reason(result)}";
        }

        var state = default(JsonElement);
        await Eventually.TrueAsync(
            async () => (state = await app.GetJsonAsync($"/api/images/{result.GetProperty("id").GetInt64()}")).GetProperty("state").GetString() is not "pending", Patience, () => Task.FromResult($"{state}"));
        return state.GetProperty("state").GetString() == "indexed" ? "indexed" : $"failed: {Reason(state)}";
    }

    private static string Reason(JsonElement of)
    {
        var reason = of.GetProperty("reason").GetString();
        Assert.False(string.IsNullOrWhiteSpace(reason), $"{of}");
        return reason!;
    }
}
