using System.Threading.RateLimiting;

namespace Photoseek.App.Access;

/// <summary>So many a minute: all of them at once where it was quiet before, and then one after the other.</summary>
internal static class Bucket
{
    public static RateLimitPartition<string> Of(string who, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(who, _ =>
    {
        // Once a second where that makes a whole number, else as often as one more is allowed.
        var perPeriod = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = TimeSpan.FromMinutes((double)perPeriod / perMinute),
            QueueLimit = 0,
        };
    });
}
