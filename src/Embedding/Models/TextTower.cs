using Photoseek.Embedding.Onnx;
using Photoseek.Embedding.Text;

namespace Photoseek.Embedding.Models;

/// <summary>From texts to their unit vectors.</summary>
internal sealed class TextTower : IDisposable
{
    private const int LongestContext = 4096;

    // Places after its end that a text may be given so that it shares a run: they cost arithmetic, and save reading the weights.
    private const int MostPadding = 8;

    private readonly OnnxSession _session;
    private readonly ITokenizer _tokenizer;
    private readonly OnnxPort _ids;
    private readonly OnnxPort? _mask;
    private readonly OnnxPort _vector;
    private readonly int _context;
    private readonly bool _fixedLength;
    private readonly bool _oneByOne;

    public TextTower(BundleFiles files, BundleConfig config, int threads)
    {
        _tokenizer = TokenizerFile.Load(files.Tokenizer);

        // The lengths differ from run to run: a memory plan would be made for each.
        _session = Tower.Load(files.TextTower, threads, memoryPattern: false, int16: true, pauses: false);
        try
        {
            _mask = _session.Inputs.FirstOrDefault(i => i.Name == "attention_mask");
            _ids = _session.Inputs.Where(i => i != _mask).ToArray() is [{ Element: OnnxElement.Int32 or OnnxElement.Int64, Shape: [var rows, _] } only] && rows <= 1
                ? only
                : throw new InvalidDataException(
                    $"{files.TextTower} reads {string.Join("; ", _session.Inputs)}; wanted are ids, int32 or int64, of one text at a time.");
            _vector = Tower.VectorOf(_session);
            Dimension = Tower.DimensionOf(_vector, config);
            _oneByOne = _ids.Shape[0] == 1;
            _fixedLength = _ids.Shape[1] > 0;
            _context = _fixedLength ? (int)_ids.Shape[1] : config.Context ?? (_tokenizer.PadAlways ? 64 : 77);
            if (_context is < 3 or > LongestContext)
            {
                throw new InvalidDataException($"{files.TextTower} has a context of {_context} ids; this app does 3 to {LongestContext}.");
            }
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Width of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>The unit vectors of texts, in their order. Texts of nearly the same length share a run, which reads the weights once for all.</summary>
    public float[][] Embed(IReadOnlyList<string> texts)
    {
        var tokens = texts.Select(text => _tokenizer.Encode(text, _context)).ToArray();
        var vectors = new float[texts.Count][];
        var byLength = Enumerable.Range(0, texts.Count).OrderBy(i => tokens[i].Length).ToArray();
        for (var first = 0; first < byLength.Length;)
        {
            var longest = tokens[byLength[first]].Length + MostPadding;
            var count = _oneByOne ? 1 : byLength.Skip(first).TakeWhile(i => tokens[i].Length <= longest).Count();
            var together = byLength.AsSpan(first, count);
            Run(together, tokens, vectors);
            first += count;
        }

        return vectors;
    }

    public void Dispose() => _session.Dispose();

    private unsafe void Run(ReadOnlySpan<int> texts, int[][] tokens, float[][] vectors)
    {
        // The towers of CLIP look backwards only: nothing after the end token changes the vector, and it costs its time.
        var length = _fixedLength || _tokenizer.PadAlways ? _context : tokens[texts[^1]].Length;

        // Places enough for 8 bytes an id, whichever the graph reads.
        var ids = new long[texts.Length * length];
        var mask = new long[texts.Length * length];
        var output = new float[texts.Length * Dimension];
        fixed (long* idPlaces = ids, maskPlaces = mask)
        fixed (float* outputPlaces = output)
        {
            for (var place = 0; place < ids.Length; place++)
            {
                var (text, i) = (tokens[texts[place / length]], place % length);
                Set(idPlaces, _ids, place, i < text.Length ? text[i] : _tokenizer.PadId);
                Set(maskPlaces, _mask ?? _ids, place, i < text.Length ? 1 : 0);
            }

            long[] shape = [texts.Length, length];
            ReadOnlySpan<OnnxTensor> inputs = _mask is null
                ? [new(_ids, (nint)idPlaces, shape)]
                : [new(_ids, (nint)idPlaces, shape), new(_mask, (nint)maskPlaces, shape)];
            _session.Run(inputs, new OnnxTensor(_vector, (nint)outputPlaces, [texts.Length, Dimension]));
        }

        for (var row = 0; row < texts.Length; row++)
        {
            var vector = output.AsSpan(row * Dimension, Dimension).ToArray();
            Tower.Normalize(vector);
            vectors[texts[row]] = vector;
        }
    }

    private static unsafe void Set(long* places, OnnxPort port, int index, int value)
    {
        if (port.Element == OnnxElement.Int64)
        {
            places[index] = value;
        }
        else
        {
            ((int*)places)[index] = value;
        }
    }
}
