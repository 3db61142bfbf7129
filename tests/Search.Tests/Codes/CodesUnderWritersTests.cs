using System.Collections.Concurrent;
using Npgsql;
using Photoseek.Search.Ranking;
using Photoseek.Testing;

namespace Photoseek.Search.Tests.Codes;

public sealed class CodesUnderWritersTests : IAsyncLifetime
{
    private const int Dimension = 32;
    private const int Rounds = 60;
    private static readonly Photoseek.Embedding.Models.ModelIdentity Model = SampleLibrary.Model(Dimension);
    private readonly TestPostgres _postgres = new();
    private readonly ConcurrentBag<SearchPath> _paths = [];
    private int _generation;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _generation = await SampleLibrary.ServeAsync(_postgres, Model);
        await SampleLibrary.AddAsync(_postgres, _generation, new ClusteredVectors(seed: 1, Dimension, clusters: 20).Take(3 * ScanChoice.FewRows));
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task Writers_find_what_they_have_committed_and_the_codes_end_as_Postgres_has_it()
    {
        await using var codes = new KeptCodes(_postgres.DataSource);
        await codes.StartAsync();
        await codes.StartedAsync();
        await Eventually.TrueAsync(() => Task.FromResult(codes.Library.Current is not null), TimeSpan.FromSeconds(60), "the codes were not loaded");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(writer, codes))));

        await Eventually.TrueAsync(() => IsSameAsync(codes), TimeSpan.FromSeconds(60), "the codes are not what Postgres has");
        Assert.Contains(SearchPath.Codes, _paths);
    }

    /// <summary>Adds, replaces and removes images of its own, some of it rolled back, and looks for them after each commit.</summary>
    private async Task WriteAsync(int writer, KeptCodes codes)
    {
        var random = new Random(writer);
        var vectors = new ClusteredVectors(100 + writer, Dimension, clusters: 50);
        var mine = new Dictionary<long, float[]>();
        for (var round = 0; round < Rounds; round++)
        {
            var id = 10_000 + (writer * 1000) + random.Next(20);
            var removing = mine.ContainsKey(id) && random.Next(2) == 0;
            var commits = random.Next(4) != 0;
            var vector = vectors.Next();
            await using (var connection = await _postgres.DataSource.OpenConnectionAsync())
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await (removing ? RemoveAsync(connection, id) : AddAsync(connection, id, vector));

                // Others commit meanwhile, so that transactions end in another order than they began.
                await codes.Search.RunAsync(new SearchRequest { Text = "x" }, vector, null);
                await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
            }

            if (commits && removing)
            {
                mine.Remove(id);
            }
            else if (commits)
            {
                mine[id] = vector;
            }

            await AssertFoundAsync(codes, id, mine.GetValueOrDefault(id), vector);
        }
    }

    private async Task AssertFoundAsync(KeptCodes codes, long id, float[]? expected, float[] vector)
    {
        var answer = await codes.Search.RunAsync(new SearchRequest { Text = "x" }, expected ?? vector, null);
        _paths.Add(answer.Path);
        Assert.Equal(expected is not null, answer.Hits.Any(hit => hit.Id == id && hit.Score > 0.999));
        Assert.True(expected is not null || answer.Hits.All(hit => hit.Id != id));
    }

    private async Task<bool> IsSameAsync(KeptCodes codes)
    {
        codes.Library.Ring();
        var stored = await _postgres.ScalarAsync<long[]>($"select array_agg(image_id order by image_id) from image_vectors where generation_id = {_generation}");
        return codes.Index.Count == stored!.Length && stored.SequenceEqual(codes.Index.Ids().Order());
    }

    private Task AddAsync(NpgsqlConnection connection, long id, float[] vector) => ExecuteAsync(
        connection,
        $"""
        insert into images (id, content_sha256, byte_size, format, width, height, file_name)
        overriding system value values ({id}, sha256('{id}'::bytea), 1000, 'jpeg', 640, 480, '{id}.jpg') on conflict do nothing;
        insert into image_objects (source_id, key, image_id, byte_size) select min(id), '{id}.jpg', {id}, 1000 from sources on conflict do nothing;
        insert into image_vectors (generation_id, image_id, embedding) values ({_generation}, {id}, '[{string.Join(',', vector)}]'::halfvec)
        on conflict (generation_id, image_id) do update set embedding = excluded.embedding
        """);

    private static Task RemoveAsync(NpgsqlConnection connection, long id) => ExecuteAsync(connection, $"delete from images where id = {id}");

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
