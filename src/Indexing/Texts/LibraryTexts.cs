using Dapper;
using Npgsql;
using Photoseek.Embedding.Ollama;
using Photoseek.Indexing.Jobs;

namespace Photoseek.Indexing.Texts;

/// <summary>Shows and steers what is made of pictures' texts.</summary>
public sealed class LibraryTexts : IDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly TextGenerations _generations;
    private readonly TextSwitch _switch;
    private readonly OllamaWatch _watch;
    private readonly Cached<TextStatus> _status;

    internal LibraryTexts(NpgsqlDataSource database, TextGenerations generations, TextSwitch switching, OllamaWatch watch, TimeProvider time)
    {
        _database = database;
        _generations = generations;
        _switch = switching;
        _watch = watch;
        _status = new Cached<TextStatus>(TimeSpan.FromSeconds(3), time, ReadAsync);
    }

    /// <summary>How it stands, shared by all who ask and some seconds old. Never fails for want of Ollama, and waits no longer than a second for it.</summary>
    public Task<TextStatus> StatusAsync(CancellationToken cancellationToken) => _status.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _status.Dispose();

    /// <summary>Serves a generation that is complete, now, however many texts have failed in it.</summary>
    public async Task<FlipOutcome> FlipAsync(int id, CancellationToken cancellationToken)
    {
        await _generations.OweMissingAsync(id, cancellationToken);
        return await _switch.FlipAsync(id, byHand: true, cancellationToken);
    }

    /// <summary>Serves the generation again that was served before; done twice it undoes itself. What changed since is embedded into it then.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RollBackAsync(CancellationToken cancellationToken)
    {
        var returned = await _switch.ReturnAsync(cancellationToken);
        foreach (var generation in returned ? (await _generations.OpenAsync(cancellationToken)).Where(static g => g.Serving) : [])
        {
            await _generations.OweMissingAsync(generation.Id, cancellationToken);
        }

        return returned;
    }

    /// <summary>Removes a generation that is not served, with its vectors; one that is being built is given up.</summary>
    public Task<DropOutcome> DropAsync(int id, CancellationToken cancellationToken) => _switch.DropAsync(id, cancellationToken);

    private async Task<TextStatus> ReadAsync(CancellationToken cancellationToken)
    {
        const string generations = $"""
            with {LibraryCounts.OfTexts}
            select g.id, g.model, g.digest, g.dimension, g.state, coalesce(v.n, 0) as indexed, coalesce(p.n, 0) as waiting, coalesce(f.n, 0) as failed
            from text_generations g
            left join counts v on v.what = 'text_vectors' and v.subject = g.id
            left join counts p on p.what = 'text_pending' and p.subject = g.id
            left join counts f on f.what = 'text_failed' and f.subject = g.id
            order by g.id desc
            """;
        const string texts = "select coalesce(sum(n), 0)::bigint from library_counts where what = 'described'";
        const string reason = """
            select p.reason from pending_texts p join text_generations g on g.id = p.generation_id and g.state = 'serving'
            where p.state = 'pending' and p.reason is not null
            limit 1
            """;
        var looking = _watch.LookAsync(cancellationToken);
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var all = (await connection.QueryAsync<TextGenerationStatus>(new CommandDefinition(generations, cancellationToken: cancellationToken))).AsList();
        var serving = all.Find(static g => g.State == "serving");
        var waiting = serving?.Waiting ?? await connection.QuerySingleAsync<long>(new CommandDefinition(texts, cancellationToken: cancellationToken));
        var kept = waiting == 0 ? null : await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(reason, cancellationToken: cancellationToken));
        var ollama = await looking;
        var why = !ollama.Enabled ? "Ollama is switched off (Ollama:Enabled)." : ollama.Trouble ?? kept;
        return new TextStatus(ollama, serving?.Model, serving?.Indexed ?? 0, waiting, serving?.Failed ?? 0, waiting == 0 ? null : why, all);
    }
}
