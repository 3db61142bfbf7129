using System.Text;

namespace Photoseek.App.Http.Uploads;

/// <summary>The plain fields of an upload. They hold for the files that follow them, so they are sent first.</summary>
/// <remarks>What is bounded here is memory; whether a title is too long is for the intake to say.</remarks>
internal sealed class UploadFields
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxTags = 1000;
    private readonly List<string> _tags = [];

    public string? Title { get; private set; }

    public string? Description { get; private set; }

    public string? Project { get; private set; }

    /// <summary>The token of the page that the form is from.</summary>
    public string? Token { get; private set; }

    /// <summary>Tags so far; the field may come several times, with one or with several, separated by commas.</summary>
    public IReadOnlyList<string> Tags => [.. _tags];

    /// <summary>Takes a field in; others than the known ones are skipped.</summary>
    /// <exception cref="RequestRefusedException">The field is too long.</exception>
    public async Task ReadAsync(UploadPart part, CancellationToken cancellationToken)
    {
        switch (part.Name)
        {
            case "title":
                Title = await TextAsync(part, cancellationToken);
                break;
            case "description":
                Description = await TextAsync(part, cancellationToken);
                break;
            case "project":
                Project = await TextAsync(part, cancellationToken);
                break;
            case "__RequestVerificationToken":
                Token = await TextAsync(part, cancellationToken);
                break;
            case "tags":
                var text = await TextAsync(part, cancellationToken);
                _tags.AddRange(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                if (_tags.Count > MaxTags)
                {
                    throw Refuse(part.Name, $"At most {MaxTags:N0} tags.");
                }

                break;
            default:
                break;
        }
    }

    private static async Task<string> TextAsync(UploadPart part, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        while (await part.Content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes.Length + read > MaxBytes)
            {
                throw Refuse(part.Name, $"At most {MaxBytes:N0} bytes.");
            }

            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static RequestRefusedException Refuse(string field, string message) =>
        new(ProblemKind.InvalidRequest, "A field of the upload is too long.")
        {
            Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = message },
        };
}
