using Photoseek.Embedding.Onnx;
using Photoseek.Embedding.Text;

namespace Photoseek.Embedding.Models;

/// <summary>From a text to its unit vector.</summary>
internal sealed class TextTower : IDisposable
{
    // The ids of a run lie on the stack.
    private const int LongestContext = 4096;

    private readonly OnnxSession _session;
    private readonly ITokenizer _tokenizer;
    private readonly OnnxPort _ids;
    private readonly OnnxPort? _mask;
    private readonly OnnxPort _vector;
    private readonly int _context;
    private readonly bool _fixedLength;

    public TextTower(BundleFiles files, BundleConfig config, int threads, bool int8)
    {
        _tokenizer = TokenizerFile.Load(files.Tokenizer);

        // The lengths differ from run to run: a memory plan would be made for each.
        _session = Tower.Load(files.TextTower, threads, memoryPattern: false, int8);
        try
        {
            _mask = _session.Inputs.FirstOrDefault(i => i.Name == "attention_mask");
            _ids = _session.Inputs.Where(i => i != _mask).ToArray() is [{ Element: OnnxElement.Int32 or OnnxElement.Int64, Shape: [var rows, _] } only] && rows <= 1
                ? only
                : throw new InvalidDataException(
                    $"{files.TextTower} reads {string.Join("; ", _session.Inputs)}; wanted are ids, int32 or int64, of one text at a time.");
            _vector = Tower.VectorOf(_session);
            Dimension = Tower.DimensionOf(_vector, config);
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

    /// <summary>The unit vector of a text.</summary>
    public float[] Embed(string text)
    {
        var tokens = _tokenizer.Encode(text, _context);

        // The towers of CLIP look backwards only: nothing after the end token changes the vector, and it costs its time.
        var length = _fixedLength || _tokenizer.PadAlways ? _context : tokens.Length;
        return Run(tokens, length);
    }

    public void Dispose() => _session.Dispose();

    private unsafe float[] Run(ReadOnlySpan<int> tokens, int length)
    {
        // Places enough for 8 bytes an id, whichever the graph reads.
        var ids = stackalloc long[length];
        var mask = stackalloc long[length];
        for (var i = 0; i < length; i++)
        {
            Set(ids, _ids, i, i < tokens.Length ? tokens[i] : _tokenizer.PadId);
            Set(mask, _mask ?? _ids, i, i < tokens.Length ? 1 : 0);
        }

        long[] shape = [1, length];
        ReadOnlySpan<OnnxTensor> inputs = _mask is null
            ? [new(_ids, (nint)ids, shape)]
            : [new(_ids, (nint)ids, shape), new(_mask, (nint)mask, shape)];
        var vector = new float[Dimension];
        fixed (float* output = vector)
        {
            _session.Run(inputs, new OnnxTensor(_vector, (nint)output, [1, Dimension]));
        }

        Tower.Normalize(vector);
        return vector;
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
