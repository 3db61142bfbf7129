using System.CommandLine;
using Photoseek.App.Hosting;
using Photoseek.Embedding;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Models;
using Photoseek.Embedding.Onnx;
using Microsoft.Extensions.Options;

namespace Photoseek.App.Cli;

/// <summary><c>embed</c>: the vectors of texts or of files, a JSON line each. Needs no database.</summary>
internal static class EmbedCommand
{
    private static readonly Option<string[]> _text = new("--text") { Description = "Texts to embed.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<FileInfo[]> _image = new("--image") { Description = "Pictures to embed.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<DirectoryInfo?> _model = new("--model") { Description = "The folder of a bundle; the configured one when left out." };

    public static Command Create()
    {
        var command = new Command("embed", "Print the vectors of texts or pictures, one JSON line each.") { _text, _image, _model };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(_text) is null) == (result.GetResult(_image) is null))
            {
                result.AddError("Give either --text or --image.");
            }
        });
        command.SetVerb(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AppSettings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddLogging(Logging.ToStandardError)
            .AddEmbedding(settings.Configuration.GetSection("Embedding"))
            .BuildServiceProvider();
        using var model = parsed.GetValue(_model) is { } folder
            ? ClipModel.Load(folder.FullName, services.GetRequiredService<IOptions<EmbeddingOptions>>().Value)
            : services.GetRequiredService<ClipModel>();

        var failed = false;
        foreach (var text in parsed.GetValue(_text) ?? [])
        {
            failed |= !Print(model, text, () => model.EmbedText(text));
        }

        var decoder = services.GetRequiredService<PictureDecoder>();
        foreach (var file in parsed.GetValue(_image) ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            failed |= !Print(model, file.ToString(), () => EmbedFile(model, decoder, file));
        }

        return failed ? 1 : 0;
    }

    private static float[] EmbedFile(ClipModel model, PictureDecoder decoder, FileInfo file)
    {
        if (file.Length > decoder.Limits.Bytes)
        {
            throw new PictureRefusedException(RefusalReason.FileSize, $"The file has {file.Length} bytes; at most {decoder.Limits.Bytes} are read.");
        }

        var batch = model.NewBatch(1);
        batch.Add(decoder.Decode(File.ReadAllBytes(file.FullName), model.DecodeSide));
        return model.EmbedPictures(batch)[0];
    }

    private static bool Print(ClipModel model, string input, Func<float[]> embed)
    {
        try
        {
            JsonLines.Write(new { input, model = model.Identity.Name, dimension = model.Identity.Dimension, vector = embed() });
            return true;
        }
        catch (Exception exception) when (exception is PictureRefusedException or InvalidDataException or OnnxException or IOException or UnauthorizedAccessException)
        {
            JsonLines.Write(new { input, error = exception.Message });
            return false;
        }
    }
}
