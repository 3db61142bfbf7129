using System.Net;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class GuardTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresTheory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "nonsense")]
    public async Task Another_site_can_change_nothing(string header, string value)
    {
        var before = await app.Database.ScalarAsync<long>("select count(*) from images");
        foreach (var path in new[] { "/api/images", "/search", "/api/search/similar" })
        {
            using var response = await SendAsync(path, header, value);
            Problem.Is("cross-site", await ServedApp.JsonAsync(response, 403));
        }

        Assert.Equal(before, await app.Database.ScalarAsync<long>("select count(*) from images"));
    }

    [PostgresTheory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "self")]
    [InlineData("X-Nothing", "a program")]
    public async Task The_app_itself_and_programs_are_let_through(string header, string value)
    {
        var own = app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        using var response = await SendAsync("/api/images", header, value == "self" ? own : value);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [PostgresFact]
    public async Task A_link_from_another_site_may_be_followed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/status", UriKind.Relative));
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var response = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [PostgresTheory]
    [InlineData("elsewhere.example", 400)]
    [InlineData("127.0.0.1.elsewhere.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:9", 200)]
    [InlineData("[::1]", 200)]
    public async Task Only_known_host_names_are_answered_to(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/live", UriKind.Relative));
        request.Headers.Host = host;

        using var response = await app.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "a.jpg" } },
        };
        request.Headers.TryAddWithoutValidation(header, value);
        return await app.Http.SendAsync(request);
    }
}
