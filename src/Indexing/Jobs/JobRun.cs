namespace Photoseek.Indexing.Jobs;

/// <summary>One run of a job.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it does: <c>sync</c>, <c>index-missing</c>, <c>re-embed</c> or <c>install-model</c>.</param>
/// <param name="Subject">The source or the model that it is about; empty where it is about the library.</param>
/// <param name="State"><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>, or <c>interrupted</c> when its process is gone.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC; null while it runs.</param>
/// <param name="Done">Of <paramref name="Total"/>; both 0 where there is nothing to count.</param>
/// <param name="Total">What there is to do, as far as it is known.</param>
/// <param name="Message">What came of it, or what is under way.</param>
public sealed record JobRun(long Id, string Kind, string Subject, string State, DateTime StartedAt, DateTime? FinishedAt, long Done, long Total, string? Message);
