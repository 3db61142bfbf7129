namespace Photoseek.App.Http.Jobs;

/// <summary>What asking for a job came to.</summary>
/// <param name="Count">Pictures put on the work list or aside; sources that will be looked through, models that will be installed.</param>
internal sealed record JobReply(int Count);
