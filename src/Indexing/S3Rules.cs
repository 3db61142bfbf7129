namespace Photoseek.Indexing;

/// <summary>What the settings of any bucket must be like.</summary>
internal static class S3Rules
{
    public static IEnumerable<string> Check(string? endpoint, string? bucket, string? accessKey, string? secretKey)
    {
        if (string.IsNullOrWhiteSpace(bucket))
        {
            yield return "Bucket is required.";
        }

        if (!string.IsNullOrEmpty(endpoint) && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            yield return "Endpoint must be an address that begins with http:// or https://.";
        }

        if (string.IsNullOrEmpty(accessKey) != string.IsNullOrEmpty(secretKey))
        {
            yield return "AccessKey and SecretKey are given together, or neither.";
        }
    }
}
