using Photoseek.Indexing.Storage;

namespace Photoseek.Indexing.Tests.Storage;

public sealed class FolderObjectStoreTests : ObjectStoreTests
{
    private protected override Task<IObjectStore> OpenAsync(string folder) => Task.FromResult<IObjectStore>(new FileSystemStore(folder, TimeProvider.System));
}
