using Photoseek.Search.Language;
using Photoseek.Search.Language.Filters;

namespace Photoseek.Search.Tests;

public sealed class QueryParserTests
{
    public static TheoryData<string, string> Items => new()
    {
        { "two people on a beach", "two people on a beach" },
        { "  two   people\ton a\nbeach ", "two people on a beach" },
        { "two people on a beach -umbrella", "two people on a beach|-umbrella" },
        { "two people −umbrella –dog", "two people|-umbrella|-dog" },
        { "2:sunset + boat", "2:sunset|boat" },
        { "2:red sunset 0.5:boat", "2:red sunset|0.5:boat" },
        { "sunset -2:boat", "sunset|-2:boat" },
        { "\"Pat\" \"Jack\" automobile", "\"Pat\"|\"Jack\"|automobile" },
        { "„Pat\u201d «Jack Frost»", "\"Pat\"|\"Jack Frost\"" },
        { "-\"red  car\" street", "-\"red car\"|street" },
        { "\"not closed", "\"not closed\"" },
        { "\"\" car", "car" },
        { "dog from:2023 on a beach", "dog on a beach|from:2023" },
        { "black-and-white rock'n'roll C++ a - b", "black-and-white rock'n'roll C++ a - b" },
        { "16:9 at 7:30 note: this http://x", "16:9 at 7:30 note: this http://x" },
        { "camera:Canon,\"Nikon Z 6\" -tag:work", "camera:Canon,\"Nikon Z 6\"|-tag:work" },
        { "from:2023-05 to:2023-09 is:Landscape no:cameras", "from:2023-05|to:2023-09|is:landscape|no:camera" },
        { "near:47.37,8.54,20km near:-1,2,500m", "near:47.37,8.54,20km|near:-1,2,0.5km" },
        { "size:>12mp size:3.5MB rating:4 rating:<=2 type:JPG", "size:>12mp|size:>=3.5mb|rating:>=4|rating:<=2|type:jpeg" },
        { "a\0b\u0007c \ud800 x", "a b c \ufffd x" },
        { "like:17 -like:4 boat", "like:17|-like:4|boat" },
        { "red 2:like:17,18 boat -0.5:like:4", "red boat|2:like:17|2:like:18|-0.5:like:4" },
        { "I like: this, like it", "I like: this, like it" },
        { "", "" },
        { " + + ", "" },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public void A_query_is_taken_apart_into_items_that_can_be_typed(string typed, string items)
    {
        var query = QueryParser.Parse(typed);

        Assert.Equal(items, string.Join('|', query.Items.Select(static i => i.Written)));
        Assert.Equal(query.Items, QueryParser.Parse(query.ToString()).Items);
    }

    [Theory]
    [InlineData("from:yesterday", "from:2023")]
    [InlineData("to:2023-13", "to:2023-05-31")]
    [InlineData("to:9999", "later than any date")]
    [InlineData("is:round", "is:square")]
    [InlineData("no:idea", "no:camera")]
    [InlineData("near:47.37", "near:47.37,8.54,20km")]
    [InlineData("near:97.37,8.54,20km", "near:47.37,8.54,20km")]
    [InlineData("near:47.37,8.54,0km", "near:47.37,8.54,20km")]
    [InlineData("size:big", "size:>12mp")]
    [InlineData("rating:6", "rating:>=4")]
    [InlineData("type:gif", "type:png")]
    [InlineData("tag:,", "tag:word")]
    [InlineData("0:sunset", "above 0")]
    [InlineData("1000:sunset", "up to 100")]
    [InlineData("a + b + c + d + e + f + g + h + i", "at most 8 terms")]
    public void What_cannot_be_understood_is_refused_with_what_can(string typed, string says)
    {
        var refused = Assert.Throws<InvalidSearchException>(() => QueryParser.Parse(typed));

        Assert.Equal("text", refused.Field);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_minus_pushes_away_and_keeps_out_what_is_called_so()
    {
        var query = QueryParser.Parse("beach -2:umbrella -\"Pat\"");

        Assert.Equal([("beach", 1), ("umbrella", -2), ("Pat", -1)], query.Terms.Select(static t => (t.Text, t.Weight)));
        Assert.Equal([new PhraseItem("Pat", Not: true), new PhraseItem("umbrella", Not: true)], query.Phrases);
    }

    [Fact]
    public void Names_in_quotes_are_looked_for_in_words_and_are_a_description_only_without_another()
    {
        Assert.Equal(["automobile"], QueryParser.Parse("\"Pat\" automobile").Terms.Select(static t => t.Text));
        Assert.Equal(["Pat"], QueryParser.Parse("\"Pat\"").Terms.Select(static t => t.Text));
    }

    [Fact]
    public void An_item_can_be_taken_out()
    {
        var query = QueryParser.Parse("2:sunset + boat camera:canon -dog");

        Assert.Equal("boat camera:canon -dog", query.Without(query.Items[0]));
        Assert.Equal("2:sunset camera:canon -dog", query.Without(query.Items[1]));
        Assert.Equal("2:sunset + boat -dog", query.Without(query.Items[2]));
    }

    [Fact]
    public void To_means_up_to_the_end_of_what_is_written()
    {
        DateOnly Day(string typed) => Assert.IsType<DateFilter>(Assert.Single(QueryParser.Parse(typed).Filters).Filter).Day;

        Assert.Equal(new DateOnly(2024, 1, 1), Day("to:2023"));
        Assert.Equal(new DateOnly(2023, 10, 1), Day("to:2023-09"));
        Assert.Equal(new DateOnly(2023, 10, 1), Day("to:2023-9-30"));
        Assert.Equal(new DateOnly(2023, 9, 1), Day("from:2023-09"));
    }

    /// <summary>Whatever is typed is either understood, and then can be written again, or refused with a sentence.</summary>
    [Fact]
    public void Anything_at_all_can_be_typed()
    {
        string[] parts = ["a", "beach", " ", "  ", "+", "-", "\"", ":", ",", "2:", "tag:", "camera:canon", "from:2023", "-from:", "near:1,2,3km", "no:camera", "\u2013", "\u00bb", "\ud83d\ude00", "\ud800", ".", "0.5:", "is:", "size:>", "9", "\u00e9", "\t"];
        var random = new Random(5);
        var understood = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var typed = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                var query = QueryParser.Parse(typed);
                Assert.Equal(query.Items, QueryParser.Parse(query.ToString()).Items);
                understood++;
            }
            catch (InvalidSearchException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }

        Assert.InRange(understood, 1_000, 19_999);
    }
}
