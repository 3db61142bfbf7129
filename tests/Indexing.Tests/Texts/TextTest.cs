using Npgsql;
using Photoseek.Indexing.Tests.Jobs;
using Photoseek.Indexing.Texts;
using Photoseek.Testing;
using Photoseek.Testing.Ollama;

namespace Photoseek.Indexing.Tests.Texts;

/// <summary>A library with an Ollama beside it.</summary>
public abstract class TextTest : LibraryTest
{
    protected static readonly CancellationToken None = CancellationToken.None;
    protected static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    internal FakeOllama Ollama { get; } = new();

    protected override async Task CloseAsync()
    {
        await Ollama.DisposeAsync();

        // Whatever the test was about, what it did was counted.
        await Ledger.IsRightAsync(Postgres);
    }

    /// <summary>A process that knows where Ollama is.</summary>
    internal TestProcess Start(params (string Key, string Value)[] settings) =>
        StartAnother([("Ollama:Address", Ollama.Address.AbsoluteUri), ("Ollama:EmbedTimeout", "00:00:02"), .. settings]);

    /// <summary>Works in the background until the test is over or the result is disposed.</summary>
    internal static IAsyncDisposable Run(TestProcess process) => new Running(process.Get<TextIndexing>());

    /// <summary>Pictures 1 to n, each with a title of its own.</summary>
    internal Task AddAsync(int count, int first = 1) => Postgres.ExecuteAsync($"""
        insert into images (content_sha256, byte_size, format, width, height, file_name, title)
        select sha256(n::text::bytea), 1, 'jpeg', 1, 1, n || '.jpg', 'number' || n || ' dog' from generate_series({first}, {first + count - 1}) n
        """);

    internal async Task<string?> DrainAsync(TestProcess process) => await process.Get<TextIndexing>().DrainAsync(None);

    /// <summary>Vectors of the serving generation that are of the text that their picture has.</summary>
    internal Task<long> GoodAsync() => CountAsync("""
        text_vectors v join text_generations g on g.id = v.generation_id and g.state = 'serving' join images i on i.id = v.image_id
        where v.text_sha256 = sha256(convert_to(picture_text(i.title, i.description, i.tags, i.persons, i.caption), 'UTF8'))
          and abs(vector_norm(v.embedding::vector) - 1) < 0.01 and vector_dims(v.embedding) = g.dimension
        """);

    internal Task EventuallyAsync(Func<Task<bool>> probe) => Eventually.TrueAsync(probe, Soon, DescribeAsync);

    /// <summary>The pictures nearest to words, as the serving generation sees it.</summary>
    internal async Task<long> NearestAsync(string words, FakeModel model)
    {
        await using var command = Postgres.DataSource.CreateCommand("""
            select image_id from text_vectors v join text_generations g on g.id = v.generation_id and g.state = 'serving'
            order by v.embedding <=> $1::real[]::halfvec limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = BagOfWords.Embed(words, model) });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> DescribeAsync() =>
        $"{await GoodAsync()} good vectors, {await CountAsync("pending_texts where state = 'pending'")} pending, {await CountAsync("pending_texts where state = 'failed'")} failed, "
        + $"reason: {await Postgres.ScalarAsync<string>("select max(reason) from pending_texts")}, {Ollama.Requests.Count} requests, "
        + $"generations: {await Postgres.ScalarAsync<string>("select string_agg(model || ' ' || state || ' ' || text_generation_is_indexed(id), ', ') from text_generations")}";

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _work;

        public Running(TextIndexing texts) => _work = Task.Run(() => texts.RunAsync(_stop.Token));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _work;
            _stop.Dispose();
        }
    }
}
