using Photoseek.Search.Language;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.Search.Tests.Fuzz;

public sealed class QueryParserFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Pieces =
    [
        " ", " ", " ", "+", " + ", "-", " -", "--", "\u2212", "\u2013", "\"", "\u201c", "\u201e", "\u00ab", ":", ",", "2:", "0.00001:", "99999:", ".5:", "1.:", "7:30", "16:9",
        "boat", "red car", "\"Pat\"", "from:2023-05", "to:2023-13", "from:", "camera:canon,nikon", "camera:\"EOS 40D\",x", "-tag:work", "tag:", "tag:,", "person:Pat", "project:\"a b\"",
        "is:landscape", "is:x", "no:camera", "no:x", "near:47.37,8.54,20km", "near:91,0,1km", "near:0,0", "size:>12mp", "size:<=5mb", "size:12", "rating:>=4", "rating:9", "type:jpg", "type:gif",
        "like:17", "-like:4", "like:0", "like:99999999999999999999", "2:like:17", "source:nas", "name:img_20", "lens:50mm", "category:sea",
    ];

    [Fact]
    public Task Every_text_is_a_query_or_refused_with_a_sentence() => Fuzzing.RunAsync(
        static random => FuzzText.Next(random, Pieces),
        static text =>
        {
            try
            {
                QueryParser.Parse(text);
            }
            catch (InvalidSearchException refused)
            {
                Assert.Equal("text", Assert.Single(refused.Errors).Key);
                Assert.EndsWith(".", Assert.Single(refused.Errors).Value, StringComparison.Ordinal);
            }
        },
        output.WriteLine);

    [Fact]
    public Task What_was_understood_means_the_same_when_it_is_written_again() => Fuzzing.RunAsync(static random => FuzzText.Next(random, Pieces), CheckWritten, output.WriteLine);

    [Fact]
    public Task Any_part_can_be_taken_out() => Fuzzing.RunAsync(static random => FuzzText.Next(random, Pieces), CheckWithout, output.WriteLine);

    private static void CheckWritten(string text)
    {
        if (TryParse(text) is { } parsed)
        {
            Assert.Equal(Meaning(parsed), Meaning(QueryParser.Parse(parsed.ToString())));
        }
    }

    private static void CheckWithout(string text)
    {
        if (TryParse(text) is { } parsed)
        {
            foreach (var item in parsed.Items)
            {
                // Where no words are left, those in quotes stand in, and they may be too many.
                var others = new ParsedQuery([.. parsed.Items.Where(other => !ReferenceEquals(other, item))]);
                if (others.Terms.Count + others.Likes.Count <= QueryParser.MaxTerms)
                {
                    Assert.Equal(Meaning(others), Meaning(QueryParser.Parse(parsed.Without(item))));
                }
            }
        }
    }

    private static string Meaning(ParsedQuery query) => string.Join(" | ", query.Items.Select(static item => $"{item.GetType().Name} {item.Written}"));

    private static ParsedQuery? TryParse(string text)
    {
        try
        {
            return QueryParser.Parse(text);
        }
        catch (InvalidSearchException)
        {
            return null;
        }
    }
}
