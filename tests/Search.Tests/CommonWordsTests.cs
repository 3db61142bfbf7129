using Microsoft.Extensions.Options;
using Photoseek.Embedding.Models;
using Photoseek.Search.Codes;
using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Search.Ranking;
using Photoseek.Search.Tests.Codes;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>
/// Words that more than 5,000 of 12,000 pictures have. Ids count by nearness to the query: every odd one shows a harbour, the
/// 6,000 that are furthest away are reprints and Pat's, and Jack is in those from 2,001 to 8,000.
/// </summary>
public sealed class CommonWordsTests(CommonWordsTests.Library library) : IClassFixture<CommonWordsTests.Library>
{
    [PostgresFact]
    public async Task A_word_that_says_what_is_seen_ranks_what_is_near()
    {
        var hits = (await library.SearchAsync("harbour")).Hits;

        Assert.All(hits.Take(40), static hit => Assert.True(hit.ByWords && hit.Id % 2 == 1, $"{hit.Id} shows no harbour."));
        Assert.Equal(1, hits[0].Id);
    }

    [PostgresFact]
    public async Task A_mistyped_one_ranks_what_is_near_as_it_would_itself()
    {
        var (right, mistyped) = (await library.SearchAsync("harbour"), await library.SearchAsync("harbor"));

        Assert.Equal(["harbour"], mistyped.Guessed["harbor"]);
        Assert.Equal(right.Hits.Select(static hit => (hit.Id, hit.Relevance)), mistyped.Hits.Select(static hit => (hit.Id, hit.Relevance)));
    }

    [PostgresFact]
    public async Task A_word_that_says_nothing_of_what_is_seen_is_found_nonetheless_the_nearest_first()
    {
        var found = (await library.SearchAsync("reprint")).Hits.Where(static hit => hit.ByWords).Take(40).ToList();

        // Neighbours may change places, as the numbers of vectors are rounded.
        Assert.Equal(40, found.Count);
        Assert.All(found, static hit => Assert.InRange(hit.Id, 6001, 6050));
    }

    [PostgresFact]
    public async Task Who_is_asked_for_by_name_among_other_words_is_found()
    {
        var found = (await library.SearchAsync("Pat, Jack and a harbour seen at sea")).Hits.Where(static hit => hit.ByWords).Take(40).ToList();

        Assert.Equal(40, found.Count);
        Assert.All(found, static hit => Assert.InRange(hit.Id, 6001, 6250));
        Assert.All(found, static hit => Assert.Equal(1, hit.Id % 2));
    }

    [PostgresFact]
    public async Task People_who_are_never_seen_together_are_found_one_by_one()
    {
        var found = (await library.SearchAsync("Pat and Robin")).Hits.Where(static hit => hit.ByWords).Select(static hit => hit.Id).ToList();

        Assert.Contains(found, static id => id <= 6000);
    }

    [PostgresFact]
    public async Task A_filter_holds_for_it_too()
    {
        var hits = (await library.SearchAsync("Pat -harbour type:jpeg -name:6002")).Hits;

        Assert.DoesNotContain(hits, static hit => hit.Id == 6002);
        Assert.Contains(hits, static hit => hit is { Id: 6004, ByWords: true });
    }

    [PostgresTheory]
    [InlineData("harbour")]
    [InlineData("a harbour and a reprint of a photograph")]
    public async Task With_codes_words_are_looked_for_while_these_are_compared_and_rank_as_ever(string typed)
    {
        var (exact, byCodes) = (await library.SearchAsync(typed), await library.SearchByCodesAsync(typed));

        Assert.Equal((SearchPath.Exact, SearchPath.Codes), (exact.Path, byCodes.Path));
        Assert.Contains(exact.Hits.Take(20), static hit => hit.ByWords);
        Assert.Equal(exact.Hits.Take(20).Select(static hit => (hit.Id, hit.ByWords, hit.Relevance)), byCodes.Hits.Take(20).Select(static hit => (hit.Id, hit.ByWords, hit.Relevance)));
    }

    [PostgresFact]
    public async Task With_codes_who_is_asked_for_by_name_is_looked_for_among_the_codes_of_theirs()
    {
        var answer = await library.SearchByCodesAsync("Pat and a harbour");

        // In the midst of all pictures, where these lie close together, codes of so few numbers put some hundred places aside.
        var found = answer.Hits.Where(static hit => hit.ByWords).Take(40).ToList();
        Assert.Equal((SearchPath.Codes, 40), (answer.Path, found.Count));
        Assert.All(found, static hit => Assert.InRange(hit.Id, 6001, 7200));
        Assert.All(found, static hit => Assert.Equal(1, hit.Id % 2));
    }

    public sealed class Library : IAsyncLifetime
    {
        private const int Count = 12_000;
        private const int Dimension = 64;
        private readonly TestPostgres _postgres = new();
        private readonly ModelIdentity _model = SampleLibrary.Model(Dimension);
        private readonly SearchOptions _options = new() { CopyLikeness = 0, WordDeadline = TimeSpan.FromSeconds(30) };
        private float[] _query = [];

        public async Task InitializeAsync()
        {
            if (new PostgresFactAttribute().Skip is not null)
            {
                return;
            }

            await _postgres.InitializeAsync();
            var generation = await SampleLibrary.ServeAsync(_postgres, _model);
            var vectors = new ClusteredVectors(seed: 3, Dimension, clusters: 50).Take(Count);
            _query = vectors[0];
            var sorted = vectors.OrderByDescending(v => v.Zip(_query, static (a, b) => a * b).Sum()).ToList();
            await SampleLibrary.AddAsync(_postgres, generation, sorted);
            await _postgres.ExecuteAsync("""
                update images set tags = case when id % 2 = 1 then array['harbour'] else '{}' end, title = case when id > 6000 then 'Reprint' end,
                  persons = array_remove(array[case when id > 6000 then 'Pat Miller' else 'Robin' end, case when id between 2001 and 8000 then 'Jack' end], null);
                analyze images
                """);
        }

        public Task DisposeAsync() => _postgres.DisposeAsync();

        internal async Task<SearchAnswer> SearchByCodesAsync(string typed)
        {
            await using var codes = new KeptCodes(_postgres.DataSource);
            await codes.StepAsync();
            return await SearchAsync(typed, codes.Library);
        }

        internal Task<SearchAnswer> SearchAsync(string typed) => SearchAsync(typed, new CodeLibrary());

        private async Task<SearchAnswer> SearchAsync(string typed, CodeLibrary codes)
        {
            var request = new SearchRequest { Text = typed, TopK = 100, Cutoff = 0 };
            var query = QueryParser.Parse(typed);
            var search = new LibrarySearch(
                _postgres.DataSource, codes, new ScanGate(), new LibraryMeans(TimeProvider.System), new LibraryFacets(TimeProvider.System), Options.Create(_options));
            await using var opened = await search.OpenAsync(CancellationToken.None);
            var words = new WordLeg(_postgres.DataSource, Options.Create(_options), TimeProvider.System).RunAsync(request, query, CancellationToken.None);
            await words;
            return await search.RunAsync(
                opened, request, query, [new WeightedVector(_query, 1)], _model, new WrittenLegs(words, WrittenLegs.None.Texts), new SearchClock(TimeProvider.System), CancellationToken.None);
        }
    }
}
