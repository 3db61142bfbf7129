using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Photoseek.App.Hosting;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

/// <summary>While nobody has a password.</summary>
public sealed class OpenAppTests(ServedApp app) : IClassFixture<ServedApp>
{
    // More than the system takes in between: who sends it is still sending when the answer is ready.
    private const int BeyondBuffers = 48_000_000;

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

    [PostgresFact]
    public async Task No_address_that_is_sent_is_ever_fetched()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/picture.jpg";
        foreach (var (path, body) in new (string, object)[]
        {
            ("/embed-image", new { image_path = address }), ("/embed-batch", new { image_paths = new[] { address, "file:///etc/passwd", "s3://127.0.0.1/x" } }),
            ("/embed/image", new { image = address }), ("/embed/text", new { text = address }), ("/search", new { query = address }), ("/api/jobs/sync", new { source = address }), ("/api/jobs/install-model", new { model = address }),
        })
        {
            using var response = await app.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            Assert.True((int)response.StatusCode < 500, $"{path}: {response.StatusCode}");
        }

        foreach (var path in new[] { "/?q=", "/?look=", "/api/search/images?q=", "/login?return=" })
        {
            using var response = await app.Http.GetAsync(new Uri(path + Uri.EscapeDataString(address), UriKind.Relative));
            Assert.True((int)response.StatusCode < 500, $"{path}: {response.StatusCode}");
        }

        await app.UploadAsync((address, TestJpeg.CreateUnique()));
        Assert.False(listener.Pending());
    }

    [PostgresTheory]
    [InlineData("PUT", "/api/jobs/schedules/nowhere")]
    [InlineData("POST", "/api/jobs/sync")]
    [InlineData("POST", "/embed/text")]
    [InlineData("POST", "/login")]
    [InlineData("POST", "/admin?handler=Sync")]
    public async Task What_needs_no_large_body_takes_none(string method, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(address, UriKind.Relative));
        request.Content = address is "/login" or "/admin?handler=Sync"
            ? new StringContent("name=" + new string('x', BeyondBuffers), Encoding.UTF8, "application/x-www-form-urlencoded")
            : new StringContent($$"""{"text":"{{new string('x', BeyondBuffers)}}"}""", Encoding.UTF8, "application/json");
        using var response = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Matches("too.large", await response.Content.ReadAsStringAsync());
    }

    [PostgresFact]
    public void What_signs_sessions_lies_in_the_data_folder_for_its_user_alone()
    {
        var keys = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(app.Store)!, "keys"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, keys.UnixFileMode);
        Assert.NotEmpty(keys.GetFiles("key-*.xml"));
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
