namespace Photoseek.Indexing.Jobs;

/// <summary>The job runs already, here or in another process.</summary>
public sealed class JobConflictException(string message) : Exception(message);
