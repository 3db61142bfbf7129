using Microsoft.Extensions.Options;
using Npgsql;
using Photoseek.Embedding.Models;
using Photoseek.Search.Codes;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

/// <summary>Searches for vectors of the test's own choice; nothing is left out or put together unless the options say so.</summary>
/// <param name="database">The library.</param>
/// <param name="options">How to search it.</param>
/// <param name="codes">Codes to search it by; none leaves it to Postgres.</param>
internal sealed class TestSearch(NpgsqlDataSource database, SearchOptions? options = null, CodeLibrary? codes = null)
{
    private readonly LibrarySearch _search = new(database, codes ?? new CodeLibrary(), new ScanGate(), new LibraryMeans(TimeProvider.System), new LibraryFacets(TimeProvider.System), Options.Create(options ?? new SearchOptions { CopyLikeness = 0 }));

    public async Task<SearchAnswer> RunAsync(SearchRequest request, float[]? vector, ModelIdentity? model)
    {
        request = request with { Cutoff = request.Cutoff ?? 0 };
        await using var opened = await _search.OpenAsync(CancellationToken.None);
        return await _search.RunAsync(opened, request, request.Text is { } text ? QueryParser.Parse(text) : ParsedQuery.Nothing, vector is null ? [] : [new WeightedVector(vector, 1)], model, WrittenLegs.None, new SearchClock(TimeProvider.System), CancellationToken.None);
    }
}
