namespace Photoseek.App.Http.Uploads;

/// <summary>One part of a multipart body.</summary>
/// <param name="Name">The form field.</param>
/// <param name="FileName">The sender's name of the file, without folders; null for a plain field.</param>
/// <param name="Content">To be read before the next part is asked for.</param>
internal sealed record UploadPart(string Name, string? FileName, Stream Content);
