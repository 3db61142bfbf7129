namespace Photoseek.Embedding.Models;

/// <summary>The bundles on this machine and those that can be installed.</summary>
public sealed class ModelCatalog
{
    /// <summary>Bundles found in the shipped and installed folders, and the known ones that are not here yet.</summary>
    public IReadOnlyList<ModelListing> List() => throw new NotSupportedException();

    /// <summary>The folder of a bundle that is here.</summary>
    /// <exception cref="InvalidDataException">It is not; says which are and how to install.</exception>
    public string Find(string name) => throw new NotSupportedException();
}
