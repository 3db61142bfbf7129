using Dapper;
using Npgsql;
using NpgsqlTypes;
using Photoseek.Embedding.Models;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Fills a database as indexing would, with vectors of the test's own choice.</summary>
internal static class SampleLibrary
{
    /// <summary>A model of few numbers that no bundle has.</summary>
    public static ModelIdentity Model(int dimension) => new("sample", new string('a', 64), dimension, 1);

    /// <summary>Serves a generation and returns its id.</summary>
    public static async Task<int> ServeAsync(TestPostgres postgres, ModelIdentity model)
    {
        await using var connection = await postgres.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("update model_generations set state = 'retired'");
        var id = await connection.QuerySingleAsync<int>(
            """
            insert into model_generations (model, model_sha256, dimension, preprocessing_version, state)
            values (@Name, @Sha256, @Dimension, @PreprocessingVersion, 'serving') returning id
            """,
            model);
        await connection.ExecuteAsync("select start_generation(@id)", new { id });
        return id;
    }

    /// <summary>Adds images and their vectors; ids count up from <paramref name="firstId"/>.</summary>
    public static async Task AddAsync(
        TestPostgres postgres, int generation, IReadOnlyList<float[]> vectors, long firstId = 1, Func<long, string?>? projectOf = null, Func<long, string?>? categoryOf = null)
    {
        await AddImagesAsync(postgres, vectors.Count, firstId, projectOf, categoryOf);
        await using var connection = await postgres.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync("create temp table incoming (id bigint, vector real[])");
        await using (var copy = await connection.BeginBinaryImportAsync("copy incoming from stdin (format binary)"))
        {
            for (var i = 0; i < vectors.Count; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(firstId + i, NpgsqlDbType.Bigint);
                await copy.WriteAsync(vectors[i], NpgsqlDbType.Array | NpgsqlDbType.Real);
            }

            await copy.CompleteAsync();
        }

        await connection.ExecuteAsync(
            $"insert into image_vectors (generation_id, image_id, embedding) select {generation}, id, vector::halfvec from incoming; drop table incoming; analyze image_vectors_{generation}",
            commandTimeout: 300);
    }

    /// <summary>Adds images without vectors, each with one object in the store.</summary>
    public static async Task AddImagesAsync(
        TestPostgres postgres, int count, long firstId = 1, Func<long, string?>? projectOf = null, Func<long, string?>? categoryOf = null)
    {
        await using var connection = await postgres.DataSource.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy images (id, content_sha256, byte_size, format, width, height, file_name, project, category) from stdin (format binary)"))
        {
            for (var id = firstId; id < firstId + count; id++)
            {
                var sha256 = new byte[32];
                BitConverter.TryWriteBytes(sha256, id);
                await copy.StartRowAsync();
                await copy.WriteAsync(id, NpgsqlDbType.Bigint);
                await copy.WriteAsync(sha256, NpgsqlDbType.Bytea);
                await copy.WriteAsync(1000L, NpgsqlDbType.Bigint);
                await copy.WriteAsync("jpeg", NpgsqlDbType.Text);
                await copy.WriteAsync(640, NpgsqlDbType.Integer);
                await copy.WriteAsync(480, NpgsqlDbType.Integer);
                await copy.WriteAsync($"{id}.jpg", NpgsqlDbType.Text);
                await WriteAsync(copy, projectOf?.Invoke(id));
                await WriteAsync(copy, categoryOf?.Invoke(id));
            }

            await copy.CompleteAsync();
        }

        await connection.ExecuteAsync(
            """
            insert into sources (name, kind, root) values ('uploads', 'store', '/store') on conflict do nothing;
            insert into image_objects (source_id, key, image_id, byte_size)
            select (select id from sources where name = 'uploads'), i.id || '.jpg', i.id, 1000 from images i on conflict do nothing;
            analyze images
            """);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? text) =>
        text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);
}
