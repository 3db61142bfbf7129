using Photoseek.Indexing;
using Photoseek.Indexing.Captions;
using Photoseek.Indexing.Texts;

namespace Photoseek.App.Http.Images;

/// <summary>Counts over the library, and how everything stands that is done with Ollama.</summary>
/// <param name="Images">All pictures.</param>
/// <param name="Indexed">With a vector.</param>
/// <param name="Pending">Waiting for one.</param>
/// <param name="Failed">Given up, with a reason.</param>
/// <param name="Model">The model that is served; null before the first start.</param>
/// <param name="Ignored">Given up, and put aside by a person.</param>
/// <param name="Workers">Instances that index; where there is none, what is pending waits for one.</param>
/// <param name="Texts">What is written about pictures, as vectors; with Ollama itself.</param>
/// <param name="Captions">What a model says of pictures.</param>
internal sealed record StatusReply(
    long Images, long Indexed, long Pending, long Failed, string? Model, long Ignored, int Workers, TextStatus Texts, CaptionStatus Captions)
{
    public static StatusReply Of(LibraryStatus library, TextStatus texts, CaptionStatus captions) =>
        new(library.Images, library.Indexed, library.Pending, library.Failed, library.Model, library.Ignored, library.Workers, texts, captions);
}
