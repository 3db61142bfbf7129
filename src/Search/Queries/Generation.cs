using Photoseek.Embedding.Models;

namespace Photoseek.Search.Queries;

/// <summary>The generation that is served, and about how many vectors it has.</summary>
internal sealed record Generation(int Id, ModelIdentity Model, long Rows);
