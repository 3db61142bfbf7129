namespace Photoseek.App.Http.Jobs;

/// <summary>What a job is about; what a job does not ask for is not looked at.</summary>
/// <param name="Source">sync: a source; null for all that are configured. accept-removal: the source.</param>
/// <param name="Image">retry, ignore: one image; null for all.</param>
/// <param name="Reason">retry, ignore: those that were given up for this reason, as the list groups them; null for all.</param>
/// <param name="Model">install-model: a name of the catalogue.</param>
/// <param name="Start">install-model: whether the library is to be embedded with it then.</param>
/// <param name="Gone">accept-removal: how many pictures one was told would go; null for as many as it is now.</param>
/// <param name="Run">cancel: the run.</param>
/// <param name="Of">retry, ignore: <c>texts</c> or <c>captions</c> for what Ollama was wanted for; null for pictures.</param>
/// <param name="Generation">serve-texts, drop-texts: the text generation.</param>
internal sealed record JobBody(string? Source = null, long? Image = null, string? Reason = null, long? Run = null,
    string? Model = null, bool Start = false, long? Gone = null, string? Of = null, int? Generation = null);
