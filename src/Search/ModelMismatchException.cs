using Photoseek.Embedding.Models;

namespace Photoseek.Search;

/// <summary>The library is served with the vectors of another model than the one that is loaded: their distances mean nothing.</summary>
/// <param name="served">The model of the library's vectors.</param>
/// <param name="loaded">The model that would embed the query.</param>
public sealed class ModelMismatchException(string served, string loaded)
    : Exception($"The library is indexed with the model {served}, which is not on this machine; loaded is {loaded}.")
{
    /// <summary>The model of the library's vectors.</summary>
    public string Served { get; } = served;

    /// <summary>The model that would embed the query.</summary>
    public string Loaded { get; } = loaded;

    /// <summary>The same as <see cref="Served"/>, to load it by.</summary>
    internal ModelIdentity? Model { get; init; }
}
