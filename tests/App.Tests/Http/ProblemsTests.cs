using Microsoft.AspNetCore.Http;
using Npgsql;
using Photoseek.App.Http;
using Photoseek.Embedding.Images;
using Photoseek.Indexing.Storage;
using Photoseek.Search;

namespace Photoseek.App.Tests.Http;

public sealed class ProblemsTests
{
    public static TheoryData<Exception, int> Known => new()
    {
        { new InvalidSearchException("text", "Write."), 400 },
        { new PictureRefusedException(RefusalReason.NotAPicture, "No."), 415 },
        { new PictureRefusedException(RefusalReason.FileSize, "No."), 413 },
        { new PictureRefusedException(RefusalReason.Dimensions, "No."), 422 },
        { new PictureRefusedException(RefusalReason.Scans, "No."), 422 },
        { new PictureRefusedException(RefusalReason.Damaged, "No."), 422 },
        { new QueryImageException(1, QueryImageState.Unknown), 404 },
        { new QueryImageException(1, QueryImageState.Pending), 409 },
        { new QueryImageException(1, QueryImageState.Failed), 409 },
        { new ModelMismatchException("a", "b"), 503 },
        { new TimeoutException(), 503 },
        { new BadHttpRequestException("Too large.", 413), 413 },
        { new BadHttpRequestException("Cut."), 400 },
        { Postgres(PostgresErrorCodes.DiskFull), 507 },
        { Postgres(PostgresErrorCodes.CannotConnectNow), 503 },
        { new NpgsqlException("no server"), 503 },
        { new StoreFullException(new IOException("full")), 507 },
        { new IOException("device"), 503 },
    };

    public static TheoryData<Exception> Defects => new()
    {
        new InvalidOperationException(),
        new NotSupportedException(),
        Postgres(PostgresErrorCodes.SyntaxError),
        new OperationCanceledException(),
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Each_kind_of_failure_has_a_status_and_a_stable_type(Exception failure, int status)
    {
        var kind = Problems.KindOf(failure);

        Assert.Equal(status, kind?.Status);
        Assert.StartsWith("/problems/", kind!.Type, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_of_the_app_is_nobodys_fault_but_its_own(Exception defect) => Assert.Null(Problems.KindOf(defect));

    private static PostgresException Postgres(string sqlState) => new("message", "ERROR", "ERROR", sqlState);
}
