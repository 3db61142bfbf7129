namespace Photoseek.App.Http.Jobs;

/// <summary>What a job is about; what a job does not ask for is not looked at.</summary>
/// <param name="Source">sync: a source; null for all that are configured.</param>
/// <param name="Image">retry, ignore: one image; null for all.</param>
/// <param name="Reason">retry, ignore: those that were given up for this reason, as the list groups them; null for all.</param>
/// <param name="Model">install-model: a name of the catalogue.</param>
/// <param name="Start">install-model: whether the library is to be embedded with it then.</param>
/// <param name="Run">cancel: the run.</param>
internal sealed record JobBody(string? Source = null, long? Image = null, string? Reason = null, long? Run = null,
    string? Model = null, bool Start = false);
