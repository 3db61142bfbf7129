using Photoseek.Testing;

namespace Photoseek.App.Tests.Browser;

/// <summary>The app with two demo pictures. Tests add to it.</summary>
public sealed class FewDemoApp : RunningApp
{
    private readonly TempFolder _pictures = new();

    public FewDemoApp()
    {
        File.WriteAllBytes(_pictures.Path("one.jpg"), TestJpeg.CreateUnique());
        File.WriteAllBytes(_pictures.Path("two.jpg"), TestJpeg.CreateUnique());
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Library__Demo"] = "true", ["Library__DemoFolder"] = _pictures.FullPath };
    }

    protected override IReadOnlyDictionary<string, string> Settings { get; }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _pictures.Dispose();
    }
}
