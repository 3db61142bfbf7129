using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Photoseek.App.Http.Webhooks;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Fuzz;

public sealed class EventFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Names = ["Records", "s3", "bucket", "object", "name", "key", "Message", "eventName"];

    [Fact]
    public Task Every_event_gives_its_bucket_and_key() => Fuzzing.RunAsync(MakeEvents, CheckEvents, output.WriteLine);

    [Fact]
    public Task Any_json_is_read_or_passed_over() => Fuzzing.RunAsync(static random => Encoding.UTF8.GetBytes(FuzzJson.Next(random, Names)), CheckAny, output.WriteLine);

    [Fact]
    public Task Damaged_events_are_no_json_or_passed_over() =>
        Fuzzing.RunAsync(static random => FuzzText.Damage(random, Encoding.UTF8.GetBytes(Write(MakeEvents(random)))), CheckAny, output.WriteLine);

    private static (bool ByNotification, List<(string Bucket, string Key)> Objects) MakeEvents(Random random) =>
        (random.Next(3) == 0, [.. Enumerable.Range(0, random.Next(8)).Select(_ => (FuzzJson.Whole(FuzzText.Next(random, "photos", "-")), FuzzJson.Whole(FuzzText.Next(random, "/", "a.jpg", "+", " ", "%2B", "../"))))]);

    private static void CheckEvents((bool ByNotification, List<(string Bucket, string Key)> Objects) events)
    {
        using var body = JsonDocument.Parse(Write(events));
        Assert.Equal(events.Objects, S3EventBody.Read(body.RootElement));
    }

    private static void CheckAny(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var (bucket, key) in S3EventBody.Read(document.RootElement))
            {
                Assert.NotNull(bucket);
                Assert.NotNull(key);
            }
        }
        catch (JsonException)
        {
            // The sender is told so.
        }
    }

    private static string Write((bool ByNotification, List<(string Bucket, string Key)> Objects) events)
    {
        var body = new JsonObject
        {
            ["Records"] = new JsonArray([.. events.Objects.Select(static o => (JsonNode)new JsonObject
            {
                ["eventName"] = "s3:ObjectCreated:Put",
                ["s3"] = new JsonObject { ["bucket"] = new JsonObject { ["name"] = o.Bucket }, ["object"] = new JsonObject { ["key"] = WebUtility.UrlEncode(o.Key), ["size"] = 7 } },
            })]),
        }.ToJsonString();
        return events.ByNotification ? new JsonObject { ["Type"] = "Notification", ["Message"] = body }.ToJsonString() : body;
    }
}
