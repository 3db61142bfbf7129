namespace Photoseek.App.Http.OpenApi;

/// <summary>Changing what is written about pictures, and working on several at once.</summary>
internal static class EditNotes
{
    private const string Group = "Pictures";

    private static readonly ApiField Ids = new("ids", ApiType.Whole, "Numbers of 1 to 1,000 pictures.") { Required = true, Several = true };

    private static readonly Dictionary<string, string> Id = new(StringComparer.Ordinal) { ["id"] = "The number of the picture." };

    private static readonly ProblemKind[] Reading = [ProblemKind.InvalidRequest, ProblemKind.MalformedJson, ProblemKind.WrongContentType, ProblemKind.TooLarge];

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["PUT /api/images/{id}"] = new(Group, "Write what is known of a picture")
        {
            Description = "A field that is not sent stays as it is; null has the file (of the caption: the model) say it again.",
            Path = Id,
            Body = ApiBody.Json(
                new("title", ApiType.Text, "A line.") { Nullable = true },
                new("description", ApiType.Text, "A few sentences.") { Nullable = true },
                new("tags", ApiType.Text, "In place of those that there are.") { Several = true, Nullable = true },
                new("persons", ApiType.Text, "In place of those that there are.") { Several = true, Nullable = true },
                new("caption", ApiType.Text, "What is to be seen.") { Nullable = true }) with
            {
                Example = """{"title": "On the pier", "tags": ["holiday", "sea"], "persons": ["Pat", "Jack"]}""",
            },
            Problems = [.. Reading, ProblemKind.UnknownImage],
        },
        ["DELETE /api/images/{id}"] = new(Group, "Delete a picture") { Path = Id, Problems = [ProblemKind.UnknownImage] },
        ["POST /api/images/tags"] = new(Group, "Tag several pictures")
        {
            Body = ApiBody.Json(
                Ids,
                new("add", ApiType.Text, "Tags to add.") { Several = true },
                new("remove", ApiType.Text, "Tags to take away.") { Several = true }) with
            {
                Example = """{"ids": [17, 4], "add": ["family"], "remove": ["work"]}""",
            },
            Problems = Reading,
        },
        ["POST /api/images/delete"] = new(Group, "Delete several pictures") { Body = ApiBody.Json(Ids) with { Example = """{"ids": [17, 4]}""" }, Problems = Reading },
        ["POST /api/images/restore"] = new(Group, "Take back that several pictures were deleted") { Body = ApiBody.Json(Ids) with { Example = """{"ids": [17, 4]}""" }, Problems = Reading },
        ["GET /api/images/deleted"] = new(Group, "What was deleted and can be had back")
        {
            Description = "The latest first. in_source: a folder or bucket has it still, where nothing was touched; what was uploaded alone is gone for good after a while.",
            Query = [new("after", ApiType.Whole, "The next of the page before."), new("limit", ApiType.Whole, "Most pictures, 1 to 200.") { Default = 60 }],
            Problems = [ProblemKind.InvalidSearch],
        },
        ["GET /api/images/{id}/thumbnail/deleted"] = new(Group, "A small picture of one that was deleted")
        {
            Path = Id,
            Query = [new("v", ApiType.Text, "The first digits of the content's SHA-256.")],
            Answers = [ApiAnswer.Bytes("The picture.", "image/webp")],
            Problems = [ProblemKind.UnknownImage, ProblemKind.StorageUnavailable],
        },
        ["GET /api/images/download"] = new(Group, "Several pictures as they came, in one archive")
        {
            Query = [new("ids", ApiType.Text, "Numbers of pictures, separated by commas.") { Required = true }],
            Answers = [ApiAnswer.Bytes("The archive, streamed.", "application/zip")],
            Problems = [ProblemKind.InvalidRequest],
        },
        ["GET /api/images/states"] = new(Group, "How far some pictures are")
        {
            Description = "Numbers that there is no picture of are not in the answer.",
            Query = [new("id", ApiType.Whole, "Numbers of pictures: ?id=1&id=2.") { Required = true, Several = true }],
            Problems = [ProblemKind.InvalidRequest],
        },
        ["GET /api/suggestions"] = new("Search", "What may be meant by what is being typed") { Query = [new("q", ApiType.Text, "As far as it is typed.")] },
    };
}
