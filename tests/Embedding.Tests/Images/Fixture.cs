namespace Photoseek.Embedding.Tests.Images;

/// <summary>The few small files beside these tests.</summary>
internal static class Fixture
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Images", "fixtures", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));
}
