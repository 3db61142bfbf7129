namespace Photoseek.App.Access;

/// <summary>A key that is valid, without the key itself, which nobody keeps.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Name">What it is for.</param>
/// <param name="KeySha256">Of the whole key.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="CreatedAt">In UTC.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="LastUsedAt">In UTC, to the minute.</param>
public sealed record AccessKey(int Id, string Name, byte[] KeySha256, string[] Scopes, DateTime CreatedAt, string CreatedBy, DateTime? LastUsedAt);
