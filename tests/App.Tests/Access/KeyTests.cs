using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Photoseek.App.Access;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

public sealed partial class KeyTests(AccessApp app) : IClassFixture<AccessApp>
{
    [PostgresFact]
    public async Task A_key_is_shown_once_kept_as_a_hash_and_worthless_once_revoked()
    {
        var admin = await app.SignedInAsync("admin");
        using var made = await AccessApp.PostFormAsync(admin, "/admin/keys?handler=Add", ("name", "the press"), ("scopes", "search"), ("scopes", "upload"));
        var key = Shown().Match(await made.Content.ReadAsStringAsync()).Value;
        Assert.Equal(4 + 43, key.Length);
        Assert.DoesNotContain(key, await admin.GetStringAsync(AccessApp.Of("/admin/keys")), StringComparison.Ordinal);
        var stored = await app.Database.ScalarAsync<byte[]>("select key_sha256 from access_keys where name = 'the press'");
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(key)), stored);

        var client = app.WithKey(key);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
        Assert.Equal("search,upload", await app.Database.ScalarAsync<string>("select array_to_string(scopes, ',') from access_keys where name = 'the press' and last_used_at is not null"));

        var id = await app.Database.ScalarAsync<int>("select id from access_keys where name = 'the press'");
        using var revoked = await AccessApp.PostFormAsync(admin, "/admin/keys?handler=Revoke", ("id", $"{id}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [PostgresFact]
    public async Task A_key_of_every_scope_makes_no_keys_and_no_people()
    {
        var client = app.WithKey((await app.Keys.AddAsync("of everything", [.. Rights.Scopes], "a test", default))!);
        foreach (var address in new[] { "/admin/keys?handler=Add", "/admin/keys?handler=Revoke", "/admin/people?handler=Add", "/account" })
        {
            using var form = new FormUrlEncodedContent([new("name", "mine"), new("scopes", "search"), new("password", AccessApp.Password)]);
            using var response = await client.PostAsync(AccessApp.Of(address), form);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Equal(0, await app.Database.ScalarAsync<long>("select count(*) from access_keys where name = 'mine'"));
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("psk_")]
    [InlineData("psk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' or true --")]
    public async Task What_is_no_key_opens_nothing(string shown)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AccessApp.Of("/api/status"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + shown);
        using var response = await app.Nobody().SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [PostgresTheory]
    [InlineData("", "search")]
    [InlineData("only search", "search")]
    [InlineData("no scope", "")]
    [InlineData("too much", "administer")]
    public async Task A_key_needs_a_name_of_its_own_and_known_scopes(string name, string scope)
    {
        using var refused = await AccessApp.PostFormAsync(await app.SignedInAsync("admin"), "/admin/keys?handler=Add", ("name", name), ("scopes", scope));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotMatch(Shown(), await refused.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(AccessApp.Of("/api/status"));
        return response.StatusCode;
    }

    [GeneratedRegex("psk_[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shown();
}
