using System.Net;
using System.Text;
using Photoseek.Embedding.Images;

namespace Photoseek.Bench.Faults;

/// <summary>A JPEG of 12 megapixels of noise, made to weigh what is asked for by comments; each copy has a number, so that no two are the same file.</summary>
/// <param name="bytes">Its weight.</param>
internal sealed class BigPicture(int bytes)
{
    private const int Width = 4000;
    private const int Height = 3000;
    private const int Quality = 88;
    private const int LongestComment = 60_000;
    private const int Number = 40;
    private readonly byte[] _file = Make(bytes - Number);

    /// <summary>One file of an upload, written as it is sent.</summary>
    public HttpContent Copy(string name) => new Content(_file, name);

    private static byte[] Make(int bytes)
    {
        var pixels = new byte[Width * Height * 3];
        new Random(1).NextBytes(pixels);
        var file = JpegWriter.Write(pixels, Width, Height, Quality);
        using var whole = new MemoryStream(bytes);
        whole.Write(file, 0, 2);
        for (var missing = bytes - file.Length; missing > 0;)
        {
            var length = Math.Min(missing, LongestComment);
            length = missing - length is > 0 and < 4 ? length - 4 : length;
            whole.Write(Comment(length));
            missing -= length;
        }

        whole.Write(file, 2, file.Length - 2);
        return whole.Length <= bytes ? whole.ToArray() : throw new InvalidOperationException($"The picture has {whole.Length:N0} bytes without any comment.");
    }

    private static byte[] Comment(int length) => [0xFF, 0xFE, (byte)((length - 2) >> 8), (byte)(length - 2), .. new byte[length - 4]];

    private sealed class Content(byte[] file, string name) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var number = Comment(Number);
            Encoding.ASCII.GetBytes(name, number.AsSpan(4));
            await stream.WriteAsync(file.AsMemory(0, 2));
            await stream.WriteAsync(number);
            await stream.WriteAsync(file.AsMemory(2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = file.Length + Number;
            return true;
        }
    }
}
