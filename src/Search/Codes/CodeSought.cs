namespace Photoseek.Search.Codes;

/// <summary>What a scan looks for.</summary>
/// <param name="Query">From the index's scale.</param>
/// <param name="Wanted">How many rows at most.</param>
internal readonly record struct CodeSought(CodeQuery Query, int Wanted);
