using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Photoseek.App.Tests.LongestFirst", "Photoseek.App.Tests")]

namespace Photoseek.App.Tests;

/// <summary>Begins with the collections of many classes: one that came last would keep one core busy and the others waiting.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => collection.CollectionDefinition is null);
}
