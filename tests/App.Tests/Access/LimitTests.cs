using System.Net;
using System.Net.Http.Json;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

/// <summary>Callers come through a known proxy, each from an address of its own, so that one test does not use up another's tries.</summary>
public sealed class LimitTests(LimitedApp app) : IClassFixture<LimitedApp>
{
    [PostgresFact]
    public async Task Searches_are_counted_by_address_and_by_key_and_the_next_is_told_when_to_come_back()
    {
        var (one, other) = (From("203.0.113.1"), From("203.0.113.2"));
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(HttpStatusCode.OK, await SearchAsync(one));
        }

        using var refused = await one.GetAsync(AccessApp.Of("/api/search/images?q=x"));
        var problem = await ServedApp.JsonAsync(refused, 429);
        Problem.Is("too-many-requests", problem);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(other));

        // A key has a count of its own, wherever it is used.
        var key = From("203.0.113.1", app.KeyOf["search"]);
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(key));
    }

    [PostgresFact]
    public async Task A_page_that_was_asked_for_too_often_is_told_so_in_words()
    {
        var client = From("203.0.113.3");
        var last = HttpStatusCode.OK;
        for (var time = 0; time < 5 && last == HttpStatusCode.OK; time++)
        {
            using var page = await client.GetAsync(AccessApp.Of("/?q=x"));
            last = page.StatusCode;
            if (last == HttpStatusCode.TooManyRequests)
            {
                Assert.NotNull(page.Headers.RetryAfter);
                Assert.Contains("Too much at once", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [PostgresTheory]
    [InlineData("upload", "/api/images")]
    [InlineData("embed", "/embed/text")]
    public async Task Uploads_and_embeddings_have_counts_of_their_own(string scope, string address)
    {
        var client = From("203.0.113.4", app.KeyOf[scope]);
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < 4; time++)
        {
            using var response = await client.PostAsJsonAsync(AccessApp.Of(address), new { text = "x" });
            answers.Add(response.StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..3]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[3]);
    }

    [PostgresFact]
    public async Task Guessing_passwords_ends_after_a_few_tries_from_one_address()
    {
        var client = From("203.0.113.5");
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < 7; time++)
        {
            using var response = await AccessApp.SignInAsync(client, $"somebody {time}", "wrong password");
            answers.Add(response.StatusCode);
        }

        Assert.All(answers[..6], static status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[6]);
    }

    [PostgresFact]
    public async Task Guessing_one_persons_password_ends_after_a_few_tries_from_wherever()
    {
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < 5; time++)
        {
            using var response = await AccessApp.SignInAsync(From($"203.0.113.{20 + time}"), "editor", "wrong password");
            answers.Add(response.StatusCode);
        }

        Assert.All(answers[..4], static status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[4]);
    }

    [PostgresFact]
    public async Task Everybody_may_search_where_that_is_wanted_and_do_nothing_else()
    {
        var client = From("203.0.113.6");
        foreach (var address in new[] { "/", "/images/1", "/api/images/1", "/api/status" })
        {
            using var response = await client.GetAsync(AccessApp.Of(address));
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{address}: {response.StatusCode}");
        }

        foreach (var address in new[] { "/api/images/1/original", "/api/jobs", "/api/manifest" })
        {
            using var response = await client.GetAsync(AccessApp.Of(address));
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{address}: {response.StatusCode}");
        }

        foreach (var address in new[] { "/upload", "/admin", "/admin/people", "/admin/keys", "/account" })
        {
            using var response = await client.GetAsync(AccessApp.Of(address));
            Assert.Equal("/login?return=" + Uri.EscapeDataString(address), response.Headers.Location?.OriginalString);
        }

        using var caption = await client.PutAsJsonAsync(AccessApp.Of("/api/images/1/caption"), new { caption = "x" });
        Assert.Equal(HttpStatusCode.Unauthorized, caption.StatusCode);
    }

    [PostgresFact]
    public async Task Over_tls_that_a_known_proxy_ends_cookies_are_for_tls_alone()
    {
        var secure = From("203.0.113.7");
        secure.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var plain = await From("203.0.113.7").GetAsync(AccessApp.Of("/login"));
        using var answer = await secure.GetAsync(AccessApp.Of("/login"));

        Assert.DoesNotContain("; secure", plain.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Contains("; secure", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SearchAsync(HttpClient client)
    {
        using var response = await client.GetAsync(AccessApp.Of("/api/search/images?q=x"));
        return response.StatusCode;
    }

    private HttpClient From(string address, string? key = null)
    {
        var client = key is null ? app.Nobody() : app.WithKey(key);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }
}
