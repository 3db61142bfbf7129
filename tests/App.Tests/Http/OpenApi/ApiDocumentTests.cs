using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Photoseek.App.Http;
using Photoseek.App.Http.OpenApi;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Http.OpenApi;

public sealed class ApiDocumentTests(HostedApp app) : IClassFixture<HostedApp>
{
    [PostgresFact]
    public async Task The_document_is_valid()
    {
        var read = await ReadAsync();

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.All(Operations(read.Document!), static o => Assert.DoesNotContain(o.Operation.Responses!.Values, static r => string.IsNullOrEmpty(r.Description)));
    }

    [PostgresFact]
    public async Task Every_endpoint_of_the_api_is_in_it_with_a_summary()
    {
        var documented = Operations((await ReadAsync()).Document!).ToDictionary(static o => o.Name, static o => o.Operation, StringComparer.Ordinal);
        var mapped = app.Endpoints
            .Where(static e => HttpApi.IsApi("/" + e.RoutePattern.RawText!.TrimStart('/')) && "/" + e.RoutePattern.RawText.TrimStart('/') != ApiDocument.Address)
            .SelectMany(static e => e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(method => $"{method} /{e.RoutePattern.RawText!.Trim('/')}"))
            .ToList();

        Assert.NotEmpty(mapped);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, operation) in documented)
        {
            Assert.True(operation.Summary is { Length: > 0 }, $"{name} has no summary: write a note of it in src/App/Http/OpenApi.");
            Assert.True(operation.Responses!.Keys.Any(static status => status.StartsWith('2')), $"{name} does not say what it answers.");
            Assert.All(operation.Parameters ?? [], parameter => Assert.True(parameter.Description is { Length: > 0 }, $"{name}: {parameter.Name} has no meaning."));
        }
    }

    [PostgresFact]
    public async Task Every_stable_type_of_problem_is_in_it_and_each_endpoint_says_which_it_gives()
    {
        var document = (await ReadAsync()).Document!;
        var listed = document.Components!.Schemas!["Problem"].Properties!["type"].Enum!.Select(static type => type.ToString()).ToList();

        Assert.Equal(ProblemSchema.Kinds.Select(static kind => kind.Type), listed);
        Assert.Contains("/problems/invalid-search", listed);
        var search = document.Paths["/search"].Operations![HttpMethod.Post].Responses!;
        Assert.Contains("/problems/invalid-search", search["422"].Description, StringComparison.Ordinal);
        Assert.Contains("/problems/malformed-json", search["400"].Description, StringComparison.Ordinal);
        Assert.Equal("Problem", Assert.IsType<OpenApiSchemaReference>(search["422"].Content!["application/problem+json"].Schema).Reference.Id);
        Assert.Contains("/problems/database-unavailable", document.Paths["/api/duplicates"].Operations![HttpMethod.Get].Responses!["503"].Description, StringComparison.Ordinal);
        Assert.DoesNotContain("503", document.Paths["/health/live"].Operations![HttpMethod.Get].Responses!.Keys);
    }

    [PostgresFact]
    public async Task Bodies_and_answers_have_shapes_and_examples()
    {
        var document = (await ReadAsync()).Document!;
        var search = document.Paths["/search"].Operations![HttpMethod.Post];
        var body = search.RequestBody!.Content!["application/json"];

        Assert.Equal(
            ["query", "top_k", "score_threshold", "cutoff", "sort", "duplicates", "facets", "filters", "include_details", "include_explanation"],
            body.Schema!.Properties!.Keys);
        Assert.Equal(["query"], body.Schema.Required!);
        Assert.NotNull(body.Example);
        Assert.Equal(["query", "results", "total", "latency_ms", "cached", "explanation"], search.Responses!["200"].Content!["application/json"].Schema!.Properties!.Keys.Take(6));
        var result = document.Components!.Schemas!["SearchReplyResult"];
        Assert.Equal(["id", "score", "metadata"], result.Required!);
        Assert.Equal(JsonSchemaType.Integer, result.Properties!["id"].Type);
        var upload = document.Paths["/api/images"].Operations![HttpMethod.Post].RequestBody!.Content!["multipart/form-data"].Schema!;
        Assert.Equal("binary", upload.Properties!["files"].Items!.Format);
    }

    [PostgresFact]
    public async Task People_read_it_on_a_page_that_every_page_leads_to()
    {
        var page = await app.Http.GetStringAsync(new Uri("/api", UriKind.Relative));

        Assert.Contains("<h1>For programs</h1>", page, StringComparison.Ordinal);
        foreach (var operation in Operations((await ReadAsync()).Document!).Where(static o => !o.Name.StartsWith("HEAD", StringComparison.Ordinal)))
        {
            Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(operation.Operation.Summary!), page, StringComparison.Ordinal);
        }

        Assert.Contains("/problems/switched-off", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/api\"", await app.Http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, OpenApiOperation Operation)> Operations(OpenApiDocument document) =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        select ($"{operation.Key.Method} {path.Key}", operation.Value);

    private async Task<Microsoft.OpenApi.Reader.ReadResult> ReadAsync() =>
        OpenApiDocument.Parse(await app.Http.GetStringAsync(new Uri(ApiDocument.Address, UriKind.Relative)), "json");
}
