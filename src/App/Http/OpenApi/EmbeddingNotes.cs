namespace Photoseek.App.Http.OpenApi;

/// <summary>Vectors.</summary>
internal static class EmbeddingNotes
{
    private const string Group = "Vectors";

    private static readonly ProblemKind[] Reading = [ProblemKind.InvalidRequest, ProblemKind.MalformedJson, ProblemKind.WrongContentType, ProblemKind.TooLarge, ProblemKind.ModelMismatch];

    private static readonly ProblemKind[] Pictures = [.. Reading, ProblemKind.NotAPicture, ProblemKind.UnusablePicture];

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["POST /embed-image"] = new(Group, "The vector of a picture of a configured source")
        {
            Body = ApiBody.Json(new ApiField("image_path", ApiType.Text, "s3://bucket/key, or the path of a file in a configured folder.") { Required = true }) with
            {
                Example = """{"image_path": "s3://photos/2026/beach.jpg"}""",
            },
            Problems = [.. Pictures, ProblemKind.UnknownPath, ProblemKind.StorageUnavailable],
        },
        ["POST /embed-batch"] = new(Group, "The vectors of several pictures of configured sources")
        {
            Description = "All or none: the first that cannot be used is the answer.",
            Body = ApiBody.Json(new ApiField("image_paths", ApiType.Text, "1 to 32 paths.") { Required = true, Several = true }) with
            {
                Example = """{"image_paths": ["s3://photos/2026/beach.jpg", "s3://photos/2026/boat.jpg"]}""",
            },
            Problems = [.. Pictures, ProblemKind.UnknownPath, ProblemKind.StorageUnavailable],
        },
        ["POST /embed/text"] = new(Group, "The vector of a text, by the model that serves")
        {
            Body = ApiBody.Json(new ApiField("text", ApiType.Text, "1 to 512 characters.") { Required = true }) with { Example = """{"text": "a red automobile"}""" },
            Problems = [.. Reading, ProblemKind.InvalidSearch],
        },
        ["POST /embed/image"] = new(Group, "The vector of a picture that is sent")
        {
            Body = ApiBody.Json(new ApiField("image", ApiType.Text, "The bytes of a JPEG, PNG or WebP in base64; a data: address is understood, too.") { Required = true }),
            Problems = Pictures,
        },
    };
}
