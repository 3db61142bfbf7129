using System.Security.Cryptography;
using Photoseek.Testing;

namespace Photoseek.Indexing.Tests;

public sealed class IntakeTests : LibraryTest
{
    [PostgresFact]
    public async Task A_new_picture_is_kept_under_its_hash_and_owed_a_vector()
    {
        await App.ServeAsync();
        var bytes = TestJpeg.CreateUnique();

        var result = await App.UploadAsync(bytes, new IncomingPicture("cat.jpg", "A cat", "On a mat", ["cat", "Cat", "mat"], "pets"));

        Assert.Equal(IntakeStatus.Accepted, result.Status);
        var details = await App.FindAsync(result.Id);
        Assert.Equal("pending", details.State);
        Assert.Equal(("cat.jpg", "A cat", "On a mat", "pets"), (details.FileName, details.Title, details.Description, details.Project));
        Assert.Equal(["cat", "mat"], details.Tags);
        Assert.Equal(("jpeg", TestJpeg.Width, TestJpeg.Height), (details.Format, details.Width, details.Height));
        Assert.Equal(("uploads", bytes.Length), (details.Source, details.ByteSize));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.Equal(hash, details.Sha256);
        Assert.Equal($"originals/{hash[..2]}/{hash[2..4]}/{hash}.jpg", details.Key);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(Stored())));
        Assert.Equal(1, await CountAsync("pending_images where state = 'pending'"));
    }

    [PostgresFact]
    public async Task The_same_bytes_again_are_a_duplicate_of_the_first()
    {
        var bytes = TestJpeg.CreateUnique();
        var first = await App.UploadAsync(bytes);

        var second = await App.UploadAsync(bytes, new IncomingPicture("other.jpg"));

        Assert.Equal((IntakeStatus.Duplicate, first.Id), (second.Status, second.Id));
        Assert.Equal(1, await CountAsync("images"));
        Assert.Single(Stored());
    }

    [PostgresFact]
    public async Task Of_many_identical_uploads_at_once_exactly_one_is_accepted()
    {
        await App.ServeAsync();
        var bytes = TestJpeg.CreateUnique();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => App.UploadAsync(bytes))));

        Assert.Single(results, static r => r.Status == IntakeStatus.Accepted);
        Assert.All(results, static r => Assert.NotEqual(IntakeStatus.Refused, r.Status));
        Assert.Single(results.Select(static r => r.Id).Distinct());
        Assert.Equal(1, await CountAsync("images"));
        Assert.Equal(1, await CountAsync("pending_images"));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(Stored())));
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("GIF89a and so on")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    public async Task What_is_no_picture_is_refused_with_a_reason_and_leaves_nothing(string content)
    {
        var result = await App.UploadAsync(System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal((IntakeStatus.Refused, null), (result.Status, result.Id));
        Assert.False(string.IsNullOrWhiteSpace(result.Reason));
        Assert.Empty(Stored());
        Assert.Equal(0, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task An_endless_upload_is_refused_at_the_limit()
    {
        using var endless = new EndlessStream(TestJpeg.CreateUnique());

        var result = await App.Intake.AcceptAsync(endless, new IncomingPicture("endless.jpg"), CancellationToken.None);

        Assert.Equal((IntakeStatus.Refused, "The file is larger than 25 MB."), (result.Status, result.Reason));
        Assert.InRange(endless.Given, TestProcess.Limits.Bytes, TestProcess.Limits.Bytes + 1_000_000);
        Assert.Empty(Stored());
    }

    [PostgresFact]
    public async Task An_upload_that_is_cancelled_midway_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        using var stream = new EndlessStream(TestJpeg.CreateUnique()) { After = 300_000, Do = cancellation.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => App.Intake.AcceptAsync(stream, new IncomingPicture("a.jpg"), cancellation.Token));

        Assert.Empty(Stored());
        Assert.Equal(0, await CountAsync("images"));
    }

    [PostgresFact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        using var stream = new EndlessStream(TestJpeg.CreateUnique()) { After = 300_000, Do = static () => throw new IOException("The connection was reset.") };

        await Assert.ThrowsAsync<IOException>(() => App.Intake.AcceptAsync(stream, new IncomingPicture("a.jpg"), CancellationToken.None));

        Assert.Empty(Stored());
    }

    public static TheoryData<string, IncomingPicture> TooMuch { get; } = new()
    {
        { "title", new IncomingPicture("a.jpg", Title: new string('x', 301)) },
        { "description", new IncomingPicture("a.jpg", Description: new string('x', 4001)) },
        { "tags", new IncomingPicture("a.jpg", Tags: [.. Enumerable.Range(0, 51).Select(static i => $"tag {i}")]) },
        { "tag", new IncomingPicture("a.jpg", Tags: [new string('x', 101)]) },
        { "project", new IncomingPicture("a.jpg", Project: new string('x', 101)) },
    };

    [PostgresTheory]
    [MemberData(nameof(TooMuch))]
    public async Task What_is_too_long_is_refused_by_name(string name, IncomingPicture picture)
    {
        var result = await App.UploadAsync(TestJpeg.CreateUnique(), picture);

        Assert.Equal(IntakeStatus.Refused, result.Status);
        Assert.Contains(name, result.Reason, StringComparison.Ordinal);
        Assert.Empty(Stored());
    }

    [PostgresTheory]
    [InlineData("../../etc/passwd.jpg", "passwd.jpg")]
    [InlineData(@"C:\Users\me\photo.jpg", "photo.jpg")]
    [InlineData("line\nbreak\0.jpg", "line break.jpg")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("folder/", "unnamed")]
    public async Task A_senders_file_name_is_made_fit_to_be_shown(string given, string shown)
    {
        var result = await App.UploadAsync(TestJpeg.CreateUnique(), new IncomingPicture(given));

        Assert.Equal(shown, result.File);
        Assert.Equal(shown, (await App.FindAsync(result.Id)).FileName);
    }

    [PostgresFact]
    public async Task Characters_that_Postgres_does_not_take_are_left_out()
    {
        var result = await App.UploadAsync(TestJpeg.CreateUnique(), new IncomingPicture("a.jpg", "a\0b\u0007c", "one\ntwo\0", ["x\0y"], "p\0"));

        var details = await App.FindAsync(result.Id);
        Assert.Equal(("abc", "one\ntwo", "p"), (details.Title, details.Description, details.Project));
        Assert.Equal(["xy"], details.Tags);
    }
}
