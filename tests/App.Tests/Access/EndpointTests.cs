using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Photoseek.App.Access;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Access;

public sealed class EndpointTests(AccessApp app) : IClassFixture<AccessApp>
{
    [PostgresFact]
    public void Every_endpoint_has_chosen_one_policy_and_it_is_the_one_of_the_table()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in Endpoints())
        {
            var chosen = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
            Assert.True(chosen.Count == 1 && chosen[0].Policy is { Length: > 0 }, $"{endpoint.DisplayName} has not chosen a policy of its own: [Authorize(Policies.X)] or RequireAuthorization(Policies.X).");
            Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            {
                Assert.Equal(Policies.Anyone, chosen[0].Policy);
                continue;
            }

            foreach (var name in EndpointTable.NamesOf(endpoint))
            {
                found[name] = chosen[0].Policy!;
            }
        }

        Assert.Equal(EndpointTable.PolicyOf.OrderBy(static entry => entry.Key, StringComparer.Ordinal), found.OrderBy(static entry => entry.Key, StringComparer.Ordinal));
    }

    [PostgresTheory]
    [InlineData("nobody")]
    [InlineData("viewer")]
    [InlineData("editor")]
    [InlineData("admin")]
    [InlineData("key:search")]
    [InlineData("key:upload")]
    [InlineData("key:embed")]
    [InlineData("key:jobs")]
    [InlineData("key:wrong")]
    public async Task Every_endpoint_lets_in_whom_the_table_says_and_refuses_the_others(string caller)
    {
        var client = caller switch
        {
            "nobody" => app.Nobody(),
            "key:wrong" => app.WithKey("psk_wrong"),
            _ when caller.StartsWith("key:", StringComparison.Ordinal) => app.WithKey(app.KeyOf[caller[4..]]),
            _ => await app.SignedInAsync(caller),
        };
        var wrong = new List<string>();
        foreach (var (name, policy) in EndpointTable.PolicyOf)
        {
            using var request = RequestTo(name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var refusal = await RefusalAsync(response);
            var expected = EndpointTable.IsAllowed(policy, caller) ? null
                : caller is not ("nobody" or "key:wrong") ? "forbidden"
                : name.StartsWith("PAGE", StringComparison.Ordinal) ? "sign in" : "unauthorized";
            if (refusal != expected)
            {
                wrong.Add($"{name}: {refusal ?? "let in"} ({(int)response.StatusCode}) instead of {expected ?? "let in"}");
            }
        }

        Assert.Empty(wrong);
    }

    [PostgresTheory]
    [InlineData("viewer", false)]
    [InlineData("editor", true)]
    public async Task The_page_of_a_picture_is_read_by_viewers_and_written_by_editors(string name, bool may)
    {
        var client = await app.SignedInAsync(name);
        using var form = new FormUrlEncodedContent([]);
        using var response = await client.PostAsync(AccessApp.Of("/images/1?handler=Caption"), form);

        Assert.Equal(may, response.StatusCode != HttpStatusCode.Forbidden);
    }

    [PostgresFact]
    public void Every_request_has_an_end_and_only_transfers_have_a_late_one()
    {
        var late = Endpoints()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<RequestTimeoutPolicy>() is not null || endpoint.Metadata.GetMetadata<RequestTimeoutAttribute>() is not null)
            .SelectMany(EndpointTable.NamesOf);
        var endless = Endpoints().Where(static endpoint => endpoint.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null).SelectMany(EndpointTable.NamesOf);

        Assert.Equal(TimeSpan.FromMinutes(2), app.Get<IOptions<RequestTimeoutOptions>>().Value.DefaultPolicy?.Timeout);
        Assert.Equal(["GET /api/images/download", "GET /api/images/{id}/original", "GET /api/manifest", "HEAD /api/images/{id}/original", "PAGE /upload", "POST /api/images"], late.Order(StringComparer.Ordinal));

        // Ends by itself after 15 minutes.
        Assert.Equal(["GET /api/status/stream"], endless);
    }

    [PostgresFact]
    public async Task What_does_not_exist_is_told_to_everybody_alike()
    {
        using var unknown = await app.Nobody().GetAsync(AccessApp.Of("/api/nothing"));
        using var file = await app.Nobody().GetAsync(AccessApp.Of("/js/nothing.js"));
        using var wrongMethod = await app.Nobody().DeleteAsync(AccessApp.Of("/api/images"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
    }

    private IEnumerable<RouteEndpoint> Endpoints() => app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(static endpoint => endpoint.RoutePattern.RawText != Policies.NewerFiles);

    private static HttpRequestMessage RequestTo(string name)
    {
        var (method, route) = (name.Split(' ')[0], name.Split(' ')[1]);
        var address = route.Replace("{id}", "1", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{kind}", "nonsense", StringComparison.Ordinal)
            .Replace("{source}", "nowhere", StringComparison.Ordinal).Replace("/{code:int?}", "", StringComparison.Ordinal);
        var request = new HttpRequestMessage(method == "PAGE" ? HttpMethod.Get : HttpMethod.Parse(method), AccessApp.Of(address));
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        return request;
    }

    // What the app itself says to who is not let in; the endpoint's own refusals are not meant.
    private static async Task<string?> RefusalAsync(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Redirect when response.Headers.Location!.OriginalString.StartsWith("/login?return=", StringComparison.Ordinal) => "sign in",
        HttpStatusCode.Unauthorized when (await response.Content.ReadAsStringAsync()).Contains("token of a source", StringComparison.Ordinal) => null,
        HttpStatusCode.Unauthorized => "unauthorized",
        HttpStatusCode.Forbidden when (await response.Content.ReadAsStringAsync()).Contains("/problems/switched-off", StringComparison.Ordinal) => null,
        HttpStatusCode.Forbidden => "forbidden",
        _ => null,
    };
}
