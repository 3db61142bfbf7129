using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Token = "the-first-token-0123456789";
    private const string OtherToken = "the-other-token-0123456789";

    // The buckets are nowhere: events are only noted.
    private readonly ServedApp _app = new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Sources__0__Name"] = "first",
            ["Sources__0__Type"] = "S3",
            ["Sources__0__Endpoint"] = "http://127.0.0.1:9",
            ["Sources__0__Bucket"] = "photos",
            ["Sources__0__Prefix"] = "in",
            ["Sources__0__AccessKey"] = "PLANTED-ACCESS",
            ["Sources__0__SecretKey"] = "PLANTED-SECRET",
            ["Sources__0__WebhookToken"] = Token,
            ["Sources__1__Name"] = "other",
            ["Sources__1__Type"] = "S3",
            ["Sources__1__Endpoint"] = "http://127.0.0.1:9",
            ["Sources__1__Bucket"] = "other",
            ["Sources__1__WebhookToken"] = OtherToken,
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [PostgresFact]
    public async Task Events_mark_keys_of_the_tokens_own_source()
    {
        Assert.Equal(1, await SendAsync(Token, Amazon(("photos", "in/2020/a+b%C3%A4.jpg"))));
        Assert.Equal(1, await SendAsync(Token, $$"""{"EventName":"s3:ObjectCreated:Put","Key":"photos/in/c.jpg",{{Amazon(("photos", "in%2Fc.jpg"))[1..]}}"""));
        Assert.Equal(1, await SendAsync(Token, JsonSerializer.Serialize(new { Type = "Notification", Message = Amazon(("photos", "in/d.jpg")) })));
        Assert.Equal(1, await SendAsync(OtherToken, Amazon(("other", "e.jpg"), ("photos", "in/never.jpg"))));
        Assert.Equal(0, await SendAsync(Token, Amazon(("photos", "out/never.jpg"), ("photos", "in/../never.jpg"), ("photos", "in/never.txt"), ("other", "never.jpg"))));
        Assert.Equal(0, await SendAsync(Token, """{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"photos"}"""));
        Assert.Equal(0, await SendAsync(Token, """{"Records":[null,1,{"s3":{"bucket":[],"object":{"key":"\ud800"}}}]}"""));

        Assert.Equal("first 2020/a bä.jpg,first c.jpg,first d.jpg,other e.jpg", await MarkedAsync());
    }

    [PostgresFact]
    public async Task Ten_thousand_events_delivered_twice_are_ten_thousand_keys()
    {
        var body = Amazon([.. Enumerable.Range(0, 10_000).Select(static i => ("photos", $"in/{i}.jpg"))]);

        Assert.Equal(10_000, await SendAsync(Token, body));
        Assert.Equal(10_000, await SendAsync(Token, body));

        Assert.Equal(10_000, await _app.Database.ScalarAsync<long>("select count(*) from source_due"));
    }

    [PostgresFact]
    public async Task Without_the_right_token_nothing_is_noted()
    {
        foreach (var token in (string?[])[null, "", "wrong", Token + "x"])
        {
            using var response = await PostAsync(token, Amazon(("photos", "in/a.jpg")));

            Assert.Equal("/problems/unauthorized", (await ServedApp.JsonAsync(response, 401)).GetProperty("type").GetString());
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }

        using var malformed = await PostAsync(Token, "{");
        await ServedApp.JsonAsync(malformed, 400);
        Assert.Equal(0, await _app.Database.ScalarAsync<long>("select count(*) from source_due"));
        Assert.DoesNotContain(Token, _app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("PLANTED-", _app.Log, StringComparison.Ordinal);
    }

    private static string Amazon(params (string Bucket, string Key)[] objects) => JsonSerializer.Serialize(new
    {
        Records = objects.Select(static o => new { eventName = "ObjectCreated:Put", s3 = new { bucket = new { name = o.Bucket }, @object = new { key = o.Key, size = 1, eTag = "x", sequencer = "1" } } }),
    });

    private async Task<int> SendAsync(string token, string body)
    {
        using var response = await PostAsync(token, body);
        return (await ServedApp.JsonAsync(response, 200)).GetProperty("marked").GetInt32();
    }

    private async Task<HttpResponseMessage> PostAsync(string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhooks/s3", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await _app.Http.SendAsync(request);
    }

    private Task<string?> MarkedAsync() => _app.Database.ScalarAsync<string>(
        """select string_agg(s.name || ' ' || d.key, ',' order by s.name, d.key collate "C") from source_due d join sources s on s.id = d.source_id""");
}
