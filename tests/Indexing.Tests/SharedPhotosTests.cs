using System.Security.Cryptography;
using Photoseek.Testing;
using Xunit.Abstractions;

namespace Photoseek.Indexing.Tests;

public sealed class SharedPhotosTests(ITestOutputHelper output) : LibraryTest
{
    // 613 bytes that end early; a lenient reader shows a corner of it and grey.
    private const string Damaged = "ImageTestSuite__f6b4389c3cf0f5997b2e5a4b905aea8d.jpg";

    [SharedFact]
    public async Task All_photos_but_a_damaged_one_are_indexed_upright_with_dates_and_cameras_right_and_each_finds_itself_first()
    {
        var folder = Shared.Path("photos");
        var summary = await App.ImportAsync(folder);
        Assert.Empty(summary.Refused);
        var files = Directory.GetFiles(folder);
        Assert.Equal((73, 73), (files.Length, summary.Accepted + summary.Duplicates));

        var started = TimeProvider.System.GetTimestamp();
        var busy = Environment.CpuUsage.TotalTime;
        await App.Worker.DrainAsync(CancellationToken.None);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var cpu = (Environment.CpuUsage.TotalTime - busy).TotalMilliseconds / summary.Accepted;
        output.WriteLine($"{summary.Accepted} photos in {seconds:0.0} s: {summary.Accepted / seconds:0.0} images/s, {cpu:0} ms of a core each");

        var unfinished = await App.Library.UnfinishedAsync(100, CancellationToken.None);
        Assert.True(unfinished.Select(static p => p.Key).SequenceEqual([Damaged]), string.Join('\n', unfinished.Select(static p => $"{p.Key}: {p.State}, {p.Reason}")));
        Assert.Equal("failed", unfinished[0].State);
        Assert.Contains("damaged", unfinished[0].Reason, StringComparison.Ordinal);

        foreach (var file in files.Where(static f => Path.GetFileName(f) != Damaged))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var (nearest, cosine) = await Nearest.FindAsync(Postgres, bytes);
            Assert.True(nearest == Convert.ToHexStringLower(SHA256.HashData(bytes)), $"{Path.GetFileName(file)} does not find itself first ({cosine})");
        }

        foreach (var expected in ExpectedPhoto.All)
        {
            Assert.Equal(expected, await ReadAsync(expected.File));
        }
    }

    [SharedFact]
    public async Task Every_broken_file_ends_indexed_failed_or_refused_with_a_reason()
    {
        // The licence lies beside them.
        var files = Directory.GetFiles(Shared.Path("corrupt")).Count(static f => f.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase));
        Assert.True(files > 300, $"only {files} files");

        var summary = await App.ImportAsync(Shared.Path("corrupt"));
        await App.Worker.DrainAsync(CancellationToken.None);

        Assert.Equal(files, summary.Accepted + summary.Duplicates + summary.Refused.Count);
        Assert.All(summary.Refused, static r => Assert.False(string.IsNullOrWhiteSpace(r.Reason)));
        var status = await App.Library.StatusAsync(CancellationToken.None);
        Assert.Equal((0, summary.Accepted), (status.Pending, status.Images));
        Assert.All(await App.Library.UnfinishedAsync(1000, CancellationToken.None), static p => Assert.True(p is { State: "failed", Reason.Length: > 0 }, p.Key));
        Assert.Equal(status.Indexed + status.Failed, await CountAsync("images"));
        output.WriteLine($"{files} files: {summary.Refused.Count} refused, {summary.Duplicates} the same, {status.Indexed} indexed, {status.Failed} failed");
    }

    private async Task<ExpectedPhoto> ReadAsync(string file)
    {
        var id = await Postgres.ScalarAsync<long>($"select image_id from image_objects where key = '{file}'");
        var photo = await App.FindAsync(id);
        return new ExpectedPhoto(file, photo.TakenAt?.ToString("yyyy-MM-dd HH:mm:ss"), photo.Width, photo.Height, photo.CameraMake, photo.CameraModel, photo.Iso);
    }
}
