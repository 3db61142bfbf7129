using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Photoseek.App.Http;

namespace Photoseek.App.Access;

/// <summary>
/// How often who may ask. The machine's own user is not counted: while nobody has a password nobody else can ask.
/// </summary>
internal static class RateLimits
{
    public const string Searches = "searches";
    public const string Uploads = "uploads";
    public const string Embeds = "embeds";
    public const string Tries = "tries";

    public static void Configure(RateLimiterOptions options, IOptions<LimitOptions> limits)
    {
        var most = limits.Value;
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RejectAsync;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            Unasked.At(context) ? Uncounted() : Counted(context, most.RequestsPerMinute));
        options.AddPolicy(Searches, context => Counted(context, most.SearchesPerMinute));
        options.AddPolicy(Uploads, context => Caller.IsSafe(context.Request.Method) ? Uncounted() : Counted(context, most.UploadsPerMinute));
        options.AddPolicy(Embeds, context => Counted(context, most.EmbedsPerMinute));

        // By address, whoever one claims to be, and for the machine's own user too.
        options.AddPolicy(Tries, context => Caller.IsSafe(context.Request.Method) ? Uncounted() : Bucket.Of(Caller.AddressOf(context), most.TriesPerMinute));
    }

    private static RateLimitPartition<string> Counted(HttpContext context, int perMinute) =>
        context.User.IsOwner() ? Uncounted() : Bucket.Of(context.Subject(), perMinute);

    private static RateLimitPartition<string> Uncounted() => RateLimitPartition.GetNoLimiter("");

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var http = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        if (http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RateLimits)) is var log && log.IsEnabled(LogLevel.Debug))
        {
            log.AsksTooOften(http.Subject(), http.Request.Path);
        }

        if (HttpApi.IsApi(http.Request.Path))
        {
            await Problems.Of(ProblemKind.TooManyRequests, $"Ask again in {wait} s.").ExecuteAsync(http);
        }
    }
}
