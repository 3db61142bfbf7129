namespace Photoseek.App.Hosting;

/// <summary>What can be done without. Section <c>Switches</c>; all is on unless switched off.</summary>
public sealed class SwitchOptions
{
    /// <summary>Whether pictures can be sent to search by. Pictures of the library can be searched by in any case.</summary>
    public bool PictureSearch { get; set; } = true;

    /// <summary>Whether pictures can be added over the web. Folders and buckets are taken in in any case.</summary>
    public bool Uploads { get; set; } = true;

    /// <summary>Whether a vision model may describe pictures; it needs <c>Ollama:CaptionModel</c>, too. Captions that are there stay, and people may write them.</summary>
    public bool Captions { get; set; } = true;

    /// <summary>Whether a language model may say why pictures were found, when it is asked for; it needs <c>Ollama:ExplanationModel</c>, too.</summary>
    public bool Explanations { get; set; } = true;
}
