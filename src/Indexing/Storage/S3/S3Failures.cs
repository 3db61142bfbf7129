using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Photoseek.Indexing.Sources;

namespace Photoseek.Indexing.Storage.S3;

/// <summary>What goes wrong between here and a server, in words without keys, tokens or signatures.</summary>
internal static class S3Failures
{
    /// <summary>Whether it came from the server, the network or the client library, and not from a defect here.</summary>
    public static bool IsOne(Exception exception) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException or TimeoutException or System.Xml.XmlException
        || exception.InnerException is HttpRequestException or System.Net.Sockets.SocketException;

    public static bool IsMissing(Exception exception) => exception is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };

    public static bool IsChanged(Exception exception) => exception is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed };

    /// <summary>Whether the server is not there or has too much to do: it says nothing about the object that was asked for.</summary>
    public static bool IsAway(Exception exception) => Status(exception) is 0 or 429 or 502 or 503 or 504;

    /// <summary>The failure as the rest of the library knows it.</summary>
    public static IOException Of(Exception exception, S3Place place)
    {
        // The library's own messages may quote the request, so they stay out; the status and the code say enough.
        var said = exception switch
        {
            AmazonServiceException answer when Status(answer) != 0 => $"answered {Status(answer)} {Code(answer.ErrorCode)}".TrimEnd(),
            AmazonClientException => "could not be asked: no credentials, or no answer",
            OperationCanceledException or TimeoutException => "did not answer in time",
            _ => "cannot be reached",
        };
        var message = $"The bucket {place.Bucket} {said}.";
        return exception is AmazonServiceException { StatusCode: HttpStatusCode.InsufficientStorage or HttpStatusCode.RequestEntityTooLarge }
            ? new StoreFullException(new IOException(message))
            : IsAway(exception) ? new SourceAwayException(message) : new IOException(message);
    }

    // 0: no answer at all.
    private static int Status(Exception exception) => exception is AmazonServiceException answer ? (int)answer.StatusCode : 0;

    private static string Code(string? code) => code is { Length: <= 60 } && code.All(char.IsAsciiLetterOrDigit) ? $"({code})" : "";
}
