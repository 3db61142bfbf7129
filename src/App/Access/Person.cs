namespace Photoseek.App.Access;

/// <summary>Somebody with a password.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Name">As it was given; upper and lower case are the same person.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Stamp">Sessions carry it; another one ends them.</param>
/// <param name="CreatedAt">In UTC.</param>
/// <param name="SignedInAt">The last time, in UTC.</param>
public sealed record Person(int Id, string Name, Role Role, Guid Stamp, DateTime CreatedAt, DateTime? SignedInAt);
