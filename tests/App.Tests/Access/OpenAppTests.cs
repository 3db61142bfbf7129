using System.Net;
using Photoseek.App.Hosting;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

/// <summary>While nobody has a password.</summary>
public sealed class OpenAppTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresTheory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("X-Forwarded-Host", "photos.example.org")]
    public async Task Whoever_comes_through_a_proxy_is_not_the_machines_own_user(string header, string value)
    {
        foreach (var (address, status) in new[] { ("/api/status", HttpStatusCode.Unauthorized), ("/health/live", HttpStatusCode.OK), ("/admin", HttpStatusCode.Redirect), ("/setup", HttpStatusCode.Redirect) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.Add(header, value);
            using var response = await app.Http.SendAsync(request);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [PostgresFact]
    public async Task The_machines_own_user_may_do_everything_and_is_offered_to_set_a_password()
    {
        var page = await app.Http.GetStringAsync(new Uri("/admin", UriKind.Relative));

        Assert.Contains("href=\"/setup\"", page, StringComparison.Ordinal);
        using var setup = await app.Http.GetAsync(new Uri("/setup", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, setup.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false, true)]
    [InlineData("http://localhost:8080;http://[::1]:8080", false, true)]
    [InlineData("http://127.0.0.1:8080;http://192.168.1.2:8080", false, false)]
    [InlineData("http://*:8080", false, false)]
    [InlineData("http://unix:/tmp/photoseek.sock", false, false)]
    [InlineData("http://0.0.0.0:8080", true, true)]
    public void Other_machines_are_served_only_once_there_is_a_password(string urls, bool hasPassword, bool isServed)
    {
        var settings = AppSettings.Load().With(new Dictionary<string, string?> { ["Urls"] = urls });
        var refusal = Record.Exception(() => Binding.Check(settings, hasPassword));

        Assert.Equal(isServed, refusal is null);
        Assert.True(isServed || refusal!.Message.Contains("photoseek users set-password admin", StringComparison.Ordinal));
    }
}
