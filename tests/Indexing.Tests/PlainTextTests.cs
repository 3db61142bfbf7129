namespace Photoseek.Indexing.Tests;

public sealed class PlainTextTests
{
    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("half \uFFFD.", PlainText.Line("half " + (char)0xD800 + ".", 20));

    [Fact]
    public void A_text_is_not_cut_inside_a_character() => Assert.Equal("ab", PlainText.Line("ab😀", 3));

    [Fact]
    public void Nothing_worth_keeping_is_nothing()
    {
        Assert.Null(PlainText.Line(null, 5));
        Assert.Null(PlainText.Line(" \t\n", 5));
        Assert.Null(PlainText.Line("\0\u0001", 5));
    }

    [Fact]
    public void Lines_keep_their_breaks_and_a_line_does_not()
    {
        Assert.Equal("a\nb", PlainText.Lines("a\r\nb", 10));
        Assert.Equal("a b", PlainText.Line("a\r\nb", 10));
    }

    [Fact]
    public void A_list_has_no_empty_items_and_no_repeats() =>
        Assert.Equal(["Cat", "dog"], PlainText.List(["Cat", " ", null, "cat", "dog", "third"], 2, 10));
}
