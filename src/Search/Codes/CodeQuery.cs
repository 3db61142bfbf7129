namespace Photoseek.Search.Codes;

/// <summary>What is looked for, ready to be multiplied with codes.</summary>
/// <param name="Numbers">Eight bits a number, padded as the codes are.</param>
/// <param name="Offset">What a row of middling codes would sum up to: taken off each sum, as codes are 0 to 15 and mean -7.5 to 7.5.</param>
internal sealed record CodeQuery(sbyte[] Numbers, float Offset);
