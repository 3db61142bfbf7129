using System.Text.Json;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Embedding.Tests.Models;

/// <summary>What a newcomer tries first: the example searches, over the demo pictures, held against what was drawn into them.</summary>
public sealed class DemoLibraryTests(DemoLibraryTests.Library library, ITestOutputHelper output) : IClassFixture<DemoLibraryTests.Library>
{
    [Theory]
    [InlineData("christmas", null, null, "christmas tree", null, null)]
    [InlineData("two people on a beach at sunset", "beach", "sunset", "person", 2, null)]
    [InlineData("a red automobile", null, null, "car", null, "red")]
    [InlineData("boats at night", null, "night", "boat", null, null)]
    [InlineData("black dog in the mountains", "mountains", null, "dog", null, "black")]
    [InlineData("snowman", null, null, "snowman", null, null)]
    public void The_best_and_four_of_the_best_five_show_what_was_asked_for(string query, string? place, string? time, string thing, int? count, string? colour)
    {
        bool Shows(Scene scene) => (place is null || scene.Place == place) && (time is null || scene.Time == time)
            && scene.Things.Any(t => t.Kind == thing && (count is null || t.Count == count) && (colour is null || t.Colour == colour));
        var wanted = Math.Min(5, library.Pictures.Count(p => Shows(p.Scene)));

        var best = library.Nearest(query, 5);

        output.WriteLine($"{query}: {string.Join(", ", best.Select(p => $"{p.Name}{(Shows(p.Scene) ? "" : " (not)")}"))}; {wanted} of 5 are possible");
        Assert.True(wanted > 0, "The demo library has no such picture.");
        Assert.True(Shows(best[0].Scene), $"{best[0].Name} does not show {query}");
        Assert.True(best.Count(p => Shows(p.Scene)) >= Math.Min(4, wanted), "Fewer than four are right.");
    }

    /// <summary>The 200 pictures as the app would embed them.</summary>
    public sealed class Library : IDisposable
    {
        private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

        private readonly ClipModel _model = ClipModel.Load(Repository.Path("models", "demo-world"), new EmbeddingOptions());

        public Library()
        {
            var decoder = new PictureDecoder(new PictureLimits());
            var scenes = JsonSerializer.Deserialize<Dictionary<string, Scene>>(File.ReadAllText(Repository.Path("demo", "scenes.json")), Json)!;
            foreach (var names in scenes.Keys.Order(StringComparer.Ordinal).Chunk(8))
            {
                var batch = _model.NewBatch(names.Length);
                foreach (var name in names)
                {
                    batch.Add(decoder.Decode(File.ReadAllBytes(Repository.Path("demo", "photos", name)), _model.DecodeSide));
                }

                Pictures.AddRange(names.Zip(_model.EmbedPictures(batch), (name, vector) => new Picture(name, scenes[name], vector)));
            }
        }

        public List<Picture> Pictures { get; } = [];

        public IReadOnlyList<Picture> Nearest(string query, int count)
        {
            var vector = _model.EmbedText(query);
            return [.. Pictures.OrderByDescending(p => Golden.Cosine(vector, p.Vector)).Take(count)];
        }

        public void Dispose() => _model.Dispose();
    }

    public sealed record Picture(string Name, Scene Scene, float[] Vector);

    public sealed record Scene(string Place, string Time, IReadOnlyList<Thing> Things);

    public sealed record Thing(string Kind, int Count, string? Colour);
}
