using Dapper;
using Npgsql;
using Photoseek.Testing.Ollama;

namespace Photoseek.Search.Tests.Texts;

/// <summary>Vectors of what is written about pictures, as indexing would leave them.</summary>
internal static class TextVectors
{
    /// <summary>Serves a generation of a model, with the vector of each picture's text.</summary>
    /// <param name="database">The library.</param>
    /// <param name="model">Of the fake Ollama.</param>
    /// <param name="every">Only one in so many is there already.</param>
    public static async Task ServeAsync(NpgsqlDataSource database, FakeModel model, int every = 1)
    {
        await using var connection = await database.OpenConnectionAsync();
        var id = await connection.QuerySingleAsync<int>(
            """
            update text_generations set state = 'retired' where state = 'serving';
            insert into text_generations (model, digest, dimension, document_prefix, query_prefix, text_version, state)
            values (@Name, @Digest, @Dimension, 'search_document: ', 'search_query: ', 1, 'serving') returning id
            """,
            model);
        await connection.ExecuteAsync("select open_text_generation(@id, true)", new { id });
        var texts = await connection.QueryAsync<(long Image, string Text)>(
            "select id, text from images, picture_text(title, description, tags, persons, caption) text where text <> '' and id % @every = 0 order by id", new { every });
        foreach (var (image, text) in texts)
        {
            await connection.ExecuteAsync(
                "insert into text_vectors (generation_id, image_id, text_sha256, embedding) values (@id, @image, sha256('x'), @vector::real[]::halfvec)",
                new { id, image, vector = BagOfWords.Embed(text, model) });
        }

        await connection.ExecuteAsync($"analyze text_vectors_{id}");
    }
}
