using Photoseek.Search.Ranking;

namespace Photoseek.Search.Tests;

public sealed class ScanChoiceTests
{
    [Theory]
    [InlineData(20_000, 2_858, 2_858, 20_000)] // as it was analysed
    [InlineData(20_000, 2_858, 5_716, 40_000)] // twice as large since
    [InlineData(-1, 0, 1_000, 7_000)] // never analysed: seven rows of 512 numbers fill a page
    [InlineData(0, 0, 0, 0)]
    public void Rows_are_estimated_from_pages(double analysedRows, int analysedPages, long pages, long expected) =>
        Assert.Equal(expected, ScanChoice.EstimateRows(analysedRows, analysedPages, pages, dimension: 512));

    [Theory]
    [InlineData(0, true)]
    [InlineData(19_999, true)]
    [InlineData(20_000, false)]
    public void Small_libraries_are_searched_exactly(long rows, bool exact) => Assert.Equal(exact, ScanChoice.IsExact(rows, 20_000));
}
