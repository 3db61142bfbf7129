using Npgsql;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Database;

public sealed class SchemaTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    private const int Dimension = 64;

    [PostgresFact]
    public async Task The_index_of_a_generation_serves_the_plain_nearest_query()
    {
        var generation = await StartGenerationAsync("index");
        await FillAsync(generation, 2_000);

        await using var command = database.DataSource.CreateCommand($"""
            explain select image_id from image_vectors where generation_id = {generation}
            order by embedding::halfvec({Dimension}) <=> $1::real[]::halfvec({Dimension}) limit 10
            """);
        command.Parameters.Add(new() { Value = Enumerable.Range(1, Dimension).Select(i => (float)i).ToArray() });
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains($"Index Scan using image_vectors_{generation}_hnsw", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Deleting_an_image_takes_its_vectors_and_work_along_by_index()
    {
        var generation = await StartGenerationAsync("cascade");
        await FillAsync(generation, 500);
        await database.ExecuteAsync($"insert into pending_images (generation_id, image_id) select generation_id, image_id from image_vectors where generation_id = {generation}");

        await database.ExecuteAsync($"delete from images where id in (select image_id from image_vectors where generation_id = {generation} limit 100)");

        Assert.Equal(400, await database.ScalarAsync<long>($"select count(*) from image_vectors where generation_id = {generation}"));
        Assert.Equal(400, await database.ScalarAsync<long>($"select count(*) from pending_images where generation_id = {generation}"));
        Assert.Equal(2, await database.ScalarAsync<long>("""
            select count(*) from pg_index
            where indrelid in ('image_vectors'::regclass, 'pending_images'::regclass) and indisprimary
              and pg_get_indexdef(indexrelid) like '%(image_id, generation_id)'
            """));
    }

    [PostgresFact]
    public async Task A_vector_of_another_width_is_refused()
    {
        var generation = await StartGenerationAsync("width");
        await database.ExecuteAsync("insert into images (content_sha256, byte_size, format, width, height, file_name) values (sha256('width'), 1, 'jpeg', 1, 1, 'x')");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(
            $"insert into image_vectors (generation_id, image_id, embedding) select {generation}, max(id), '[1,2,3]' from images"));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [PostgresFact]
    public async Task Starting_a_generation_from_many_sides_makes_it_once()
    {
        var generation = await NewGenerationAsync("race");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => database.ExecuteAsync($"select start_generation({generation})")));

        Assert.Equal(1, await database.ScalarAsync<long>($"select count(*) from pg_class where relname = 'image_vectors_{generation}'"));
    }

    [PostgresFact]
    public async Task Two_generations_cannot_serve_at_once()
    {
        await database.ExecuteAsync("insert into model_generations (model, model_sha256, dimension, preprocessing_version, state) values ('a', 'serving-a', 3, 1, 'serving')");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(
            "insert into model_generations (model, model_sha256, dimension, preprocessing_version, state) values ('b', 'serving-b', 3, 1, 'serving')"));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
    }

    private async Task<int> StartGenerationAsync(string name)
    {
        var generation = await NewGenerationAsync(name);
        await database.ExecuteAsync($"select start_generation({generation})");
        return generation;
    }

    private Task<int> NewGenerationAsync(string name) => database.ScalarAsync<int>($"""
        insert into model_generations (model, model_sha256, dimension, preprocessing_version, state)
        values ('{name}', '{name}', {Dimension}, 1, 'building') returning id
        """);

    private Task FillAsync(int generation, int count) => database.ExecuteAsync($"""
        with made as (
          insert into images (content_sha256, byte_size, format, width, height, file_name)
          select sha256(('{generation}-' || i)::bytea), 1, 'jpeg', 1, 1, 'x' from generate_series(1, {count}) i
          returning id)
        insert into image_vectors (generation_id, image_id, embedding)
        select {generation}, id, (select array_agg(sin(id * g)) from generate_series(1, {Dimension}) g)::real[]::halfvec from made;
        analyze image_vectors;
        """);
}
