namespace Photoseek.Testing;

/// <summary>A fresh database without tables or extensions, for tests that bring their own schema, as the app does at start.</summary>
public sealed class EmptyTestPostgres : TestPostgres
{
    public EmptyTestPostgres()
        : base(migrated: false)
    {
    }
}
