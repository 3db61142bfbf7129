namespace Photoseek.Search;

/// <summary>Adds up where the time of one search goes.</summary>
internal sealed class SearchClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Tokenise { get; set; }

    public TimeSpan Encode { get; set; }

    public TimeSpan Scan { get; set; }

    public TimeSpan Sql { get; set; }

    public TimeSpan Fetch { get; set; }

    public long Now => time.GetTimestamp();

    public TimeSpan Since(long moment) => time.GetElapsedTime(moment);

    public SearchTimings Read() => new()
    {
        Tokenise = Tokenise,
        Encode = Encode,
        Scan = Scan,
        Sql = Sql,
        Fetch = Fetch,
        Total = Since(_started),
    };
}
