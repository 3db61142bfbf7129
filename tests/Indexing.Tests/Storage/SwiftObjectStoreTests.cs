using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.Storage;

public sealed class SwiftObjectStoreTests() : S3ObjectStoreTests(S3Kind.Swift);
