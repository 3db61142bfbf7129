namespace Photoseek.App.Http.OpenApi;

/// <summary>The notes of all endpoints, by method and path.</summary>
internal static class ApiNotes
{
    private static readonly Dictionary<string, ApiNote> All = new[] { SearchNotes.All, EmbeddingNotes.All, ImageNotes.All, EditNotes.All, JobNotes.All, StateNotes.All }
        .SelectMany(static notes => notes)
        .ToDictionary(static note => note.Key, static note => note.Value, StringComparer.Ordinal);

    /// <summary>The note of an endpoint; null where nobody has written one.</summary>
    /// <param name="method">GET, POST ...</param>
    /// <param name="path">With a slash first and none last.</param>
    public static ApiNote? Of(string method, string path) => All.GetValueOrDefault($"{method} {path}");
}
