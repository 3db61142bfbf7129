namespace Photoseek.Testing.S3;

/// <summary>What a <see cref="FaultProxy"/> does to a request.</summary>
public sealed record Fault
{
    /// <summary>Answer with this and do not ask the server.</summary>
    public int? Status { get; init; }

    /// <summary>Break the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Give half of the body and say that it is all.</summary>
    public bool Shorten { get; init; }

    /// <summary>Wait before anything else.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Do this first, such as changing the object that is asked for.</summary>
    public Func<Task> Before { get; init; } = static () => Task.CompletedTask;
}
