using System.Runtime.CompilerServices;
using Photoseek.Indexing;

namespace Photoseek.App.Http.Uploads;

/// <summary>A form with pictures, each taken in as it arrives: one that is cut off has brought those before the cut.</summary>
internal static class UploadForm
{
    /// <summary>Most bytes of one request.</summary>
    public const long MaxBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Most files in one request.</summary>
    public const int MaxFiles = 1000;

    /// <summary>What becomes of each file in the field <c>files</c>, in their order; plain fields hold for the files that follow them.</summary>
    /// <param name="request">Whose body nobody has read.</param>
    /// <param name="intake">Takes each picture in.</param>
    /// <param name="allow">Given the form's first part where that one must allow the rest; throws where it does not.</param>
    /// <param name="cancellationToken">Leaves what has been taken in.</param>
    /// <exception cref="RequestRefusedException">The body is malformed or ends early, or a field is too long.</exception>
    public static async IAsyncEnumerable<IntakeResult> TakeAsync(
        HttpRequest request, PictureIntake intake, Func<UploadPart?, Task>? allow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = UploadParts.Open(request);
        if (allow is not null)
        {
            await allow(await parts.NextAsync(cancellationToken));
        }

        var fields = new UploadFields();
        var files = 0;
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part.FileName is not { } file)
            {
                await fields.ReadAsync(part, cancellationToken);
            }
            else if (files++ == MaxFiles)
            {
                yield return new IntakeResult(file, IntakeStatus.Refused, Id: null, $"At most {MaxFiles} files are taken in one request; this one and those after it were not read.");
                yield break;
            }
            else if (part.Name is not "files")
            {
                yield return new IntakeResult(file, IntakeStatus.Refused, Id: null, "Send pictures in the field 'files'.");
            }
            else
            {
                yield return await intake.AcceptAsync(part.Content, new IncomingPicture(file, fields.Title, fields.Description, fields.Tags, fields.Project), cancellationToken);
            }
        }
    }
}
