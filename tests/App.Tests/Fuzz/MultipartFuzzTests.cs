using System.Text;
using Microsoft.AspNetCore.Http;
using Photoseek.App.Http;
using Photoseek.App.Http.Uploads;
using Photoseek.Testing.Fuzz;
using Xunit.Abstractions;

namespace Photoseek.App.Tests.Fuzz;

public sealed class MultipartFuzzTests(ITestOutputHelper output)
{
    private const string Boundary = "----photoseek7";

    [Fact]
    public Task Every_well_formed_form_is_read_as_it_was_written() => Fuzzing.RunAsync(Form.Make, CheckWholeAsync, output.WriteLine);

    [Fact]
    public Task A_damaged_form_is_read_or_refused_and_nothing_else() => Fuzzing.RunAsync(
        static random => FuzzText.Damage(random, Form.Make(random).Write()), CheckDamagedAsync, output.WriteLine);

    [Fact]
    public Task Any_name_of_a_file_becomes_one_that_can_be_shown() => Fuzzing.RunAsync(
        static random => FuzzText.Next(random, "/", "\\", "..", "C:", ".jpg", new string('n', 300)),
        static name =>
        {
            var clean = FileNames.Clean(name);
            Assert.InRange(clean.Length, 1, 255);
            Assert.DoesNotContain(clean, static c => c is '/' or '\\' || char.IsControl(c) || c == '\0');
            Assert.Equal(clean, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)));
        },
        output.WriteLine);

    private static async Task CheckWholeAsync(Form form)
    {
        var parts = UploadParts.Open(Request(form.Write(), form.Seed));
        foreach (var (name, file, content, isRead) in form.Parts)
        {
            var part = await parts.NextAsync(CancellationToken.None);
            Assert.NotNull(part);
            Assert.Equal((name, file), (part.Name, part.FileName));
            if (isRead)
            {
                using var bytes = new MemoryStream();
                await part.Content.CopyToAsync(bytes);
                Assert.Equal(content, bytes.ToArray());
            }
        }

        Assert.Null(await parts.NextAsync(CancellationToken.None));
    }

    private static async Task CheckDamagedAsync(byte[] body)
    {
        try
        {
            var parts = UploadParts.Open(Request(body, body.Length));
            var fields = new UploadFields();
            while (await parts.NextAsync(CancellationToken.None) is { } part)
            {
                await (part.FileName is null ? fields.ReadAsync(part, CancellationToken.None) : part.Content.CopyToAsync(Stream.Null));
            }
        }
        catch (RequestRefusedException refused)
        {
            Assert.InRange(refused.Kind.Status, 400, 499);
        }
    }

    private static HttpRequest Request(byte[] body, int seed)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = $"multipart/form-data; boundary={Boundary}";
        request.Body = new DrippingStream(body, new Random(seed));
        return request;
    }

    private sealed record Form(int Seed, IReadOnlyList<(string Name, string? File, byte[] Content, bool IsRead)> Parts)
    {
        private static readonly string[] Pieces = ["\r\n", "--", "\r\n--", Boundary, "\r\n--" + Boundary[..^1], "Content-Disposition: form-data", "\r", "\n"];

        public static Form Make(Random random) => new(random.Next(), [.. Enumerable.Range(0, random.Next(6)).Select(_ => Part(random))]);

        public byte[] Write()
        {
            using var body = new MemoryStream();
            foreach (var (name, file, content, _) in Parts)
            {
                var head = $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{(file is null ? "" : $"; filename*=UTF-8''{Uri.EscapeDataString(file)}")}\r\n\r\n";
                body.Write(Encoding.UTF8.GetBytes(head));
                body.Write(content);
                body.Write("\r\n"u8);
            }

            body.Write(Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"));
            return body.ToArray();
        }

        private static (string, string?, byte[], bool) Part(Random random)
        {
            string[] names = ["files", "title", "tags", "project", "description", "other"];
            var content = random.Next(3) == 0 ? new byte[random.Next(20_000)] : Encoding.UTF8.GetBytes(FuzzText.Next(random, Pieces));
            if (content.Length > 5000)
            {
                random.NextBytes(content);
            }

            // What ends the part would end it.
            var text = Encoding.Latin1.GetString(content);
            while (("\r\n" + text).Contains("\r\n--" + Boundary, StringComparison.Ordinal))
            {
                text = text.Replace(Boundary, "-", StringComparison.Ordinal);
            }

            var file = random.Next(2) == 0 ? null : FileNames.Clean(FuzzText.Next(random, ".jpg", "\"", ";", "="));
            return (names[random.Next(names.Length)], file, Encoding.Latin1.GetBytes(text), random.Next(4) > 0);
        }
    }

    /// <summary>Gives some bytes at a time, as networks do.</summary>
    private sealed class DrippingStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 3000))], cancellationToken);
    }
}
