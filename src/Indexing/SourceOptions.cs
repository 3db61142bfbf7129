namespace Photoseek.Indexing;

/// <summary>One place that pictures are taken in from and stay in. An item of section <c>Sources</c> (<c>Sources__0__Name</c>, ...).</summary>
public sealed class SourceOptions
{
    /// <summary>What it goes by: up to 100 characters, unique, letter case aside; not <c>uploads</c> or <c>demo</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>S3</c> or <c>Folder</c>.</summary>
    public SourceType Type { get; set; }

    /// <summary>S3: the server, such as <c>https://s3.example.org</c>; null for Amazon's own.</summary>
    public string? Endpoint { get; set; }

    /// <summary>S3: the region that requests are signed for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>S3: the bucket.</summary>
    public string? Bucket { get; set; }

    /// <summary>S3: only keys that begin with it; a '/' is put behind it where it has none. Null for the whole bucket.</summary>
    public string? Prefix { get; set; }

    /// <summary>S3: the bucket in the path and not in the host name. Null: only where there is an <see cref="Endpoint"/>.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>S3: with <see cref="SecretKey"/>, or both null for the usual AWS chain. The right to list and read is enough.</summary>
    public string? AccessKey { get; set; }

    /// <summary>S3: with <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Folder: its path.</summary>
    public string? Folder { get; set; }

    /// <summary>When to look through all of it: a cron expression or an interval; null for only when asked.</summary>
    public string? Schedule { get; set; }

    /// <summary>S3: the bearer token that events for it must carry, at least 16 characters; null takes no events.</summary>
    public string? WebhookToken { get; set; }
}
