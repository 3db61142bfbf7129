namespace Photoseek.App.Http.Stats;

/// <summary>One latency of <c>GET /stats</c>, in milliseconds.</summary>
/// <param name="Count">Observations since the start.</param>
/// <param name="Window">Observations that the others are about: the last 10,000.</param>
/// <param name="P50Ms">Null before the first.</param>
/// <param name="P95Ms">Null before the 20th.</param>
/// <param name="P99Ms">Null before the 100th.</param>
/// <param name="MeanMs">Null before the first.</param>
/// <param name="MinMs">Null before the first.</param>
/// <param name="MaxMs">Null before the first.</param>
internal sealed record LatencyFigures(long Count, int Window, double? P50Ms, double? P95Ms, double? P99Ms, double? MeanMs, double? MinMs, double? MaxMs);
