using Photoseek.Testing;

namespace Photoseek.App.Tests.Http;

public sealed class SearchApiTests(ServedApp app) : IClassFixture<ServedApp>
{
    [PostgresFact]
    public async Task A_search_answers_with_the_fields_that_were_promised()
    {
        var id = await app.IndexAsync(name: "promised.jpg");
        await app.Database.ExecuteAsync($"update images set category = 'sea' where id = {id}");

        var answer = await app.PostJsonAsync("/search", new { query = " two people ", top_k = 100, score_threshold = 0.0, filters = new { category = "sea" }, include_explanation = true });

        Assert.Equal(["query", "results", "total", "latency_ms", "cached", "explanation"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal(" two people ", answer.GetProperty("query").GetString());
        Assert.Equal(1, answer.GetProperty("total").GetInt32());
        Assert.True(answer.GetProperty("latency_ms").GetDouble() > 0);
        Assert.False(answer.GetProperty("cached").GetBoolean());
        var result = answer.GetProperty("results")[0];
        Assert.Equal(["id", "score", "metadata"], result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(id, result.GetProperty("id").GetInt64());
        Assert.InRange(result.GetProperty("score").GetDouble(), -1, 1);
        var metadata = result.GetProperty("metadata");
        Assert.Equal(["file_path", "file_name", "s3_key", "width", "height", "category"], metadata.EnumerateObject().Select(p => p.Name));
        Assert.Equal("promised.jpg", metadata.GetProperty("file_name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, metadata.GetProperty("s3_key").ValueKind);
        Assert.Equal(TestJpeg.Width, metadata.GetProperty("width").GetInt32());
        Assert.Equal(TestJpeg.Height, metadata.GetProperty("height").GetInt32());
    }

    [PostgresFact]
    public async Task Who_asks_is_told_by_what_a_picture_was_found()
    {
        var id = await app.IndexAsync(name: "zeppelin.jpg");

        var answer = await app.PostJsonAsync("/search", new { query = "zeppelin", include_details = true });
        var other = await app.GetJsonAsync("/api/search/images?q=zeppelin");

        foreach (var result in (System.Text.Json.JsonElement[])[answer.GetProperty("results")[0], other.GetProperty("results")[0]])
        {
            Assert.Equal(id, result.GetProperty("id").GetInt64());
            Assert.Equal(["picture", "words"], result.GetProperty("found_by").EnumerateArray().Select(static way => way.GetString()));
        }

        Assert.False(answer.TryGetProperty("left_out", out _));
        Assert.Empty(other.GetProperty("left_out").EnumerateArray());
    }

    [PostgresTheory]
    [InlineData("""{"query":""}""", "query")]
    [InlineData("""{"query":"   "}""", "query")]
    [InlineData("""{}""", "query")]
    [InlineData("""{"query":7}""", "query")]
    [InlineData("""{"query":null}""", "query")]
    [InlineData("""{"query":"\ud800"}""", "query")]
    [InlineData("""{"query":"x","top_k":0}""", "top_k")]
    [InlineData("""{"query":"x","top_k":101}""", "top_k")]
    [InlineData("""{"query":"x","top_k":"10"}""", "top_k")]
    [InlineData("""{"query":"x","top_k":1.5}""", "top_k")]
    [InlineData("""{"query":"x","top_k":99999999999}""", "top_k")]
    [InlineData("""{"query":"x","score_threshold":1.01}""", "score_threshold")]
    [InlineData("""{"query":"x","score_threshold":-0.5}""", "score_threshold")]
    [InlineData("""{"query":"x","score_threshold":"NaN"}""", "score_threshold")]
    [InlineData("""{"query":"x","filters":[]}""", "filters")]
    [InlineData("""{"query":"x","filters":{"persona":"Pat"}}""", "filters.persona")]
    [InlineData("""{"query":"x","filters":{"person":true}}""", "filters.person")]
    [InlineData("""{"query":"x","filters":{"person":[]}}""", "filters.person")]
    [InlineData("""{"query":"x","filters":{"-size":"large"}}""", "filters.-size")]
    [InlineData("""{"query":"x","facets":1}""", "facets")]
    [InlineData("""{"query":"x","filters":{"project":3}}""", "filters.project")]
    [InlineData("""{"query":"x","filters":{"category":"a\u0000b"}}""", "filters.category")]
    [InlineData("""{"query":"x","include_explanation":"yes"}""", "include_explanation")]
    [InlineData("""{"query":"x","include_details":1}""", "include_details")]
    [InlineData("""{"query":"x","cutoff":1.5}""", "cutoff")]
    [InlineData("""{"query":"x","cutoff":"half"}""", "cutoff")]
    [InlineData("""{"query":"x","sort":"size"}""", "sort")]
    [InlineData("""{"query":"x","sort":1}""", "sort")]
    [InlineData("""{"query":"x","topk":5}""", "topk")]
    [InlineData("""[]""", "body")]
    public async Task A_wrong_field_is_named_and_nothing_is_done(string body, string field)
    {
        var problem = await app.PostTextAsync("/search", body, "application/json", 422);

        Problem.Is("invalid-search", problem);
        Problem.Names([field], problem);
    }

    [PostgresFact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        var problem = await app.PostTextAsync("/search", """{"query":"","top_k":0,"score_threshold":7}""", "application/json", 422);

        Problem.Names(["query", "top_k", "score_threshold"], problem);
    }

    [PostgresTheory]
    [InlineData("""{"query":""", "application/json", 400, "malformed-json")]
    [InlineData("", "application/json", 400, "malformed-json")]
    [InlineData("query=x", "application/x-www-form-urlencoded", 415, "wrong-content-type")]
    [InlineData("""{"query":"x"}""", "text/plain", 415, "wrong-content-type")]
    public async Task A_body_that_is_no_json_is_refused(string body, string contentType, int status, string type) =>
        Problem.Is(type, await app.PostTextAsync("/search", body, contentType, status));

    [PostgresFact]
    public async Task A_body_that_is_too_large_is_refused() =>
        Problem.Is("too-large", await app.PostTextAsync("/search", $$"""{"query":"{{new string('x', 70_000)}}"}""", "application/json", 413));

    [PostgresFact]
    public async Task A_query_of_512_characters_is_let_in_and_one_more_is_not()
    {
        await app.PostJsonAsync("/search", new { query = new string('x', 512) });
        Problem.Names(["query"], await app.PostJsonAsync("/search", new { query = new string('x', 513) }, 422));
    }

    [PostgresTheory]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("' or 1=1; drop table images; --")]
    [InlineData("a\0b\u0007c\u001b[31m")]
    [InlineData("写真 של הים 👩‍👩‍👧‍👦 \u202e txet")]
    [InlineData("%s%n {0} ${x}")]
    public async Task Any_text_can_be_searched_for_and_comes_back_as_it_was(string text)
    {
        Assert.Equal(text, (await app.PostJsonAsync("/search", new { query = text })).GetProperty("query").GetString());
        Assert.Equal(text, (await app.GetJsonAsync("/api/search/images?q=" + Uri.EscapeDataString(text))).GetProperty("query").GetString());
    }

    [PostgresFact]
    public async Task A_search_by_address_answers_with_ids_titles_and_similarities()
    {
        var id = await app.IndexAsync(name: "by address.jpg");
        await app.Database.ExecuteAsync($"update images set title = 'A <title>', project = 'by-address' where id = {id}");

        var answer = await app.GetJsonAsync("/api/search/images?q=boats%20at%20sea&limit=5&offset=0&threshold=0&project=by-address");

        Assert.Equal("boats at sea", answer.GetProperty("query").GetString());
        Assert.Equal((1, 0, 5, false), (answer.GetProperty("total").GetInt32(), answer.GetProperty("offset").GetInt32(), answer.GetProperty("limit").GetInt32(), answer.GetProperty("more").GetBoolean()));
        Assert.True(answer.GetProperty("latency_ms").GetDouble() > 0);
        var result = answer.GetProperty("results")[0];
        Assert.Equal(id, result.GetProperty("id").GetInt64());
        Assert.Equal("A <title>", result.GetProperty("title").GetString());
        Assert.Equal("by address.jpg", result.GetProperty("file_name").GetString());
        Assert.InRange(result.GetProperty("similarity").GetDouble(), -1, 1);
        using var thumbnail = await app.Http.GetAsync(new Uri(result.GetProperty("thumbnail").GetString()!, UriKind.Relative));
        Assert.Equal("image/webp", thumbnail.Content.Headers.ContentType?.MediaType);
        using var page = await app.Http.GetAsync(new Uri(result.GetProperty("page").GetString()!, UriKind.Relative));
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    [PostgresTheory]
    [InlineData("", "q")]
    [InlineData("q=", "q")]
    [InlineData("q=%20", "q")]
    [InlineData("q=x&limit=0", "limit")]
    [InlineData("q=x&limit=101", "limit")]
    [InlineData("q=x&limit=ten", "limit")]
    [InlineData("q=x&offset=-1", "offset")]
    [InlineData("q=x&offset=991", "offset")]
    [InlineData("q=x&offset=99999999999", "offset")]
    [InlineData("q=x&threshold=NaN", "threshold")]
    [InlineData("q=x&threshold=2", "threshold")]
    [InlineData("q=x&threshold=a", "threshold")]
    [InlineData("q=x&cutoff=2", "cutoff")]
    [InlineData("q=x&sort=Newest", "sort")]
    [InlineData("q=x&sort=1", "sort")]
    [InlineData("q=x&project=%00", "project")]
    public async Task A_wrong_address_is_a_bad_request(string query, string field)
    {
        var problem = await app.GetJsonAsync("/api/search/images?" + query, 400);

        Problem.Is("invalid-search", problem);
        Problem.Names([field], problem);
    }

    [PostgresFact]
    public async Task A_picture_of_the_library_finds_itself_first_and_an_image_leaves_itself_out()
    {
        var picture = TestJpeg.CreateUnique();
        var id = await app.IndexAsync(picture);
        await app.IndexAsync();

        var byPicture = await app.PostPictureAsync("/api/search/similar?limit=100", picture);
        var byId = await app.PostTextAsync($"/api/search/similar?id={id}&limit=100", "", "application/json", 200);

        Assert.Equal(1, byPicture.GetProperty("results").EnumerateArray().Single(r => r.GetProperty("id").GetInt64() == id).GetProperty("similarity").GetDouble(), 2);
        Assert.True(byId.GetProperty("total").GetInt32() > 0);
        Assert.DoesNotContain(byId.GetProperty("results").EnumerateArray(), r => r.GetProperty("id").GetInt64() == id);
    }

    [PostgresFact]
    public async Task A_query_picture_that_cannot_be_used_is_refused_with_the_reason()
    {
        var good = TestJpeg.CreateUnique();
        Problem.Is("not-a-picture", await app.PostPictureAsync("/api/search/similar", "GIF89a and so on"u8.ToArray(), 415));
        Problem.Is("unusable-picture", await app.PostPictureAsync("/api/search/similar", good[..(good.Length / 2)], 422));
        Problem.Is("too-large", await app.PostPictureAsync("/api/search/similar", new byte[ServedApp.PictureLimit + 1], 413));
        Problem.Is("too-large", await app.PostPictureAsync("/api/search/similar", new byte[ServedApp.PictureLimit + 48_000_000], 413));
        Problem.Names(["image"], await app.PostPictureAsync("/api/search/similar", [], 400));
        Problem.Names(["image"], await app.PostPictureAsync("/api/search/similar", good, 400, field: "files"));
        Problem.Names(["limit"], await app.PostPictureAsync("/api/search/similar?limit=1000", good, 400));
        Problem.Is("wrong-content-type", await app.PostTextAsync("/api/search/similar", "{}", "application/json", 415));
        Problem.Is("malformed-upload", await app.PostTextAsync("/api/search/similar", "--x\r\n", "multipart/form-data; boundary=x", 400));
    }

    [PostgresFact]
    public async Task An_image_that_is_unknown_and_one_that_is_pending_are_told_apart()
    {
        Problem.Is("unknown-image", await app.PostTextAsync("/api/search/similar?id=999999", "", "application/json", 404));
        Problem.Names(["id"], await app.PostTextAsync("/api/search/similar?id=x", "", "application/json", 400));
        Problem.Names(["id"], await app.PostTextAsync("/api/search/similar?id=0", "", "application/json", 400));

        var id = await app.IndexAsync();
        await app.Database.ExecuteAsync($"delete from image_vectors where image_id = {id}");
        Problem.Is("image-pending", await app.PostTextAsync($"/api/search/similar?id={id}", "", "application/json", 409));
    }

    [PostgresFact]
    public async Task Filters_take_the_names_of_a_query_and_several_values_and_minus()
    {
        var (cat, dog, both, jack) = (await app.IndexAsync(), await app.IndexAsync(), await app.IndexAsync(), await app.IndexAsync());
        await app.Database.ExecuteAsync(
            $"""
            update images set project = 'filtered', taken_at = '2021-03-04' where id in ({cat}, {dog}, {both}, {jack});
            update images set tags = array['Cat'] where id = {cat}; update images set tags = array['dog'] where id = {dog};
            update images set tags = array['cat', 'dog'], rating = 5 where id = {both}; update images set persons = array['Jack Frost'] where id = {jack}
            """);

        Assert.Equal([cat, dog, both, jack], await IdsAsync(new { project = "filtered" }));
        Assert.Equal([cat, dog, both], await IdsAsync(new { project = new[] { "filtered", "x" }, tag = new[] { "cat", "dog" } }));
        Assert.Equal([dog, jack], await IdsAsync(new Dictionary<string, object> { ["project"] = "filtered", ["-tag"] = "cat" }));
        Assert.Equal([both], await IdsAsync(new { project = "filtered", rating = 5 }));
        Assert.Equal([jack], await IdsAsync(new { project = "filtered", person = "jack", from = "2021-03", to = 2021, no = "tag" }));

        var facets = (await app.PostJsonAsync("/search", new { query = "x", filters = new { project = "filtered" }, facets = true })).GetProperty("facets");
        Assert.Equal(4, facets.GetProperty("pictures").GetInt32());
        Assert.Equal(
            ["year:2021=4", "person:Jack Frost=1", "tag:dog=2", "tag:Cat=1", "tag:cat=1", "type:jpeg=4", "source:uploads=4", "project:filtered=4"],
            from facet in facets.GetProperty("facets").EnumerateArray()
            from value in facet.GetProperty("values").EnumerateArray()
            select $"{facet.GetProperty("name")}:{value.GetProperty("value")}={value.GetProperty("count")}");

        async Task<IEnumerable<long>> IdsAsync(object filters) =>
            (await app.PostJsonAsync("/search", new { query = "x", filters, top_k = 100 })).GetProperty("results").EnumerateArray().Select(static r => r.GetProperty("id").GetInt64()).Order();
    }

    [PostgresFact]
    public async Task Relevance_falls_from_result_to_result_where_similarity_need_not()
    {
        var (plain, named) = (await app.IndexAsync(), await app.IndexAsync());
        await app.Database.ExecuteAsync($"update images set project = 'scored' where id in ({plain}, {named}); update images set title = 'A lighthouse' where id = {named}");

        var results = (await app.GetJsonAsync("/api/search/images?q=lighthouse&project=scored")).GetProperty("results").EnumerateArray().ToList();

        Assert.Equal([named, plain], results.Select(static r => r.GetProperty("id").GetInt64()));
        Assert.True(results[0].GetProperty("relevance").GetDouble() > 1 && results[1].GetProperty("relevance").GetDouble() <= 1, $"{results[0]} {results[1]}");
        Assert.Equal(results[0].GetProperty("similarity").GetDouble(), results[1].GetProperty("similarity").GetDouble(), 6);
    }

    [PostgresFact]
    public async Task Results_come_in_the_order_that_is_asked_for()
    {
        var ids = new List<long>();
        foreach (var year in new[] { 2003, 2001, 2002 })
        {
            var id = await app.IndexAsync();
            await app.Database.ExecuteAsync($"update images set project = 'sorted', taken_at = '{year}-05-01' where id = {id}");
            ids.Add(id);
        }

        Assert.Equal([ids[0], ids[2], ids[1]], Ids(await app.GetJsonAsync("/api/search/images?q=x&project=sorted&cutoff=0&sort=newest")));
        Assert.Equal([ids[1], ids[2], ids[0]], Ids(await app.PostJsonAsync("/search", new { query = "x", filters = new { project = "sorted" }, cutoff = 0, sort = "oldest" })));

        static IEnumerable<long> Ids(System.Text.Json.JsonElement answer) => answer.GetProperty("results").EnumerateArray().Select(static r => r.GetProperty("id").GetInt64());
    }

    [PostgresFact]
    public async Task Pages_put_together_are_the_whole()
    {
        var files = Enumerable.Range(0, 45).Select(i => ($"{i}.jpg", TestJpeg.CreateUnique())).ToArray();
        var ids = (await app.UploadAsync(files)).Select(r => r.GetProperty("id").GetInt64()).ToList();
        await app.Database.ExecuteAsync($"update images set project = 'paged' where id in ({string.Join(',', ids)})");
        foreach (var id in ids)
        {
            await app.EventuallyIndexedAsync(id);
        }

        var paged = new List<long>();
        var more = true;
        while (more)
        {
            var answer = await app.GetJsonAsync($"/api/search/images?q=x&limit=20&offset={paged.Count}&project=paged&cutoff=0");
            paged.AddRange(answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("id").GetInt64()));
            more = answer.GetProperty("more").GetBoolean();
        }

        Assert.Equal(45, paged.Count);
        Assert.Equal(ids.Order(), paged.Order());
    }
}
