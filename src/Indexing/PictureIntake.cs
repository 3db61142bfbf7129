using Dapper;
using Npgsql;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Sources;
using Photoseek.Indexing.Storage;
using Photoseek.Indexing.Worker;

namespace Photoseek.Indexing;

/// <summary>Takes pictures in: streamed to the store and hashed on the way, checked, recorded with their work in one transaction.</summary>
public sealed class PictureIntake : IDisposable
{
    private const int Recorders = 8;

    private readonly NpgsqlDataSource _database;
    private readonly IObjectStore _store;
    private readonly PictureDecoder _decoder;
    private readonly FileBuffers _buffers;
    private readonly WorkBell _bell;

    // However many uploads end at once, searches find connections to the database too.
    private readonly SemaphoreSlim _recording = new(Recorders);

    // Looking at a picture holds the whole file in memory, so only a few do it at a time.
    private readonly SemaphoreSlim _looking = new(Environment.ProcessorCount);

    internal PictureIntake(NpgsqlDataSource database, IObjectStore store, PictureDecoder decoder, FileBuffers buffers, WorkBell bell)
    {
        _database = database;
        _store = store;
        _decoder = decoder;
        _buffers = buffers;
        _bell = bell;
    }

    /// <summary>Takes one picture in. Never throws for a bad picture: that is <see cref="IntakeStatus.Refused"/>.</summary>
    /// <param name="content">Read once, to its end or to the size limit; need not be seekable.</param>
    /// <param name="picture">What came with it.</param>
    /// <param name="cancellationToken">Leaves nothing half-kept.</param>
    /// <exception cref="StoreFullException">There is no room to keep it.</exception>
    public async Task<IntakeResult> AcceptAsync(Stream content, IncomingPicture picture, CancellationToken cancellationToken)
    {
        var name = IncomingRules.FileName(picture.FileName);
        if (IncomingRules.Check(picture) is { } broken)
        {
            return new IntakeResult(name, IntakeStatus.Refused, null, broken);
        }

        try
        {
            using var staged = await _store.StageAsync(content, _decoder.Limits.Bytes, cancellationToken);
            return await TakeAsync(staged, name, picture, cancellationToken);
        }
        catch (ObjectTooLargeException)
        {
            return new IntakeResult(name, IntakeStatus.Refused, null, $"The file is larger than {_decoder.Limits.Bytes / 1024.0 / 1024.0:0.#} MB.");
        }
        catch (PictureRefusedException refused)
        {
            return new IntakeResult(name, IntakeStatus.Refused, null, refused.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recording.Dispose();
        _looking.Dispose();
    }

    private async Task<IntakeResult> TakeAsync(StagedObject staged, string name, IncomingPicture picture, CancellationToken cancellationToken)
    {
        await _recording.WaitAsync(cancellationToken);
        try
        {
            return await CheckAsync(staged, name, picture, cancellationToken);
        }
        finally
        {
            _recording.Release();
        }
    }

    private async Task<IntakeResult> CheckAsync(StagedObject staged, string name, IncomingPicture picture, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(staged.Sha256, connection, cancellationToken) is { } there)
        {
            return new IntakeResult(name, IntakeStatus.Duplicate, there, null);
        }

        var header = await LookAsync(staged, cancellationToken);
        var found = new FoundPicture(staged.Sha256, staged.Length, header, name)
        {
            Title = PlainText.Line(picture.Title, IncomingRules.TitleLength),
            Description = PlainText.Lines(picture.Description, IncomingRules.DescriptionLength),
            Tags = PlainText.List(picture.Tags ?? [], IncomingRules.TagCount, IncomingRules.TagLength),
            Project = PlainText.Line(picture.Project, IncomingRules.ProjectLength),
        };
        var result = await RecordAsync(found, staged, connection, cancellationToken);
        if (result.Status == IntakeStatus.Accepted)
        {
            _bell.Ring();
        }

        return result;
    }

    private static Task<long?> FindAsync(byte[] sha256, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // One that left its source is only in the library while nobody asks for its bytes: now they are kept here.
        const string sql = "select id from images where content_sha256 = @sha256 and hidden_at is null";
        return connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(sql, new { sha256 }, cancellationToken: cancellationToken));
    }

    private async Task<PictureHeader> LookAsync(StagedObject staged, CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            using var buffer = _buffers.Take();
            var file = buffer.Memory((int)staged.Length);
            await staged.ReadAsync(file, cancellationToken);
            return _decoder.Inspect(file.Span);
        }
        finally
        {
            _looking.Release();
        }
    }

    // The file is put in place while the transaction is open: whoever can see the row can see the file, and as the new
    // row keeps everybody else with the same bytes waiting, a failure may take the file away again.
    private async Task<IntakeResult> RecordAsync(FoundPicture found, StagedObject staged, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var key = StoreKeys.Original(found.Sha256, found.Header.Format);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LibraryLock.AddingAsync(transaction, cancellationToken);
        var (id, isNew) = await PictureRecorder.AddAsync(found, asked: true, transaction, cancellationToken);
        if (!isNew)
        {
            return new IntakeResult(found.FileName, IntakeStatus.Duplicate, id, null);
        }

        var source = await SourceRegistry.UploadsAsync(transaction, cancellationToken);
        await PictureRecorder.PlaceAsync(source, key, id, found.ByteSize, null, null, null, transaction, cancellationToken);
        try
        {
            await _store.KeepAsync(staged, key, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch
        {
            await _store.DeleteAsync(key, CancellationToken.None);
            throw;
        }

        // From here on it is kept: a commit that was cut off may have happened, so the file stays whatever it answers.
        await transaction.CommitAsync(CancellationToken.None);
        return new IntakeResult(found.FileName, IntakeStatus.Accepted, id, null);
    }
}
