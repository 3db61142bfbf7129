using Photoseek.Testing.S3;

namespace Photoseek.Indexing.Tests.Storage;

public sealed class S3rverObjectStoreTests() : S3ObjectStoreTests(S3Kind.S3rver);
