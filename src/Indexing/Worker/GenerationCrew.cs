using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Photoseek.Embedding.Models;
using Photoseek.Indexing.Generations;

namespace Photoseek.Indexing.Worker;

/// <summary>
/// Works on every generation that is owed pictures and whose model is on this machine: on the one that serves first, and
/// on the one that is being built with what time is left, until it takes the other's place.
/// </summary>
internal sealed class GenerationCrew(
    GenerationRegistry registry, GenerationCompletion completion, ModelPool models, RunFactory runs,
    IOptions<IndexingOptions> options, TimeProvider time, ILogger<IndexingWorker> log)
{
    private static readonly TimeSpan BeforeAnew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    private readonly Dictionary<int, CrewMember> _members = [];
    private readonly Dictionary<int, DateTimeOffset> _notBefore = [];
    private readonly HashSet<int> _without = [];
    private volatile CrewMember? _serving;

    /// <summary>Works until cancelled; looks every now and then which generations there are.</summary>
    public async Task RunAsync(CpuSlots cpu, Patience patience, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await patience.RunAsync(() => TurnAsync(cpu, patience, cancellationToken), cancellationToken);
                await Task.Delay(options.Value.Poll, time, cancellationToken);
            }
        }
        finally
        {
            _serving = null;
            await Task.WhenAll(_members.Values.Select(static m => m.DisposeAsync().AsTask()));
            _members.Clear();
            _notBefore.Clear();
        }
    }

    /// <summary>Works until nothing is due in any generation, one after the other, then returns.</summary>
    public async Task DrainAsync(CpuSlots cpu, Patience patience, CancellationToken cancellationToken)
    {
        foreach (var generation in await patience.RunAsync(() => registry.OpenAsync(cancellationToken), cancellationToken))
        {
            using var model = await FindModelAsync(generation, cancellationToken);
            if (model is null)
            {
                continue;
            }

            await patience.RunAsync(() => OweAsync(generation, cancellationToken), cancellationToken);
            using var run = runs.Create(generation.Store, model.Model, cpu, patience, static () => true);
            await run.RunAsync(untilDone: true, cancellationToken);
            if (!generation.Serving)
            {
                await patience.RunAsync(() => completion.TryAsync(generation, cancellationToken), cancellationToken);
            }
        }
    }

    private async Task TurnAsync(CpuSlots cpu, Patience patience, CancellationToken cancellationToken)
    {
        var open = await registry.OpenAsync(cancellationToken);
        await DismissAsync(open);
        foreach (var generation in open)
        {
            await HireAsync(generation, cpu, patience, cancellationToken);
        }

        _serving = open is [{ Serving: true } serving, ..] ? _members.GetValueOrDefault(serving.Id) : null;
        foreach (var generation in open.Where(g => !g.Serving && _members.ContainsKey(g.Id) && IsTime(g.Id)))
        {
            await TryCompleteAsync(generation, cancellationToken);
        }
    }

    // Whose generation is gone or retired, and whose work broke.
    private async Task DismissAsync(IReadOnlyList<OpenGeneration> open)
    {
        foreach (var member in _members.Values.Where(m => m.Work.IsCompleted || open.All(g => g.Id != m.Generation.Id)).ToList())
        {
            if (member.Work is { IsFaulted: true, Exception: { } exception })
            {
                log.RunBroke(exception, BeforeAnew.TotalSeconds);
                _notBefore[member.Generation.Id] = time.GetUtcNow() + BeforeAnew;
            }

            _members.Remove(member.Generation.Id);
            await member.DisposeAsync();
        }
    }

    private async Task HireAsync(OpenGeneration generation, CpuSlots cpu, Patience patience, CancellationToken cancellationToken)
    {
        if (_members.ContainsKey(generation.Id) || !IsTime(generation.Id) || await FindModelAsync(generation, cancellationToken) is not { } model)
        {
            return;
        }

        try
        {
            await OweAsync(generation, cancellationToken);
            CrewMember? self = null;
            var run = runs.Create(generation.Store, model.Model, cpu, patience, () => _serving is not { } first || first == Volatile.Read(ref self) || first.IsIdle);
            Volatile.Write(ref self, new CrewMember(generation.Store, model, run, cancellationToken));
            _members.Add(generation.Id, self!);
            _serving ??= generation.Serving ? self : null;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private async Task<ModelUse?> FindModelAsync(OpenGeneration generation, CancellationToken cancellationToken)
    {
        var reason = "there is no such bundle here";
        try
        {
            if (await models.FindAsync(generation.Model, cancellationToken) is { } model)
            {
                _without.Remove(generation.Id);
                return model;
            }
        }
        catch (InvalidDataException exception)
        {
            reason = exception.Message;
        }

        _notBefore[generation.Id] = time.GetUtcNow() + BeforeAnew;
        if (_without.Add(generation.Id))
        {
            log.WithoutModel(generation.Id, generation.Model.Name, reason);
        }

        return null;
    }

    private async Task OweAsync(OpenGeneration generation, CancellationToken cancellationToken)
    {
        var owed = await registry.OweMissingAsync(generation.Id, cancellationToken);
        log.WorkingOn(generation.Id, generation.Serving ? "serving" : "building", generation.Model.Name, generation.Model.Dimension, owed);
    }

    private async Task TryCompleteAsync(OpenGeneration generation, CancellationToken cancellationToken)
    {
        try
        {
            if (await completion.TryAsync(generation, cancellationToken) == FlipOutcome.TooManyFailed)
            {
                _notBefore[generation.Id] = time.GetUtcNow() + AfterFailure;
            }
        }
        catch (Npgsql.PostgresException exception) when (!exception.IsTransient)
        {
            // A full disk, say: the old generation serves on.
            log.NotCompleted(exception, generation.Id, AfterFailure.TotalSeconds);
            _notBefore[generation.Id] = time.GetUtcNow() + AfterFailure;
        }
    }

    private bool IsTime(int generation) => !_notBefore.TryGetValue(generation, out var then) || then <= time.GetUtcNow();
}
