namespace Photoseek.Testing.S3;

/// <summary>Two servers that differ where the standard leaves room.</summary>
public enum S3Kind
{
    /// <summary>OpenStack Swift: honours If-Match, refuses uploads in signed chunks.</summary>
    Swift,

    /// <summary>s3rver: ignores If-Match, stores the signatures of chunks into the object.</summary>
    S3rver,
}
