using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Photoseek.Embedding.Images;
using Photoseek.Embedding.Onnx;

namespace Photoseek.Embedding.Models;

/// <summary>
/// A loaded bundle: one ONNX Runtime session per tower, made once, safe to call from any number of threads at a time.
/// </summary>
public sealed class ClipModel : IDisposable
{
    /// <summary>Raised whenever the same picture would give other pixels to the same model.</summary>
    private const int PreprocessingVersion = 1;

    /// <summary>A JPEG shrunk while loading to three times what the model looks at gives what the whole one gives.</summary>
    private const int DecodeFactor = 3;

    private readonly ImageTower _images;
    private readonly TextTower _texts;
    private readonly Preprocessing _preprocessing;

    private ClipModel(ModelIdentity identity, Preprocessing preprocessing, ImageTower images, TextTower texts)
    {
        Identity = identity;
        _preprocessing = preprocessing;
        _images = images;
        _texts = texts;
    }

    /// <summary>Name, hash, width and preprocessing version.</summary>
    public ModelIdentity Identity { get; }

    /// <summary>
    /// The shorter side, in pixels, that a picture should be decoded to (<see cref="PictureDecoder.Decode"/>) before
    /// <see cref="PictureBatch.Add"/>: three times what the model looks at, which costs nothing in exactness.
    /// </summary>
    public int DecodeSide => DecodeFactor * _preprocessing.Size;

    /// <summary>Loads a bundle of either layout and runs each tower once, so that the first call is as fast as the next.</summary>
    /// <exception cref="InvalidDataException">The folder is not a bundle this app understands; names what is wrong.</exception>
    public static ClipModel Load(string folder, EmbeddingOptions options)
    {
        var files = BundleFiles.Require(folder);
        var config = BundleConfig.Read(files.Config);
        var preprocessing = Preprocessing.Read(files.Preprocessing);

        // Side by side: each of the three reads hundreds of megabytes.
        var hashing = Task.Run(() => HashOf(files, preprocessing));
        var loading = Task.Run(() => new TextTower(files, config, options.TextThreads));
        ImageTower? images = null;
        try
        {
            images = new ImageTower(files, config, preprocessing.Size, options.ImageThreads);
            var texts = loading.GetAwaiter().GetResult();
            if (images.Dimension != texts.Dimension)
            {
                throw new InvalidDataException(
                    $"{folder} is no pair of towers: pictures get vectors of {images.Dimension}, texts of {texts.Dimension}.");
            }

            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            var identity = new ModelIdentity(name, hashing.GetAwaiter().GetResult(), images.Dimension, PreprocessingVersion);
            var model = new ClipModel(identity, preprocessing, images, texts);
            model.WarmUp();

            // Loading leaves tens of megabytes behind, and happens seldom: they go back to the system at once.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return model;
        }
        catch (Exception e)
        {
            images?.Dispose();
            _ = loading.ContinueWith(
                static loaded => loaded.GetAwaiter().GetResult().Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            if (e is OnnxException)
            {
                throw new InvalidDataException($"{folder} does not run: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>The unit vector of a text, <see cref="ModelIdentity.Dimension"/> wide. Longer texts are cut to the model's context.</summary>
    /// <exception cref="InvalidDataException">The vector is zero or not finite, and will be so again.</exception>
    /// <exception cref="OnnxException">The run failed.</exception>
    public float[] EmbedText(string text) => EmbedTexts([text])[0];

    /// <summary>The unit vectors of texts, in their order; several at a time take less than each alone.</summary>
    /// <exception cref="InvalidDataException">One of the vectors is zero or not finite, and will be so again.</exception>
    /// <exception cref="OnnxException">The run failed.</exception>
    public IReadOnlyList<float[]> EmbedTexts(IReadOnlyList<string> texts) => Timed("text", texts.Count, () => _texts.Embed(texts));

    /// <summary>A buffer that up to <paramref name="capacity"/> pictures are prepared into.</summary>
    public PictureBatch NewBatch(int capacity) => new(_preprocessing, capacity);

    /// <summary>The unit vectors of the batch's pictures, in order.</summary>
    /// <exception cref="InvalidDataException">One of the vectors is zero or not finite, and will be so again.</exception>
    /// <exception cref="OnnxException">The run failed.</exception>
    public IReadOnlyList<float[]> EmbedPictures(PictureBatch batch) =>
        batch.Count == 0 ? [] : Timed("image", batch.Count, () => _images.Embed(batch.Pixels, batch.Count));

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _texts.Dispose();
    }

    internal static string HashOf(BundleFiles files, Preprocessing preprocessing)
    {
        var texts = Task.Run(() => HashOf(files.TextTower));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(HashOf(files.ImageTower));
        all.AppendData(texts.GetAwaiter().GetResult());
        all.AppendData(Encoding.UTF8.GetBytes(preprocessing.Signature));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static byte[] HashOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return SHA256.HashData(stream);
    }

    private static float[][] Timed(string tower, int inputs, Func<float[][]> embed)
    {
        var started = Stopwatch.GetTimestamp();
        var vectors = embed();
        EmbeddingMetrics.Record(tower, inputs, Stopwatch.GetElapsedTime(started));
        return vectors;
    }

    private void WarmUp()
    {
        // What a model makes of grey is no matter; that it makes something is.
        var size = _preprocessing.Size;
        var pixels = new byte[size * size * 3];
        Array.Fill(pixels, (byte)128);
        var batch = NewBatch(1);
        batch.Add(new DecodedPicture(new PictureHeader(PictureFormat.Png, size, size, 1, Progressive: false), size, size, pixels));
        EmbedPictures(batch);
        EmbedText("a photo");
    }
}
