namespace Photoseek.App.Http.Jobs;

/// <summary>What asking for a job came to.</summary>
/// <param name="Count">Pictures put back on the work list or aside; runs that will begin, sources that will be looked through, models that will be installed, pictures that may go.</param>
internal sealed record JobReply(int Count);
