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
    /// <param name="request">Whose body is read.</param>
    /// <param name="intake">Where pictures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="beforeFiles">Looks at the fields that came before the first file, and throws where it must not be taken.</param>
    /// <exception cref="RequestRefusedException">The body is malformed or ends early, or a field is too long.</exception>
    public static async IAsyncEnumerable<IntakeResult> TakeAsync(HttpRequest request, PictureIntake intake, [EnumeratorCancellation] CancellationToken cancellationToken, Func<UploadFields, Task>? beforeFiles = null)
    {
        var parts = UploadParts.Open(request);
        var fields = new UploadFields();
        var files = 0;
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (part.FileName is not { } file)
            {
                await fields.ReadAsync(part, cancellationToken);
                continue;
            }

            if (files == 0 && beforeFiles is not null)
            {
                await beforeFiles(fields);
            }

            if (files++ == MaxFiles)
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
