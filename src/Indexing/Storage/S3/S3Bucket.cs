using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Photoseek.Indexing.Storage.S3;

/// <summary>One place in S3-compatible storage, and the few calls that are needed of it. Nothing outside the prefix can be named.</summary>
/// <remarks>
/// Every call fails with an <see cref="IOException"/>, a <see cref="Sources.SourceAwayException"/> where the server is
/// not there; retries, few and spaced, have been made by then.
/// </remarks>
internal sealed class S3Bucket : IDisposable
{
    private const int MostBytes = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly AmazonS3Client _client;

    public S3Bucket(S3Place place)
    {
        Place = place;
        var settings = new AmazonS3Config
        {
            ForcePathStyle = place.PathStyle,
            Timeout = Patience,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,

            // Other servers than Amazon's know neither its newer checksums nor its chunks.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (place.Endpoint is null)
        {
            settings.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(place.Region);
        }
        else
        {
            settings.ServiceURL = place.Endpoint;
            settings.AuthenticationRegion = place.Region;
        }

        _client = place.AccessKey is null
            ? new AmazonS3Client(settings)
            : new AmazonS3Client(new BasicAWSCredentials(place.AccessKey, place.SecretKey), settings);
    }

    public S3Place Place { get; }

    /// <summary>Up to a thousand objects whose keys come after <paramref name="after"/>; null begins.</summary>
    public async Task<S3Page> ListAsync(string? after, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = Place.Bucket,
            Prefix = Place.Prefix,
            StartAfter = after is null ? null : Place.Prefix + after,
            Encoding = EncodingType.Url,
        };
        var response = await AskAsync(() => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
        var isEncoded = response.Encoding == EncodingType.Url;
        var objects = (response.S3Objects ?? []).Select(found => Of(found, isEncoded)).ToList();
        var next = response.IsTruncated == true ? objects.LastOrDefault()?.Key : null;

        // A listing that is wrong must not pass for a complete one: what it lacks would be removed.
        if (response.IsTruncated == true && (next is null || next == after))
        {
            throw new IOException($"The bucket {Place.Bucket} gives listings that make no sense.");
        }

        // The prefix itself is the mark of a folder.
        objects.RemoveAll(static found => found.Key.Length == 0);
        return new S3Page(objects, next);
    }

    /// <summary>
    /// Whether a key can be asked for and recorded. Some servers resolve "../" like a path, which would lead out of the
    /// prefix: objects of such names are left alone everywhere.
    /// </summary>
    public static bool IsSafe(string key) =>
        key.Length > 0
        && Encoding.UTF8.GetByteCount(key) <= MostBytes
        && !key.Contains('\0', StringComparison.Ordinal)
        && key.Split('/').All(static part => part is not ("." or ".."));

    /// <summary>The object's description; null when there is none of that key.</summary>
    public async Task<S3Object?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!IsSafe(key))
        {
            return null;
        }

        var request = new GetObjectMetadataRequest { BucketName = Place.Bucket, Key = Place.Prefix + key };
        var response = await AskForObjectAsync(() => _client.GetObjectMetadataAsync(request, cancellationToken), cancellationToken);
        return response is null ? null : new S3Object(key, Unquoted(response.ETag), response.ContentLength, Microseconds(response.LastModified));
    }

    /// <summary>The object's bytes, owned by the caller; null when there is none of that key.</summary>
    /// <param name="key">Which.</param>
    /// <param name="expected">What it must still be: asked of the server, and compared here, as some servers do not listen.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ObjectChangedException">It is another one by now, or the server cuts it short.</exception>
    public async Task<S3Body?> OpenAsync(string key, S3Object? expected, CancellationToken cancellationToken)
    {
        if (!IsSafe(key))
        {
            return null;
        }

        var request = new GetObjectRequest { BucketName = Place.Bucket, Key = Place.Prefix + key, EtagToMatch = expected is null ? null : $"\"{expected.Etag}\"" };
        var response = await AskForObjectAsync(() => _client.GetObjectAsync(request, cancellationToken), cancellationToken);
        if (response is null)
        {
            return null;
        }

        if (expected is not null && (response.ContentLength != expected.Length || Unquoted(response.ETag) != expected.Etag))
        {
            response.Dispose();
            throw new ObjectChangedException();
        }

        return new S3Body(response.ResponseStream, response.ContentLength, response);
    }

    /// <summary>Writes an object whole, replacing what was there.</summary>
    public async Task PutAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = Place.Bucket,
            Key = Place.Prefix + key,
            InputStream = content,
            AutoCloseStream = false,

            // Some servers refuse signed chunks, one stores the signatures into the object.
            UseChunkEncoding = Place.Endpoint is null,
        };
        await AskAsync(() => _client.PutObjectAsync(request, cancellationToken), cancellationToken);
    }

    /// <summary>Removes it; nothing happens when it is not there.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = Place.Bucket, Key = Place.Prefix + key };
        return AskForObjectAsync(() => _client.DeleteObjectAsync(request, cancellationToken), cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<T?> AskForObjectAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (S3Failures.IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (S3Failures.IsChanged(exception))
        {
            throw new ObjectChangedException();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && S3Failures.IsOne(exception))
        {
            throw S3Failures.Of(exception, Place);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && S3Failures.IsOne(exception))
        {
            throw S3Failures.Of(exception, Place);
        }
    }

    private S3Object Of(Amazon.S3.Model.S3Object found, bool isEncoded)
    {
        var key = isEncoded ? WebUtility.UrlDecode(found.Key) : found.Key;
        return key.StartsWith(Place.Prefix, StringComparison.Ordinal)
            ? new S3Object(key[Place.Prefix.Length..], Unquoted(found.ETag), found.Size ?? 0, Microseconds(found.LastModified))
            : throw new IOException($"The bucket {Place.Bucket} lists keys outside the prefix.");
    }

    private static string Unquoted(string? etag) => etag?.Trim('"') ?? "";

    private static DateTime Microseconds(DateTime? time)
    {
        var utc = (time ?? DateTime.UnixEpoch).ToUniversalTime();
        return new DateTime(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
