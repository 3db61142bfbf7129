using Npgsql;
using Photoseek.Embedding.Images;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

/// <summary>Asks the database, without the search module, which picture is nearest to a file.</summary>
internal static class Nearest
{
    /// <summary>Embeds a file anew, alone, and returns the content hash of the image whose vector is nearest, and the cosine.</summary>
    public static async Task<(string Sha256, double Cosine)> FindAsync(TestPostgres postgres, byte[] file)
    {
        const string sql = """
            select encode(i.content_sha256, 'hex'), 1 - (v.embedding <=> @vector::real[]::halfvec)
            from image_vectors v join images i on i.id = v.image_id
            order by v.embedding <=> @vector::real[]::halfvec
            limit 1
            """;
        var model = TestProcess.Model;
        var batch = model.NewBatch(1);
        batch.Add(new PictureDecoder(TestProcess.Limits).Decode(file, model.DecodeSide));
        await using var command = postgres.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter("vector", model.EmbedPictures(batch)[0]));
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetString(0), reader.GetDouble(1));
    }
}
