using Microsoft.Extensions.Options;
using Photoseek.Embedding;
using Photoseek.Search.Cache;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

public sealed class EarlyVectorsTests : IClassFixture<DemoModel>, IAsyncLifetime, IDisposable
{
    private static readonly IOptions<SearchOptions> _options = Options.Create(new SearchOptions());

    private readonly DemoModel _demo;
    private readonly QueryVectorCache _made = new(_options);
    private readonly SearchQueue _queue = new(_options, new RightOfWay(TimeProvider.System));
    private readonly EarlyVectors _early;

    public EarlyVectorsTests(DemoModel demo)
    {
        _demo = demo;
        _early = new EarlyVectors(demo.Embedder, new QueryVectors(demo.Embedder, _made), _queue, _options, TimeProvider.System);
    }

    public Task InitializeAsync() => _demo.Search().WarmUpAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _queue.Dispose();

    [PostgresFact]
    public async Task What_is_typed_has_the_vector_that_a_search_would_make()
    {
        await _early.MakeAsync(" 2:sunset + boat tag:sea");

        var expected = await _demo.Search().EmbedAsync("sunset", CancellationToken.None);
        Assert.Equal(expected.Values, Made("sunset"));
        Assert.NotNull(Made("boat"));
    }

    [PostgresFact]
    public async Task Nothing_is_made_while_somebody_searches()
    {
        using (await _queue.WaitAsync(CancellationToken.None))
        {
            await _early.MakeAsync("a red boat");
            Assert.Null(Made("a red boat"));
        }

        await _early.MakeAsync("a red boat");
        Assert.NotNull(Made("a red boat"));
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData(" ab ")]
    [InlineData("tag:")]
    [InlineData("from:yesterday a boat")]
    [InlineData("like:x")]
    public async Task Text_that_nothing_can_be_made_of_is_no_trouble(string text)
    {
        await _early.MakeAsync(text);
        await _early.MakeAsync(new string('x', SearchRequest.MaxTextLength + 1));

        await _early.MakeAsync("a boat on a lake");
        Assert.NotNull(Made("a boat on a lake"));
    }

    private float[]? Made(string text)
    {
        using var model = _demo.Embedder.Current();
        return _made.Find(model!.Model.Identity, text);
    }
}
