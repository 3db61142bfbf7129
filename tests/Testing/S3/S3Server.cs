using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Photoseek.Testing.S3;

/// <summary>A real S3 server on a loopback port, for the life of the test process.</summary>
public abstract class S3Server
{
    /// <summary>Such as <c>http://127.0.0.1:4000</c>.</summary>
    public string Endpoint => $"http://127.0.0.1:{Port}";

    public int Port { get; protected init; }

    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    /// <summary>Of the kind that a theory names.</summary>
    public static async Task<S3Server> GetAsync(S3Kind kind) => kind switch
    {
        S3Kind.Swift => await SwiftServer.GetAsync(),
        S3Kind.S3rver => await S3rverServer.GetAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A fresh bucket.</summary>
    public async Task<S3TestBucket> NewBucketAsync()
    {
        var client = NewClient();
        var name = $"test-{Guid.NewGuid():N}";
        await client.PutBucketAsync(new PutBucketRequest { BucketName = name });
        return new S3TestBucket(this, client, name);
    }

    private protected static string NewFolder(string name)
    {
        var folder = $"/tmp/photoseek-{name}-{Environment.ProcessId}";
        return Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>Waits until it answers.</summary>
    private protected async Task ReadyAsync(GuardedPrograms programs)
    {
        using var client = NewClient();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    // The first bucket makes Swift set up the account, which only one may do at a time.
                    await client.PutBucketAsync($"ready-{Guid.NewGuid():N}");
                    return true;
                }
                catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or SocketException or IOException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(90),
            () => Task.FromResult(programs.Describe()));
    }

    private AmazonS3Client NewClient() => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            MaxErrorRetry = 4,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
}
