using System.Text;
using Microsoft.AspNetCore.Http;
using Photoseek.App.Http;
using Photoseek.App.Http.Search;
using Photoseek.Search;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Fuzz;

public sealed class JsonBodyFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Names =
        ["query", "top_k", "score_threshold", "cutoff", "sort", "duplicates", "facets", "filters", "include_details", "include_explanation", "from", "camera", "-tag", "near", "size", "key"];

    [Fact]
    public Task Any_json_is_a_search_or_refused() => RunAsync(static request => SearchBody.ReadAsync(request, CancellationToken.None));

    [Fact]
    public Task Any_json_is_a_text_in_a_field_or_refused() => RunAsync(static request => JsonBody.TextAsync(request, "key", CancellationToken.None));

    private Task RunAsync(Func<HttpRequest, Task> read) => Fuzzing.RunAsync(
        static random => FuzzJson.Next(random, Names),
        async body =>
        {
            var request = new DefaultHttpContext().Request;
            request.ContentType = "application/json";
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            try
            {
                await read(request);
            }
            catch (InvalidSearchException refused)
            {
                Assert.NotEmpty(refused.Errors);
            }
            catch (RequestRefusedException refused)
            {
                Assert.InRange(refused.Kind.Status, 400, 499);
            }
        },
        output.WriteLine);
}
