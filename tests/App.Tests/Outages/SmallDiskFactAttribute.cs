using Photoseek.Testing;

namespace Photoseek.App.Tests.Outages;

/// <summary>A test that needs PostgreSQL and a disk that can be full: skipped, which is not passed, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = new PostgresFactAttribute().Skip ?? SmallDisk.Missing;
}
