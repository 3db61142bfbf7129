using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Photoseek.App.Access;
using Photoseek.App.Hosting;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

/// <summary>The app in this process, over an empty library, with people and keys of each kind, spoken to over HTTP.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit disposes it by IAsyncLifetime.")]
public partial class AccessApp : IAsyncLifetime
{
    internal const string Password = "correct horse battery";

    private readonly TempFolder _data = new();
    private readonly List<HttpClient> _clients = [];
    private WebApplication? _app;
    private Uri _address = new("http://127.0.0.1");

    /// <summary>More settings.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:TriesPerMinute"] = "100000", ["Limits:TriesPerName"] = "100000" };

    internal TestPostgres Database { get; } = new EmptyTestPostgres();

    internal People People => Get<People>();

    internal AccessKeys Keys => Get<AccessKeys>();

    /// <summary>A key of each scope alone.</summary>
    internal Dictionary<string, string> KeyOf { get; } = [];

    public virtual async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is not null)
        {
            return;
        }

        await Database.InitializeAsync();
        var settings = InProcess.SettingsIn(_data).With(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Logging:LogLevel:Default"] = "None" }).With(Settings);
        await using (var database = await LibraryDatabase.OpenAsync(settings.With(new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = Database.ConnectionString }), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, CancellationToken.None))
        {
            _app = await WebHost.BuildAsync(settings, database.ConnectionString, models: null, CancellationToken.None);
        }

        await _app.StartAsync();
        _address = new Uri(_app.Urls.First());
        Assert.True(await People.AddFirstAsync("admin", Password, default));
        Assert.True(await People.AddAsync("editor", Password, Role.Editor, default));
        Assert.True(await People.AddAsync("viewer", Password, Role.Viewer, default));
        foreach (var scope in Rights.Scopes)
        {
            KeyOf[scope] = (await Keys.AddAsync($"only {scope}", [scope], "a test", default))!;
        }
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        if (_app is not null)
        {
            await _app.DisposeAsync();
            await Database.DisposeAsync();
        }

        _data.Dispose();
    }

    internal T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Somebody with cookies of their own, who is not signed in.</summary>
    internal HttpClient Nobody()
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = _address };
        _clients.Add(client);
        return client;
    }

    /// <summary>A program with a key.</summary>
    internal HttpClient WithKey(string key)
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Somebody who has signed in, and whose scripts send the page's token.</summary>
    internal async Task<HttpClient> SignedInAsync(string name, string password = Password)
    {
        var client = Nobody();
        using var answer = await SignInAsync(client, name, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        client.DefaultRequestHeaders.Add("X-CSRF-Token", Meta().Match(await client.GetStringAsync(Of("/account"))).Groups["token"].Value);
        return client;
    }

    internal static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password, string? back = null) =>
        PostFormAsync(client, "/login", ("name", name), ("password", password), ("return", back ?? ""));

    /// <summary>Sends a page's form with the page's token.</summary>
    internal static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string address, params (string Name, string Value)[] fields)
    {
        var page = await client.GetStringAsync(Of(address.Split('?')[0]));
        using var form = new FormUrlEncodedContent([.. fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)]);
        return await client.PostAsync(Of(address), form);
    }

    internal static Uri Of(string address) => new(address, UriKind.Relative);

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""<meta name="csrf" content="(?<token>[^"]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Meta();
}
