using Photoseek.Search.Language;
using Photoseek.Search.Queries;
using Photoseek.Testing;

namespace Photoseek.Search.Tests;

/// <summary>Any part of a camera's, a lens's or a file's name finds it, and a rare one without looking at every picture.</summary>
public sealed class PartsOfNamesTests(TestPostgres postgres) : IClassFixture<TestPostgres>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if (new PostgresFactAttribute().Skip is null && await postgres.ScalarAsync<long>("select count(*) from images") == 0)
        {
            await SampleLibrary.AddImagesAsync(postgres, 20_000);
            await postgres.ExecuteAsync("""
                update images set camera_make = 'Canon', camera_model = 'EOS ' || id % 7, project = 'Trip ' || id % 7, category = 'Sea', lens = '24-70mm f/2.8', file_name = 'IMG_' || id || '.jpg';
                update images set camera_make = null, camera_model = 'Hasselblad Müller', lens = 'XCD 90V', project = 'Über Land', category = 'Land' where id = 77;
                update images set file_name = '100%_done.jpg' where id = 78;
                analyze images
                """);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [PostgresTheory]
    [InlineData("camera:selbl", "77")]
    [InlineData("camera:\"BLAD MULLER\"", "77")]
    [InlineData("camera:leica,hasselblad", "77")]
    [InlineData("lens:\"d 90\"", "77")]
    [InlineData("name:0%_d", "78")]
    [InlineData("project:\"uber land\",nowhere", "77")]
    [InlineData("category:land", "77")]
    [InlineData("name:img_20000", "20000")]
    [InlineData("-camera:canon", "77")]
    public async Task Any_part_of_a_name_finds_it(string typed, string expected)
    {
        var filter = CandidateFilter.Of(new SearchRequest(), QueryParser.Parse(typed));
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(postgres.DataSource, TimeSpan.FromMinutes(1), CancellationToken.None);

        var found = await snapshot.QueryAsync<long>($"select i.id from images i where {filter.Condition} order by i.id limit 10", filter.Parameters(), CancellationToken.None);

        Assert.Equal(expected, string.Join(',', found));
    }

    [PostgresTheory]
    [InlineData("camera:selblad", "images_name_parts")]
    [InlineData("lens:\"xcd 90\"", "images_name_parts")]
    [InlineData("name:img_20000", "images_name_parts")]
    [InlineData("camera:hasselblad,leica", "images_name_parts")]
    [InlineData("project:\"uber land\"", "images_project_folded")]
    [InlineData("category:land,nowhere", "images_category_folded")]
    public async Task What_is_rare_is_looked_up(string typed, string index)
    {
        var filter = CandidateFilter.Of(new SearchRequest(), QueryParser.Parse(typed));
        await using var snapshot = await LibrarySnapshot.OpenUnreadAsync(postgres.DataSource, TimeSpan.FromMinutes(1), CancellationToken.None);

        var plan = await snapshot.QueryAsync<string>($"explain select i.id from images i where {filter.Condition}", filter.Parameters(), CancellationToken.None);

        Assert.Contains(index, string.Join('\n', plan), StringComparison.Ordinal);
    }
}
