namespace Photoseek.Search;

/// <summary>The library is served with the vectors of another model than the one that is loaded: their distances mean nothing.</summary>
/// <param name="served">The model of the library's vectors.</param>
/// <param name="loaded">The model that would embed the query.</param>
public sealed class ModelMismatchException(string served, string loaded)
    : Exception($"The library is indexed with the model {served}, but {loaded} is loaded. Searching goes on once the library is indexed with {loaded}.")
{
    /// <summary>The model of the library's vectors.</summary>
    public string Served { get; } = served;

    /// <summary>The model that would embed the query.</summary>
    public string Loaded { get; } = loaded;
}
