namespace Photoseek.App.Tests.Browser;

/// <summary>The app with its demo library, all of it indexed. Tests only read it.</summary>
public class DemoApp : RunningApp
{
    protected override bool Demo => true;
}
