namespace Photoseek.App.Hosting;

/// <summary>What an instance does where several share a library. Setting <c>Role</c>.</summary>
internal enum InstanceRole
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Pages, API and searches; what is sent is recorded, and indexed by another.</summary>
    Web,

    /// <summary>Indexing, schedules, near-duplicates, deletion for good; of HTTP only how it is.</summary>
    Worker,
}
