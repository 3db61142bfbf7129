using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class UploadApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task Fifty_files_in_one_request_each_get_an_answer_in_their_order()
    {
        var files = Enumerable.Range(0, 50).Select(i => ($"{i}.jpg", TestJpeg.CreateUnique())).ToArray();

        var answers = await app.UploadAsync(files);

        Assert.Equal(files.Select(f => f.Item1), answers.Select(a => a.GetProperty("file").GetString()));
        Assert.All(answers, a => Assert.Equal("accepted", a.GetProperty("status").GetString()));
        Assert.Equal(50, answers.Select(a => a.GetProperty("id").GetInt64()).Distinct().Count());
        Assert.Equal(["file", "status", "id", "reason"], answers[0].EnumerateObject().Select(p => p.Name));
    }

    [PostgresFact]
    public async Task The_same_bytes_twice_are_a_duplicate()
    {
        var picture = TestJpeg.CreateUnique();

        var answers = await app.UploadAsync(("a.jpg", picture), ("b.jpg", picture));

        Assert.Equal(["accepted", "duplicate"], Statuses(answers));
        Assert.Equal(answers[0].GetProperty("id").GetInt64(), answers[1].GetProperty("id").GetInt64());
    }

    [PostgresFact]
    public async Task Each_refused_file_has_a_reason_and_the_others_are_kept()
    {
        var good = TestJpeg.CreateUnique();

        var answers = await app.UploadAsync(
            ("notes.jpg", "just text"u8.ToArray()),
            ("large.jpg", new byte[ServedApp.PictureLimit + 1]),
            ("empty.jpg", []),
            ("good.jpg", good),
            ("animation.gif", "GIF89a"u8.ToArray()));

        Assert.Equal(["refused", "refused", "refused", "accepted", "refused"], Statuses(answers));
        Assert.All(answers.Where(a => a.GetProperty("status").GetString() == "refused"), a =>
        {
            Assert.Equal(JsonValueKind.Null, a.GetProperty("id").ValueKind);
            Assert.EndsWith(".", a.GetProperty("reason").GetString(), StringComparison.Ordinal);
        });
    }

    [PostgresFact]
    public async Task Fields_hold_for_the_files_that_follow_them()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "before.jpg" },
            { new StringContent(" Two boats "), "title" },
            { new StringContent("On the lake,\nin May"), "description" },
            { new StringContent("boat, lake,,"), "tags" },
            { new StringContent("holiday"), "tags" },
            { new StringContent("summer"), "project" },
            { new StringContent("ignored"), "somethingElse" },
            { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "after.jpg" },
        };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var ids = (await ServedApp.JsonAsync(response, 200)).EnumerateArray().Select(a => a.GetProperty("id").GetInt64()).ToArray();

        var before = await app.GetJsonAsync($"/api/images/{ids[0]}");
        var after = await app.GetJsonAsync($"/api/images/{ids[1]}");

        Assert.Equal(JsonValueKind.Null, before.GetProperty("title").ValueKind);
        Assert.Equal("Two boats", after.GetProperty("title").GetString());
        Assert.Equal("On the lake,\nin May", after.GetProperty("description").GetString());
        Assert.Equal(["boat", "lake", "holiday"], after.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!));
        Assert.Equal("summer", after.GetProperty("project").GetString());
    }

    [PostgresTheory]
    [InlineData("\"><img onerror=1>.jpg", "\"><img onerror=1>.jpg")]
    [InlineData("../../x.jpg", "x.jpg")]
    [InlineData("C:\\photos\\x.jpg", "x.jpg")]
    [InlineData("..", "..")]
    [InlineData("été 🌊 写真.jpg", "été 🌊 写真.jpg")]
    [InlineData("%2e%2e%2fx.jpg", "%2e%2e%2fx.jpg")]
    public async Task Names_of_files_are_words_and_never_paths(string sent, string kept)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var escaped = sent.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        using var body = new ByteArrayContent(
        [
            .. Encoding.UTF8.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{escaped}\"\r\nContent-Type: text/html\r\n\r\n"),
            .. TestJpeg.CreateUnique(),
            .. Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n"),
        ]);
        body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), body);

        var answer = (await ServedApp.JsonAsync(response, 200))[0];

        Assert.Equal(("accepted", kept), (answer.GetProperty("status").GetString(), answer.GetProperty("file").GetString()));
        using var original = await app.Http.GetAsync(new Uri($"/api/images/{answer.GetProperty("id")}/original", UriKind.Relative));
        Assert.Equal("image/jpeg", original.Content.Headers.ContentType?.ToString());
        Assert.Equal("inline", original.Content.Headers.ContentDisposition?.DispositionType);
    }

    [PostgresFact]
    public async Task A_name_of_300_characters_is_cut_short()
    {
        var answer = (await app.UploadAsync((new string('n', 300) + ".jpg", TestJpeg.CreateUnique())))[0];

        Assert.Equal("accepted", answer.GetProperty("status").GetString());
        Assert.Equal(255, answer.GetProperty("file").GetString()!.Length);
    }

    [PostgresFact]
    public async Task Files_in_another_field_are_refused_with_a_hint()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "image", "a.jpg" } };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);

        var answer = (await ServedApp.JsonAsync(response, 200))[0];

        Assert.Equal("refused", answer.GetProperty("status").GetString());
        Assert.Contains("'files'", answer.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task More_than_a_thousand_files_are_not_read()
    {
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 1002; i++)
        {
            form.Add(new ByteArrayContent("no"u8.ToArray()), "files", $"{i}.jpg");
        }

        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);
        var answers = (await ServedApp.JsonAsync(response, 200)).EnumerateArray().ToArray();

        Assert.Equal(1001, answers.Length);
        Assert.Contains("1000 files", answers[^1].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [PostgresTheory]
    [InlineData("{}", "application/json", 415, "wrong-content-type")]
    [InlineData("a=b", "application/x-www-form-urlencoded", 415, "wrong-content-type")]
    [InlineData("", "multipart/form-data", 400, "malformed-upload")]
    [InlineData("no parts here", "multipart/form-data; boundary=x", 400, "malformed-upload")]
    [InlineData("--x\r\nContent-Disposition: attachment\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x", 400, "malformed-upload")]
    [InlineData("--x\r\n\r\nno headers\r\n--x--\r\n", "multipart/form-data; boundary=x", 400, "malformed-upload")]
    public async Task A_request_that_is_no_upload_is_refused(string body, string contentType, int status, string type) =>
        Problem.Is(type, await app.PostTextAsync("/api/images", body, contentType, status));

    [PostgresFact]
    public async Task An_upload_without_files_has_an_empty_answer()
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "title" } };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);

        Assert.Equal(0, (await ServedApp.JsonAsync(response, 200)).GetArrayLength());
    }

    [PostgresFact]
    public async Task A_field_that_is_too_long_is_refused_by_name()
    {
        using var form = new MultipartFormDataContent { { new StringContent(new string('x', 70_000)), "title" } };
        using var response = await app.Http.PostAsync(new Uri("/api/images", UriKind.Relative), form);

        Problem.Names(["title"], await ServedApp.JsonAsync(response, 400));
    }

    [PostgresFact]
    public async Task A_file_that_ends_early_leaves_nothing()
    {
        var before = await SettledStateAsync();
        var body = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\n" + new string('j', 50_000);

        Problem.Is("malformed-upload", await app.PostTextAsync("/api/images", body, "multipart/form-data; boundary=x", 400));

        Assert.Equal(before, await SettledStateAsync());
    }

    [PostgresFact]
    public async Task An_upload_whose_sender_hangs_up_leaves_nothing()
    {
        var before = await SettledStateAsync();
        var picture = TestJpeg.CreateUnique();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(app.Http.BaseAddress!.Host, app.Http.BaseAddress.Port);
            var head = "POST /api/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"cut.jpg\"\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(picture);
            await socket.GetStream().WriteAsync(new byte[100_000]);
            await Eventually.TrueAsync(() => Files().Length > before.Files.Length, TimeSpan.FromSeconds(30), "the upload never began to be written");
            socket.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        await Eventually.TrueAsync(async () => await StateAsync() == before, TimeSpan.FromSeconds(30), async () => $"{await StateAsync()} instead of {before}");
        Assert.DoesNotContain("Unhandled", app.Log, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public Task An_upload_that_is_cut_off_has_brought_the_files_before_the_cut() => CutAsync("/api/images", "", "");

    [PostgresFact]
    public async Task So_has_the_form_for_browsers_without_script()
    {
        using var stranger = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = app.Http.BaseAddress };
        using var page = await stranger.GetAsync(new Uri("/upload", UriKind.Relative));
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), static set => set.StartsWith("photoseek-form=", StringComparison.Ordinal)).Split(';')[0];
        var token = (await page.Content.ReadAsStringAsync()).Split("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0];

        await CutAsync("/upload", $"Cookie: {cookie}\r\n", $"--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n");
    }

    [PostgresFact]
    public async Task A_form_without_its_token_is_not_taken()
    {
        var before = await SettledStateAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestJpeg.CreateUnique()), "files", "a.jpg" } };
        using var answer = await app.Http.PostAsync(new Uri("/upload", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("This form is too old", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await SettledStateAsync());
    }

    private async Task CutAsync(string path, string headers, string first)
    {
        const string mark = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"cut.jpg\"\r\n\r\n";
        var picture = TestJpeg.CreateUnique();
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(app.Http.BaseAddress!.Host, app.Http.BaseAddress.Port);
            var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n{headers}\r\n{first}";
            await socket.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head + mark), .. picture, .. Encoding.ASCII.GetBytes("\r\n" + mark), .. new byte[100_000]]);

            // It is there while the rest is still awaited: nothing waits for the end of the form.
            await Eventually.TrueAsync(
                () => app.Database.ScalarAsync<bool>($"select exists (select from images where content_sha256 = '\\x{hash}')"),
                TimeSpan.FromMinutes(1),
                () => Task.FromResult(app.Log));
            socket.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    private static IEnumerable<string?> Statuses(JsonElement[] answers) => answers.Select(a => a.GetProperty("status").GetString());

    private string Files() => Directory.Exists(app.Store) ? string.Join('\n', Directory.GetFiles(app.Store, "*", SearchOption.AllDirectories).Where(f => !f.Contains("thumb", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)) : "";

    // Thumbnails of earlier uploads pass through the same folder of unfinished files while they are written.
    private async Task<(long Images, string Files)> SettledStateAsync()
    {
        (long Images, string Files) state = default;
        await Eventually.TrueAsync(
            async () => !(state = await StateAsync()).Files.Contains(".unfinished", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30),
            async () => (await StateAsync()).Files);
        return state;
    }

    private async Task<(long Images, string Files)> StateAsync() => (await app.Database.ScalarAsync<long>("select count(*) from images"), Files());
}
