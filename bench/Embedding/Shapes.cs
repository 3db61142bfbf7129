namespace Photoseek.Bench.Embedding;

/// <summary>Sides of one tower of ViT-B/32: as OpenCLIP and OpenAI made it.</summary>
/// <param name="Name">Before the names of its weights.</param>
/// <param name="Width">Numbers a token.</param>
/// <param name="Heads">Of attention.</param>
internal sealed record Shapes(string Name, int Width, int Heads)
{
    public const int Layers = 12;
    public const int Dimension = 512;
    public const int Vocabulary = 49_408;
    public const int Context = 77;
    public const int Side = 224;
    public const int Patch = 32;
    public const int Patches = Side / Patch * (Side / Patch);
    public const float Epsilon = 1e-5f;

    public static Shapes Text { get; } = new("text", 512, 8);

    public static Shapes Image { get; } = new("image", 768, 12);

    public int Head => Width / Heads;

    /// <summary>Keeps what goes through the layers at the size that it has after training.</summary>
    public float Deviation => 1 / MathF.Sqrt(Width);
}
