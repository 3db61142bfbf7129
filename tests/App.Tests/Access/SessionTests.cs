using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using Photoseek.App.Access;
using Photoseek.App.Tests.Http;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

public sealed class SessionTests(AccessApp app) : IClassFixture<AccessApp>
{
    [PostgresFact]
    public async Task A_session_is_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using var answer = await AccessApp.SignInAsync(app.Nobody(), "VIEWER ", AccessApp.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("photoseek=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("viewer", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresTheory]
    [InlineData("viewer", "wrong password")]
    [InlineData("viewer", "")]
    [InlineData("nobody at all", AccessApp.Password)]
    [InlineData("", "")]
    public async Task A_wrong_name_or_password_begins_no_session_and_says_not_which(string name, string password)
    {
        var client = app.Nobody();
        using var answer = await AccessApp.SignInAsync(client, name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("This name and this password do not belong together.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var next = await client.GetAsync(AccessApp.Of("/api/status"));
        Assert.Equal(HttpStatusCode.Unauthorized, next.StatusCode);
    }

    [PostgresTheory]
    [InlineData("/admin?x=1", "/admin?x=1")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    public async Task Signing_in_leads_to_pages_of_this_app_only(string wanted, string led)
    {
        using var answer = await AccessApp.SignInAsync(app.Nobody(), "admin", AccessApp.Password, wanted);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(led, answer.Headers.Location!.OriginalString);
    }

    [PostgresFact]
    public async Task A_session_changes_nothing_through_the_api_without_the_pages_token()
    {
        var with = await app.SignedInAsync("editor");
        var without = app.Nobody();
        using var signedIn = await AccessApp.SignInAsync(without, "editor", AccessApp.Password);
        using var wrong = new HttpRequestMessage(HttpMethod.Post, AccessApp.Of("/embed/text")) { Content = JsonContent.Create(new { text = "x" }) };
        wrong.Headers.Add("X-CSRF-Token", "wrong");

        using var refused = await without.PostAsJsonAsync(AccessApp.Of("/embed/text"), new { text = "x" });
        using var refusedToo = await without.SendAsync(wrong);
        using var upload = await without.PostAsync(AccessApp.Of("/api/images"), Files());
        using var done = await with.PostAsJsonAsync(AccessApp.Of("/embed/text"), new { text = "x" });
        using var sent = await with.PostAsync(AccessApp.Of("/api/images"), Files());

        Problem.Is("missing-token", await ServedApp.JsonAsync(refused, 403));
        Problem.Is("missing-token", await ServedApp.JsonAsync(refusedToo, 403));
        Problem.Is("missing-token", await ServedApp.JsonAsync(upload, 403));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
    }

    [PostgresFact]
    public async Task No_form_is_taken_without_its_token()
    {
        var client = app.Nobody();
        using var signedIn = await AccessApp.SignInAsync(client, "admin", AccessApp.Password);
        foreach (var address in new[] { "/admin?handler=Pause", "/admin/people?handler=Add", "/admin/keys?handler=Add", "/account", "/logout", "/login", "/start?handler=PutAway", "/?handler=Picture", "/images/1?handler=Caption" })
        {
            using var form = new FormUrlEncodedContent([new("name", "x"), new("password", AccessApp.Password)]);
            using var response = await client.PostAsync(AccessApp.Of(address), form);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{address}: {response.StatusCode}");
        }

        // Taken as it comes: the token has to come before the first file.
        var before = await app.Database.ScalarAsync<long>("select count(*) from images");
        using var upload = await client.PostAsync(AccessApp.Of("/upload"), Files());
        Assert.Equal(HttpStatusCode.Forbidden, upload.StatusCode);
        Assert.Equal(before, await app.Database.ScalarAsync<long>("select count(*) from images"));
    }

    [PostgresFact]
    public async Task A_new_password_ends_every_other_session_at_once()
    {
        await app.People.AddAsync("changing", AccessApp.Password, Role.Viewer, default);
        var here = await app.SignedInAsync("changing");
        var there = await app.SignedInAsync("changing");

        using var refused = await AccessApp.PostFormAsync(here, "/account", ("current", "not it"), ("password", "another long one"), ("again", "another long one"));
        using var changed = await AccessApp.PostFormAsync(here, "/account", ("current", AccessApp.Password), ("password", "another long one"), ("again", "another long one"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there));
        using var old = await AccessApp.SignInAsync(app.Nobody(), "changing", AccessApp.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(await app.SignedInAsync("changing", "another long one")));
    }

    [PostgresFact]
    public async Task Signing_out_ends_the_session_here_and_everywhere_where_that_is_asked()
    {
        await app.People.AddAsync("leaving", AccessApp.Password, Role.Viewer, default);
        var (here, there, third) = (await app.SignedInAsync("leaving"), await app.SignedInAsync("leaving"), await app.SignedInAsync("leaving"));

        using var one = await AccessApp.PostFormAsync(here, "/logout");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(here));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(there));

        using var all = await AccessApp.PostFormAsync(there, "/logout", ("everywhere", "true"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(third));
    }

    [PostgresFact]
    public async Task A_new_role_and_a_removal_hold_for_the_next_request()
    {
        await app.People.AddAsync("rising", AccessApp.Password, Role.Viewer, default);
        var id = (await app.People.ListAsync(default)).Single(static person => person.Name == "rising").Id.ToString();
        var (client, admin) = (await app.SignedInAsync("rising"), await app.SignedInAsync("admin"));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(AccessApp.Of("/upload"))).StatusCode);

        using var raised = await AccessApp.PostFormAsync(admin, "/admin/people?handler=Role", ("id", id), ("role", "Editor"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(AccessApp.Of("/upload"))).StatusCode);

        using var removed = await AccessApp.PostFormAsync(admin, "/admin/people?handler=Remove", ("id", id));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [PostgresFact]
    public async Task The_last_administrator_can_neither_be_removed_nor_made_less()
    {
        var admin = (await app.People.ListAsync(default)).Single(static person => person.Name == "admin").Id;

        Assert.Equal(PersonChange.LastAdministrator, await app.People.SetRoleAsync(admin, Role.Viewer, default));
        Assert.Equal(PersonChange.LastAdministrator, await app.People.RemoveAsync(admin, default));
        Assert.Equal(PersonChange.Unknown, await app.People.RemoveAsync(-1, default));
        Assert.False(await app.People.AddFirstAsync("second first", AccessApp.Password, default));
    }

    [PostgresFact]
    public async Task Passwords_are_kept_as_slow_salted_hashes()
    {
        var hashes = new List<string?>
        {
            await app.Database.ScalarAsync<string>("select password_hash from people where name = 'viewer'"),
            await app.Database.ScalarAsync<string>("select password_hash from people where name = 'editor'"),
        };

        Assert.Equal(2, hashes.Distinct().Count());
        Assert.All(hashes, static hash =>
        {
            // A byte of format, the function, how often it is done, how long the salt is (four bytes each), salt, hash.
            var bytes = Convert.FromBase64String(hash!);
            Assert.True(bytes.Length >= 61);
            Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)), 210_000u, uint.MaxValue);
        });
        Assert.Equal(0, await app.Database.ScalarAsync<long>($"select count(*) from people where people::text like '%{AccessApp.Password}%'"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(AccessApp.Of("/api/status"));
        return response.StatusCode;
    }

    private static MultipartFormDataContent Files() => new() { { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "a.jpg" } };
}
