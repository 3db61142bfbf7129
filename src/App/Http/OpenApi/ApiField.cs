namespace Photoseek.App.Http.OpenApi;

/// <summary>A field of a query or a body that an endpoint reads by hand.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Meaning">A sentence, with bounds and units.</param>
internal sealed record ApiField(string Name, ApiType Type, string Meaning)
{
    public bool Required { get; init; }

    /// <summary>Whether it may hold several.</summary>
    public bool Several { get; init; }

    /// <summary>Whether it may be null.</summary>
    public bool Nullable { get; init; }

    /// <summary>What it is when it is not sent; null for nothing.</summary>
    public object? Default { get; init; }

    /// <summary>The only texts that it may be; empty where any may.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
