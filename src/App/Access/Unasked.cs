namespace Photoseek.App.Access;

/// <summary>Marks endpoints that nobody is asked at who they are, and that are not counted: health and the pages' own files.</summary>
internal sealed class Unasked
{
    public static readonly Unasked Instance = new();

    private Unasked()
    {
    }

    public static bool At(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Unasked>() is not null;
}
