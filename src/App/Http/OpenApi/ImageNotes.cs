using System.Globalization;
using Photoseek.App.Http.Uploads;

namespace Photoseek.App.Http.OpenApi;

/// <summary>The pictures themselves.</summary>
internal static class ImageNotes
{
    private const string Group = "Pictures";

    private static readonly Dictionary<string, string> Id = new(StringComparer.Ordinal) { ["id"] = "The number of the picture." };

    public static readonly Dictionary<string, ApiNote> All = new(StringComparer.Ordinal)
    {
        ["POST /api/images"] = new(Group, "Add pictures")
        {
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"Up to {UploadForm.MaxFiles:N0} files, streamed. The answer is 200 once the form was read, and says of each file what became of it. The plain fields hold for the files that follow them, so send them first."),
            Body = ApiBody.Form(
                new("title", ApiType.Text, "Of the files that follow."),
                new("description", ApiType.Text, "Of the files that follow."),
                new("tags", ApiType.Text, "One, or several separated by commas.") { Several = true },
                new("project", ApiType.Text, "Of the files that follow."),
                new("files", ApiType.File, "JPEG, PNG or WebP.") { Required = true, Several = true }),
            Problems = [ProblemKind.InvalidRequest, ProblemKind.MalformedUpload, ProblemKind.WrongContentType, ProblemKind.TooLarge, ProblemKind.StorageFull, ProblemKind.StorageUnavailable, ProblemKind.SwitchedOff],
        },
        ["GET /api/images/{id}"] = new(Group, "What is known of a picture") { Path = Id, Problems = [ProblemKind.UnknownImage] },
        ["PUT /api/images/{id}/caption"] = new(Group, "Say what is to be seen on a picture")
        {
            Description = "What a person says is never overwritten by a model.",
            Path = Id,
            Body = ApiBody.Json(new ApiField("caption", ApiType.Text, "A few sentences; empty to say nothing.") { Required = true }) with { Example = """{"caption": "Pat and Jack on the pier."}""" },
            Problems = [ProblemKind.UnknownImage, ProblemKind.InvalidRequest, ProblemKind.MalformedJson, ProblemKind.WrongContentType, ProblemKind.TooLarge],
        },
        ["GET /api/images/{id}/thumbnail"] = Thumbnail("A small picture of it"),
        ["HEAD /api/images/{id}/thumbnail"] = Thumbnail("What a small picture of it would be"),
        ["GET /api/images/{id}/original"] = Original("The picture as it came"),
        ["HEAD /api/images/{id}/original"] = Original("What the picture would be as it came"),
    };

    private static ApiNote Thumbnail(string summary) => new(Group, summary)
    {
        Path = Id,
        Query =
        [
            new("size", ApiType.Text, "480 or 1,600 pixels on the longer side.") { Choices = ["small", "large"], Default = "small" },
            new("v", ApiType.Text, "The first digits of the content's SHA-256: with them the answer may be kept for good."),
        ],
        Answers = [ApiAnswer.Bytes("The picture.", "image/webp")],
        Problems = [ProblemKind.UnknownImage, ProblemKind.InvalidRequest, ProblemKind.StorageUnavailable],
    };

    private static ApiNote Original(string summary) => new(Group, summary)
    {
        Path = Id,
        Answers = [ApiAnswer.Bytes("The picture, in the format that it came in; ranges are served.", "image/*")],
        Problems = [ProblemKind.UnknownImage, ProblemKind.StorageUnavailable],
    };
}
