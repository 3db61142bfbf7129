using System.Diagnostics;
using Photoseek.App.Hosting;
using Photoseek.Search;

namespace Photoseek.App.Cli.Bench;

/// <summary>Searches in this process, with all that a server has loaded for them.</summary>
internal sealed class SearchBench : IAsyncDisposable
{
    private const int DistinctWhenRepeated = 15;
    private static readonly TimeSpan _longestLoad = TimeSpan.FromSeconds(30);

    private readonly BackgroundServices _background;
    private readonly PictureSearch _search;
    private readonly int _top;
    private readonly bool _repeat;
    private int _asked = -1;

    private SearchBench(BackgroundServices background, PictureSearch search, int top, bool repeat)
    {
        _background = background;
        _search = search;
        _top = top;
        _repeat = repeat;
    }

    /// <summary>Begins what a server does beside searching, and waits until searches go the way that they will go.</summary>
    public static async Task<SearchBench> StartAsync(IServiceProvider services, int top, bool repeat, CancellationToken cancellationToken)
    {
        var background = await BackgroundServices.StartAsync(services, cancellationToken);
        var bench = new SearchBench(background, services.GetRequiredService<PictureSearch>(), top, repeat);
        var started = Stopwatch.GetTimestamp();
        var answer = await bench.WarmAsync(0, started, cancellationToken);
        if (answer.Hits.Count == 0)
        {
            await bench.DisposeAsync();
            throw new InvalidDataException("Nothing is indexed in this library: there is nothing to measure.");
        }

        // A library whose codes are still being loaded is searched by the index meanwhile; so is one too large for codes.
        for (var i = 1; i < 20 || (answer.Path == SearchPath.Hnsw && Stopwatch.GetElapsedTime(started) < _longestLoad); i++)
        {
            answer = await bench.WarmAsync(i, started, cancellationToken);
        }

        return bench;
    }

    // The first searches of a large library that the system has put out of its memory take longer than any may.
    private async Task<SearchAnswer> WarmAsync(int number, long started, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await AskAsync(number, cancellationToken);
            }
            catch (TimeoutException) when (Stopwatch.GetElapsedTime(started) < _longestLoad)
            {
                // It has brought some of it back.
            }
        }
    }

    public async Task<SearchBenchResult> ClosedAsync(int requests, int clients, CancellationToken cancellationToken)
    {
        var (answers, seconds) = await SearchLoad.ClosedAsync(requests, clients, i => AskAsync(i, cancellationToken), cancellationToken);
        return SearchBenchResult.Of(answers, seconds);
    }

    public async Task<SearchBenchResult> FixedRateAsync(int requests, double perSecond, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = await SearchLoad.FixedRateAsync(requests, perSecond, i => AskAsync(i, cancellationToken), cancellationToken);
        return SearchBenchResult.Of(answers, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>How many of the ten best the search finds, compared with a process that compares all.</summary>
    public async Task<double> RecallAsync(AppSettings settings, int queries, CancellationToken cancellationToken)
    {
        await using var exact = await LibrarySession.OpenAsync(
            settings.With(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Search:ExactRows"] = "10000000", ["Search:Deadline"] = "00:10:00" }), cancellationToken);
        var search = exact.Services.GetRequiredService<PictureSearch>();
        var found = 0;
        var all = 0;
        for (var i = 0; i < queries; i++)
        {
            var request = new SearchRequest { Text = BenchQueries.Of(i), TopK = 10 };
            var truth = (await search.SearchAsync(request, cancellationToken)).Hits.Select(hit => hit.Id).ToHashSet();
            var answer = await _search.SearchAsync(request, cancellationToken);
            found += answer.Hits.Count(hit => truth.Contains(hit.Id));
            all += truth.Count;
        }

        return (double)found / all;
    }

    public ValueTask DisposeAsync() => _background.DisposeAsync();

    // What warmed up is not asked again, unless it is to be.
    private Task<SearchAnswer> AskAsync(int number, CancellationToken cancellationToken) =>
        _search.SearchAsync(new SearchRequest { Text = BenchQueries.Of(_repeat ? number % DistinctWhenRepeated : Interlocked.Increment(ref _asked)), TopK = _top }, cancellationToken);
}
