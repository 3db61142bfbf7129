using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

[Collection(DemoLibraryGroup.Name)]
public sealed partial class SearchPageTests(DemoApp app)
{
    [BrowserFact]
    public async Task The_first_visit_shows_the_newest_pictures_examples_and_what_the_demo_model_is()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");

        Assert.Equal(50, await visitor.Tiles.CountAsync());
        Assert.Equal("q", await visitor.Page.EvaluateAsync<string>("document.activeElement.id"));
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "The real model" }).WaitForAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "christmas", Exact = true }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/?q=christmas");
        Assert.NotEmpty(await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Words_find_pictures_with_scores_and_stand_in_the_address()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a beach & the sea");

        Assert.EndsWith("/?q=a+beach+%26+the+sea", visitor.Page.Url, StringComparison.Ordinal);
        Assert.Equal("a beach & the sea", await visitor.Page.InputValueAsync("#q"));
        Assert.Matches(Summary(), await visitor.Page.Locator(".summary").InnerTextAsync());
        var scores = await visitor.Page.Locator(".score").AllInnerTextsAsync();
        var figures = scores.Select(score => double.Parse(Score().Match(score).Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal((await visitor.IdsAsync()).Count, figures.Count);

        // Not in their order: "sea" and "beach" are keywords of some pictures, too.
        Assert.All(figures, static figure => Assert.InRange(figure, -1, 1));
        Assert.True(figures.Distinct().Count() > 5, string.Join(' ', figures));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Pages_go_on_beyond_forty_without_repeating_a_picture()
    {
        await using var visitor = await app.VisitAsync(script: false);
        await visitor.Page.GotoAsync("/?q=people&cutoff=0");
        var seen = (await visitor.IdsAsync()).ToList();
        for (var page = 2; page <= 4; page++)
        {
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
            await visitor.Page.WaitForURLAsync($"**/?q=people&cutoff=0&page={page}");
            seen.AddRange(await visitor.IdsAsync());
        }

        Assert.Equal(200, seen.Count);
        Assert.Equal(200, seen.Distinct().Count());
        Assert.Equal(0, await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).CountAsync());
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
        Assert.Equal(seen.Skip(100).Take(50), await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_matches_less_is_left_out_and_can_be_shown()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a red automobile");
        var near = await visitor.IdsAsync();
        Assert.InRange(near.Count, 3, 49);
        await visitor.Page.GetByText(Less()).WaitForAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "show all" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**&cutoff=0");

        Assert.Equal(50, await visitor.Tiles.CountAsync());
        Assert.Equal(near, (await visitor.IdsAsync()).Take(near.Count));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_is_near_can_be_sorted_by_date()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a red automobile");
        var near = await visitor.IdsAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**&sort=newest");

        var newest = await visitor.IdsAsync();
        Assert.Equal(near.Order(), newest.Order());
        List<DateTime> dates = [];
        foreach (var id in newest)
        {
            using var image = await app.ImageAsync(id);
            dates.Add(image.RootElement.GetProperty("taken_at").GetDateTime());
        }

        Assert.Equal(dates.OrderDescending(), dates);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Oldest" }).ClickAsync();
        await visitor.Page.WaitForURLAsync("**&sort=oldest");
        Assert.Equal(newest.Reverse(), await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserTheory]
    [InlineData(true, 1280)]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    [InlineData(false, 390)]
    public async Task What_was_found_can_be_narrowed_down_by_what_it_has(bool script, int width)
    {
        await using var visitor = await app.VisitAsync(script, width: width);
        await visitor.Page.GotoAsync("/?q=people&cutoff=0");
        if (width < 960)
        {
            await visitor.Page.GetByText("Narrow down").ClickAsync();
        }

        var year = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "year" }).GetByRole(AriaRole.Link).First;
        var words = (await year.InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        await year.ClickAsync();
        await visitor.Page.WaitForURLAsync("**from*");

        Assert.Equal($"people from:{words[0]} to:{words[0]}", await visitor.Page.InputValueAsync("#q"));
        Assert.Equal(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), await visitor.Tiles.CountAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_some_have_can_be_left_out_and_taken_back_as_a_part_of_the_search()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/?q=people&cutoff=0");
        var person = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "person" }).GetByRole(AriaRole.Listitem).First;
        await person.HoverAsync();
        await person.Locator(".without").ClickAsync();
        await visitor.Page.WaitForURLAsync("**-person*");
        var parts = visitor.Page.GetByRole(AriaRole.List, new() { Name = "Parts of the search" }).GetByRole(AriaRole.Link);
        Assert.Equal(2, await parts.CountAsync());

        await parts.Nth(1).ClickAsync();
        await visitor.Page.WaitForURLAsync("**/?q=people&cutoff=0");
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_chosen_picture_finds_itself_first()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchByPictureAsync(Repository.Path("demo", "photos", "IMG_0017.jpg"));

        await AssertFirstIsAsync(visitor, "IMG_0017.jpg");
        await visitor.Page.GetByAltText("Your picture").WaitForAsync();
        Assert.True(await visitor.Page.GetByAltText("Your picture").EvaluateAsync<bool>("picture => picture.decode().then(() => picture.naturalWidth > 0)"));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_picture_with_words_has_further_pages_and_can_be_steered()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await visitor.Page.FillAsync("#q", "-snow");
        await visitor.Page.SetInputFilesAsync("#picture", [Repository.Path("demo", "photos", "IMG_0017.jpg"), Repository.Path("demo", "photos", "IMG_0018.jpg")]);
        await visitor.Page.WaitForURLAsync("**handler=Picture");
        Assert.Equal("-snow", await visitor.Page.InputValueAsync("#q"));
        Assert.Equal(2, await visitor.Page.GetByAltText("Your picture").CountAsync());

        await visitor.Page.Locator(".note a").ClickAsync();
        await visitor.Page.WaitForURLAsync("**look=*");
        var seen = (await visitor.IdsAsync()).Take(50).ToList();
        await visitor.Page.GotoAsync(visitor.Page.Url + "&page=2");
        Assert.Empty(seen.Intersect(await visitor.IdsAsync()));

        await visitor.SearchAsync("a boat");
        var first = await visitor.FirstIdAsync();
        await visitor.Tiles.First.HoverAsync();
        await visitor.Tiles.First.Locator(".less").ClickAsync();
        await visitor.Page.WaitForURLAsync("**like*");
        Assert.Equal($"a boat -like:{first}", await visitor.Page.InputValueAsync("#q"));
        Assert.DoesNotContain(first, await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_dropped_picture_finds_itself_first()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.Page.GotoAsync("/");
        var bytes = await File.ReadAllBytesAsync(Repository.Path("demo", "photos", "IMG_0042.jpg"));
        await visitor.Page.EvaluateAsync(
            """
            base64 => {
              const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
              const transfer = new DataTransfer();
              transfer.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
              document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(bytes));
        await visitor.Page.WaitForURLAsync("**handler=Picture");

        await AssertFirstIsAsync(visitor, "IMG_0042.jpg");
        await visitor.Page.GetByText("dropped.jpg").WaitForAsync();
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task What_is_no_picture_is_refused_with_a_sentence()
    {
        await using var visitor = await app.VisitAsync();
        var file = Path.Combine(app.Scratch, "words.jpg");
        await File.WriteAllTextAsync(file, "These are words.");
        await visitor.SearchByPictureAsync(file);

        var problem = await visitor.Page.GetByRole(AriaRole.Alert).InnerTextAsync();
        Assert.Contains("JPEG", problem, StringComparison.Ordinal);
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Words_that_are_too_many_are_answered_with_400_and_a_sentence()
    {
        await using var visitor = await app.VisitAsync();
        var response = await visitor.Page.GotoAsync("/?q=" + new string('a', 513));

        Assert.Equal(400, response!.Status);
        Assert.Contains("512", await visitor.Page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("problem", await visitor.Page.GetAttributeAsync("#q", "aria-describedby"));
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task A_tile_leads_to_its_picture_and_from_there_to_similar_ones()
    {
        await using var visitor = await app.VisitAsync();
        await visitor.SearchAsync("a house");
        var id = await visitor.FirstIdAsync();
        await visitor.Page.GotoAsync((await visitor.Tiles.First.Locator(".shot").GetAttributeAsync("href"))!);
        Assert.EndsWith($"/images/{id}", visitor.Page.Url, StringComparison.Ordinal);

        Assert.True(await visitor.Page.Locator(".large img").EvaluateAsync<bool>("picture => picture.decode().then(() => picture.naturalWidth > 0)"));
        var facts = await visitor.Page.Locator(".facts").InnerTextAsync();
        Assert.Contains("pixels, JPEG", facts, StringComparison.Ordinal);
        Assert.Contains("IMG_", facts, StringComparison.Ordinal);
        Assert.DoesNotContain(id, await visitor.IdsAsync());

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Similar pictures", Exact = true }).ClickAsync();
        await visitor.Page.WaitForURLAsync($"**/?like={id}");
        Assert.DoesNotContain(id, await visitor.IdsAsync());
        visitor.AssertQuiet();
    }

    [BrowserFact]
    public async Task Searching_and_reading_work_without_script()
    {
        await using var visitor = await app.VisitAsync(script: false);
        await visitor.SearchAsync("a boat on the sea");
        await visitor.Page.ClickAsync(".note a");
        await visitor.Page.WaitForURLAsync("**&cutoff=0");
        Assert.Equal(50, await visitor.Tiles.CountAsync());
        await visitor.Page.ClickAsync("a[rel=next]");
        await visitor.Page.WaitForURLAsync("**&page=2");
        await visitor.Tiles.First.Locator(".similar").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/?like=*");
        await visitor.Tiles.First.Locator(".shot").ClickAsync();
        await visitor.Page.WaitForURLAsync("**/images/*");
        await visitor.Page.Locator(".facts").WaitForAsync();

        await visitor.Page.GotoAsync("/");
        await visitor.Page.SetInputFilesAsync("#picture", Repository.Path("demo", "photos", "IMG_0017.jpg"));
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Search by this picture" }).ClickAsync();
        await AssertFirstIsAsync(visitor, "IMG_0017.jpg");
    }

    private async Task AssertFirstIsAsync(Visitor visitor, string fileName)
    {
        using var image = await app.ImageAsync(await visitor.FirstIdAsync());
        Assert.Equal(fileName, image.RootElement.GetProperty("file_name").GetString());
    }

    [GeneratedRegex("^(?:\\d+ pictures|Pictures 1–50) in [\\d.]+ m?s$", RegexOptions.None, 1000)]
    private static partial Regex Summary();

    [GeneratedRegex("\\d+ more pictures match less", RegexOptions.None, 1000)]
    private static partial Regex Less();

    [GeneratedRegex("-?\\d\\.\\d\\d", RegexOptions.None, 1000)]
    private static partial Regex Score();
}
