using Photoseek.Embedding.Models;

namespace Photoseek.Indexing.Generations;

/// <summary>A generation that is owed every picture of the library: the one that serves or one that is being built.</summary>
internal sealed record OpenGeneration(int Id, ModelIdentity Model, bool Serving)
{
    public Generation Store => new(Id, Model.Dimension);
}
