namespace Photoseek.App.Http.Images;

/// <summary>What became of pictures that something was to be done with.</summary>
/// <param name="Count">How many it was done with.</param>
/// <param name="Ids">Which; not there where the count says it.</param>
internal sealed record ChosenReply(int Count, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Ids);
