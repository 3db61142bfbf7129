using Photoseek.Embedding;
using Photoseek.Indexing;
using Photoseek.Search;

namespace Photoseek.App.Telemetry;

/// <summary>The meters that are told of. Those of others are named one by one: some have labels without bounds, or with addresses in them.</summary>
internal static class Meters
{
    /// <summary>The meter of <see cref="LibraryGauges"/>.</summary>
    public const string Library = "Photoseek.Library";

    public static readonly string[] Names =
    [
        SearchMetrics.MeterName, EmbeddingMetrics.MeterName, IndexingMetrics.MeterName, Library,
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    /// <summary>Where spans come from; ASP.NET Core's are what those of searches hang on.</summary>
    public static readonly string[] Sources = [SearchMetrics.MeterName, IndexingMetrics.MeterName, "Microsoft.AspNetCore"];
}
