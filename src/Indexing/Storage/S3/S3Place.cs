namespace Photoseek.Indexing.Storage.S3;

/// <summary>A bucket, or the part of one below a prefix. A class, so that no record's text carries the secret into a log.</summary>
internal sealed class S3Place
{
    /// <summary>The server; null for Amazon's own.</summary>
    public string? Endpoint { get; init; }

    public required string Region { get; init; }

    public required string Bucket { get; init; }

    /// <summary>Empty, or ends with '/'. Keys are relative to it.</summary>
    public required string Prefix { get; init; }

    public bool PathStyle { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>Says where it is, for people and for the library's table of sources.</summary>
    public string Root => Endpoint is null ? $"s3://{Bucket}/{Prefix}" : $"{Endpoint.TrimEnd('/')}/{Bucket}/{Prefix}";

    public static S3Place Of(SourceOptions source) => new()
    {
        Endpoint = NullIfEmpty(source.Endpoint),
        Region = source.Region,
        Bucket = source.Bucket!,
        Prefix = Folder(source.Prefix),
        PathStyle = source.PathStyle ?? !string.IsNullOrEmpty(source.Endpoint),
        AccessKey = NullIfEmpty(source.AccessKey),
        SecretKey = NullIfEmpty(source.SecretKey),
    };

    public static S3Place Of(StorageOptions store) => new()
    {
        Endpoint = NullIfEmpty(store.Endpoint),
        Region = store.Region,
        Bucket = store.Bucket!,
        Prefix = Folder(store.Prefix),
        PathStyle = store.PathStyle ?? !string.IsNullOrEmpty(store.Endpoint),
        AccessKey = NullIfEmpty(store.AccessKey),
        SecretKey = NullIfEmpty(store.SecretKey),
    };

    private static string Folder(string? prefix) => string.IsNullOrEmpty(prefix) || prefix.EndsWith('/') ? prefix ?? "" : prefix + "/";

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
