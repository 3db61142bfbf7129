using System.Globalization;
using Photoseek.Testing;
using Photoseek.Testing.S3;

namespace Photoseek.App.Tests.Cli;

/// <summary>A bucket with the pictures that killed servers index, for all tests of a class.</summary>
public sealed class KilledBucket : IAsyncLifetime
{
    private const int FewKills = 5;

    /// <summary>How many kills there are in each test.</summary>
    internal static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("PHOTOSEEK_TEST_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : FewKills;

    /// <summary>How many pictures there are in the bucket.</summary>
    internal static readonly int Pictures = Kills > FewKills ? 2000 : 300;

    private const int Parallel = 8;

    private S3TestBucket? _bucket;

    /// <summary>Whose the bucket is.</summary>
    internal IReadOnlyDictionary<string, string> Source => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Sources__0__Name"] = "photos",
        ["Sources__0__Type"] = "S3",
        ["Sources__0__Endpoint"] = _bucket!.Server.Endpoint,
        ["Sources__0__Bucket"] = _bucket.Name,
        ["Sources__0__AccessKey"] = _bucket.Server.AccessKey,
        ["Sources__0__SecretKey"] = _bucket.Server.SecretKey,
        ["Sources__0__Schedule"] = "00:00:05",
    };

    public async Task InitializeAsync()
    {
        if (new S3FactAttribute().Skip is not null)
        {
            return;
        }

        _bucket = await (await S3Server.GetAsync(S3Kind.S3rver)).NewBucketAsync();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, Pictures),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel },
            async (i, _) => await _bucket.PutAsync($"{i:0000}.jpg", TestJpeg.Create($"picture {i}")));
    }

    // The server goes with the tests, and what lies in it goes with the server.
    public Task DisposeAsync() => Task.CompletedTask;
}
