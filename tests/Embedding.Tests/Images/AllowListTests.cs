using System.Runtime.InteropServices;
using Photoseek.Embedding.Native;

namespace Photoseek.Embedding.Tests.Images;

public sealed class AllowListTests
{
    [Theory]
    [InlineData("svgload_buffer")]
    [InlineData("tiffload_buffer")]
    [InlineData("gifload_buffer")]
    [InlineData("uhdrload_buffer")]
    public void Other_loaders_are_shut(string loader) => Assert.Contains("blocked", Try(loader), StringComparison.Ordinal);

    [Theory]
    [InlineData("jpegload_buffer")]
    [InlineData("pngload_buffer")]
    [InlineData("webpload_buffer")]
    public void Three_loaders_are_open(string loader) => Assert.DoesNotContain("blocked", Try(loader), StringComparison.Ordinal);

    private static string Try(string loader)
    {
        var bytes = GCHandle.Alloc(new byte[100], GCHandleType.Pinned);
        try
        {
            using var blob = VipsBlob.Lend(bytes.AddrOfPinnedObject(), 100);
            return Assert.Throws<VipsException>(() =>
            {
                using var load = VipsOperation.Named(loader);
                load.Set("buffer", blob).BuildImage("out");
            }).Message;
        }
        finally
        {
            bytes.Free();
        }
    }
}
