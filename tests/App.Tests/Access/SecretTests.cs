using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

/// <summary>Secrets of every kind are planted, everything is asked and much of it fails: none of them is ever said or written down.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Planted = "PLANTED";

    private readonly ServedApp _app = new()
    {
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Access__AdminPassword"] = Planted + "-admin-password",
            ["Logging__LogLevel__Default"] = "Debug",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Debug",
            ["Sources__0__Name"] = "nowhere",
            ["Sources__0__Type"] = "S3",
            ["Sources__0__Endpoint"] = "http://127.0.0.1:9",
            ["Sources__0__Bucket"] = "photos",
            ["Sources__0__AccessKey"] = Planted + "-access-key",
            ["Sources__0__SecretKey"] = Planted + "-secret-key",
            ["Sources__0__WebhookToken"] = Planted + "-webhook-token",
        },
    };

    public Task InitializeAsync() => _app.InitializeAsync();

    public Task DisposeAsync() => _app.DisposeAsync();

    [PostgresFact]
    public async Task No_secret_reaches_a_log_an_answer_or_a_row()
    {
        var said = new StringBuilder();
        using var wrong = await AccessApp.SignInAsync(_app.Http, "admin", Planted + "-wrong-password");
        using var signedIn = await AccessApp.SignInAsync(_app.Http, "admin", Planted + "-admin-password");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        said.AppendLine(await wrong.Content.ReadAsStringAsync());

        // The bucket cannot be reached: its run fails, with a reason that stands in a row and on the page.
        using var sync = await AccessApp.PostFormAsync(_app.Http, "/admin?handler=Sync", ("source", "nowhere"));
        Assert.Equal(HttpStatusCode.Redirect, sync.StatusCode);
        await Eventually.TrueAsync(
            async () => await _app.Database.ScalarAsync<long>("select count(*) from job_runs where state = 'failed'") > 0, TimeSpan.FromMinutes(2), "the run did not fail");
        foreach (var (address, token) in new[] { ("/webhooks/s3", Planted + "-webhook-token"), ("/webhooks/s3", Planted + "-wrong-token"), ("/embed/text", "psk_" + Planted) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = new StringContent("nonsense", Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _app.Http.SendAsync(request);
            said.AppendLine(await response.Content.ReadAsStringAsync());
        }

        foreach (var address in new[] { "/admin", "/admin/people", "/admin/keys", "/account", "/api/jobs", "/api/manifest", "/api/status", "/stats", "/health", "/nowhere" })
        {
            using var response = await _app.Http.GetAsync(new Uri(address, UriKind.Relative));
            said.AppendLine(await response.Content.ReadAsStringAsync());
        }

        Assert.Contains("nowhere", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, said.ToString(), StringComparison.Ordinal);
        Assert.Contains("Photoseek is ready", _app.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, _app.Log, StringComparison.Ordinal);
        Assert.Equal("", await TablesWithAsync(Planted));
    }

    private async Task<string> TablesWithAsync(string word)
    {
        var tables = (await _app.Database.ScalarAsync<string>("select string_agg(format('%I', tablename), ',') from pg_tables where schemaname = 'public'"))!.Split(',');
        Assert.Contains("job_runs", tables);
        var found = new List<string>();
        foreach (var table in tables)
        {
            if (await _app.Database.ScalarAsync<long>(string.Create(CultureInfo.InvariantCulture, $"select count(*) from {table} t where t::text like '%{word}%'")) > 0)
            {
                found.Add(table);
            }
        }

        return string.Join(", ", found);
    }
}
