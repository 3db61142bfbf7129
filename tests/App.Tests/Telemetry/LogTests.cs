using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Telemetry;

/// <summary>What the log says of each picture, read by a program.</summary>
public sealed class LogTests
{
    private const int DemoDimension = 512;

    [PostgresFact]
    public async Task Every_embedded_picture_has_one_line_with_time_key_dimension_and_latency()
    {
        var app = new ServedApp { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging__Format"] = "json" } };
        try
        {
            await app.InitializeAsync();
            var begun = TimeProvider.System.GetUtcNow();
            var pictures = Enumerable.Range(0, 12).Select(_ => TestJpeg.CreateUnique()).ToArray();
            var ids = (await app.UploadAsync([.. pictures.Select((bytes, i) => ($"picture {i}.jpg", bytes))])).Select(static one => one.GetProperty("id").GetInt64()).ToArray();
            foreach (var id in ids)
            {
                await app.EventuallyIndexedAsync(id);
            }

            await Eventually.TrueAsync(() => Lines(app).Count >= ids.Length, TimeSpan.FromMinutes(1), app.Log);
            var lines = Lines(app).OrderBy(static line => line.GetProperty("State").GetProperty("Id").GetInt64()).ToList();

            Assert.Equal(ids, lines.Select(static line => line.GetProperty("State").GetProperty("Id").GetInt64()));
            foreach (var (line, i) in lines.Select(static (line, i) => (line, i)))
            {
                var state = line.GetProperty("State");
                var at = DateTimeOffset.Parse(line.GetProperty("Timestamp").GetString()!, CultureInfo.InvariantCulture);
                Assert.InRange(at, begun, TimeProvider.System.GetUtcNow());
                Assert.Equal($"picture {i}.jpg", state.GetProperty("FileName").GetString());
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pictures[i])), state.GetProperty("Key").GetString());
                Assert.Equal(DemoDimension, state.GetProperty("Dimension").GetInt32());
                Assert.True(state.GetProperty("Ms").GetDouble() > 0);
            }
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static List<JsonElement> Lines(ServedApp app) =>
        [.. app.Log.Split('\n').Where(static line => line.StartsWith('{') && line.Contains("Embedded image", StringComparison.Ordinal)).Select(static line => JsonElement.Parse(line))];
}
